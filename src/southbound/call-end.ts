import type { ServerDuplexStream } from '@grpc/grpc-js';
import { ClearbandError, UnauthenticatedError } from '../errors.ts';
import type { RefusalListener } from './domain.ts';
import type { EdgeLog } from './edge-log.ts';
import { scosCodeOf, toCallFailure } from './error-codes.ts';

/** Ends `call` with the status that stands for `error`; tells of peers that were turned away and of faults of ours. */
export function endInFailure<Request, Response>(
  call: ServerDuplexStream<Request, Response>,
  error: unknown,
  to: { readonly onRefused: RefusalListener; readonly log: EdgeLog },
): void {
  const peer = call.getPeer();
  if (error instanceof UnauthenticatedError) to.onRefused({ code: scosCodeOf(error), reason: error.message, peer });
  else if (error instanceof ClearbandError)
    to.log.warn({ peer, kind: error.kind, reason: error.message }, 'stream ended');
  else to.log.error({ err: error, peer }, 'stream failed');
  // grpc-js takes an `error` on a server's stream as the status to end with.
  if (!call.cancelled) call.emit('error', toCallFailure(error));
}
