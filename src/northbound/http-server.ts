import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { problemHeaders, toProblem } from './problem-details.ts';
import { RequestError, invalidRequest } from './requests/request-error.ts';

/** An HTTP server that listens. */
export interface HttpServer {
  readonly port: number;
  /** Takes no more connections, lets running answers end, and cuts those that take longer than `deadlineMs`. */
  close(deadlineMs: number): Promise<void>;
}

/** Serves `listener` at `host` and `port` (0: any free one). @throws {Error} when the port is taken */
export async function listenForHttp(
  listener: RequestListener,
  { host, port, log }: { readonly host: string; readonly port: number; readonly log: Logger },
): Promise<HttpServer> {
  const server = createServer(listener);
  answerBrokenRequests(server, log);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: (deadlineMs) => close(server, deadlineMs),
  };
}

async function close(server: Server, deadlineMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  server.closeIdleConnections();
  const force = setTimeout(() => {
    server.closeAllConnections();
  }, deadlineMs);
  await closed;
  clearTimeout(force);
}

/** What the parser of Node refuses never reaches the listener; it gets a problem document like anything else. */
function answerBrokenRequests(server: Server, log: Logger): void {
  const answering = new WeakMap<Duplex, ServerResponse>();
  server.on('request', (request, response) => {
    answering.set(request.socket, response);
  });
  server.on('clientError', (error, socket) => {
    const isBetween = answering.get(socket)?.headersSent !== true || answering.get(socket)?.writableFinished === true;
    // Into the middle of another answer nothing can be written.
    if (!socket.writable || !isBetween || codeOf(error) === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    const instance = `urn:clearband:request:${randomUUID()}`;
    log.info({ instance, err: error }, 'a request was no HTTP that can be read');
    socket.end(toHttp(requestErrorOf(error), instance), () => socket.destroy());
  });
}

/** The kind of problem that an error of Node's HTTP parser is. */
function requestErrorOf(error: Error): RequestError {
  switch (codeOf(error)) {
    case 'HPE_HEADER_OVERFLOW':
      return new RequestError('headers-too-large', 'address and headers together have more octets than are taken');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new RequestError('request-timeout', 'the request did not arrive in time');
    default:
      return invalidRequest([{ code: 'malformed-http', detail: 'the request is not HTTP that can be read' }]);
  }
}

function toHttp(error: RequestError, instance: string): string {
  const problem = toProblem(error, instance);
  const body = JSON.stringify(problem);
  const headers = {
    'content-type': 'application/problem+json',
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'no-store',
    connection: 'close',
    ...problemHeaders(error),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${problem.status} ${problem.title}\r\n${lines.join('')}\r\n${body}`;
}

function codeOf(error: Error): unknown {
  return 'code' in error ? error.code : undefined;
}
