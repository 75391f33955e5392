import type { ServerDuplexStream } from '@grpc/grpc-js';

/**
 * Handles the messages of `call` one after the other; the peer is held back while one is being handled. Resolves when
 * the peer has ended the stream or is gone, or when `signal` aborts. @throws what `handle` throws; nothing is read after.
 */
export function readSerially<Request, Response>(
  call: ServerDuplexStream<Request, Response>,
  handle: (message: Request) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  let working = Promise.resolve();
  let isOver = false;
  // `end`, `cancelled` and the abort can all come, in any order; the message in hand is finished first.
  const finish = () => {
    isOver = true;
    working.then(() => {
      resolve(undefined);
    }, reject);
  };
  call.on('data', (message: Request) => {
    if (isOver) return;
    call.pause();
    working = handle(message);
    working.then(() => call.resume(), reject);
  });
  call.once('end', finish);
  call.once('cancelled', finish);
  // We ended it ourselves; the peer may leave its half open for ever.
  call.once('finish', finish);
  signal.addEventListener('abort', finish, { once: true });
  if (call.cancelled || signal.aborted) finish();
  return promise.finally(() => {
    isOver = true;
    signal.removeEventListener('abort', finish);
  });
}
