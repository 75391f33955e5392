import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { Exchange } from './exchange.ts';
import type { ObserveRequest } from '../metrics.ts';

const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;
/** As nginx has it: the client went away before the answer was complete. */
const CLIENT_GONE = 499;

/** The id a proxy gave the request, where it is harmless, or a new one. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

/** Logs and counts the exchange when its answer is complete or its client is gone. Never a query, a header or a body. */
export function followExchange(exchange: Exchange, { log, observe }: { log: Logger; observe: ObserveRequest }): void {
  const started = performance.now();
  const { request, response } = exchange;
  const { method, path } = request;
  response.once('close', () => {
    const ms = performance.now() - started;
    const status = response.writableFinished ? response.statusCode : CLIENT_GONE;
    const operation = exchange.operationId ?? 'none';
    observe(operation, status, ms / 1000);
    const user = exchange.actor?.user;
    log.info(
      { request_id: exchange.requestId, method, path, operation, status, ms: Math.round(ms * 1000) / 1000, user },
      'request',
    );
  });
}
