import { InvalidInputError, UnauthenticatedError } from '../../errors.ts';
import type { EventPosition } from '../../events/event.ts';
import { parsePosition } from '../../events/event-log.ts';
import type { EventService } from '../domain.ts';
import type { CallOf, OperationHandler } from '../contract/operation.ts';
import { EVENT_STREAM_HEADERS, writeEvents } from '../streams/server-sent-events.ts';

/** With what is kept of a token for a second, a revocation ends its streams a moment after it ends its requests. */
const AUTHENTICATE_AGAIN_MS = 500;

/** `event_follow`: from where the reader left off, for as long as its token holds. */
export function followEvents(events: EventService, heartbeatMs: number): OperationHandler<'event_follow'> {
  return (call) => {
    const lapsed = new AbortController();
    const signal = AbortSignal.any([call.signal, lapsed.signal]);
    const followed = events.follow(positionAfter(call), call.access, signal);
    return {
      kind: 'stream',
      status: 200,
      headers: EVENT_STREAM_HEADERS,
      write: async (response) => {
        const watch = setInterval(() => {
          call.authenticateAgain().catch((error: unknown) => {
            // Any other failure says nothing about the token; events come from where tokens are, so none come either.
            if (error instanceof UnauthenticatedError) lapsed.abort(error);
          });
        }, AUTHENTICATE_AGAIN_MS);
        try {
          await writeEvents(response, followed, { heartbeatMs, signal });
        } finally {
          clearInterval(watch);
        }
        const why: unknown = lapsed.signal.reason;
        if (why instanceof UnauthenticatedError && !response.destroyed) response.write(`: ${why.message}\n\n`);
      },
      discard: () => Promise.resolve(),
    };
  };
}

/** A browser that reconnects repeats the address and adds the id it got last, which is the later of the two. */
function positionAfter({ query, headers }: CallOf<'event_follow'>): EventPosition | undefined {
  const last = headers['last-event-id'];
  if (typeof last === 'string') return toPosition(last, 'Last-Event-ID');
  return query.after === undefined ? undefined : toPosition(query.after, 'after');
}

function toPosition(text: string, parameter: string): EventPosition {
  const position = parsePosition(text);
  if (position !== undefined) return position;
  throw new InvalidInputError([{ code: 'out-of-range', detail: `there is no event \`${text}\``, parameter }]);
}
