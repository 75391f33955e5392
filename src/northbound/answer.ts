import type { ServerResponse } from 'node:http';
import type { AnyAnswer, Headers } from './contract/operation.ts';
import { toJson } from './pages/page-text.ts';
import type { Problem } from './problem-details.ts';

/** Looks at an answer before it goes out; throws when it is not what the contract says. */
export type CheckAnswer = (status: number, body: unknown) => void;

/** Sends what a handler answered; of a HEAD request only the headers, which Node sees to where there is a length. */
export async function sendAnswer(answer: AnyAnswer, response: ServerResponse, check?: CheckAnswer): Promise<void> {
  switch (answer.kind) {
    case 'json': {
      const json = toJson(answer.body);
      check?.(answer.status, JSON.parse(json));
      end(response, { status: answer.status, headers: { ...JSON_HEADERS, ...answer.headers } }, json);
      return;
    }
    case 'text':
      end(response, answer, answer.text);
      return;
    case 'empty':
      check?.(answer.status, null);
      response.writeHead(answer.status).end();
      return;
    case 'not-modified':
      response.writeHead(answer.status, answer.headers).end();
      return;
    case 'stream':
      response.writeHead(answer.status, { ...NOT_KEPT, ...answer.headers });
      if (response.req.method === 'HEAD') await answer.discard();
      else await answer.write(response);
      response.end();
  }
}

/** Sends a problem; when the answer is under way already, the connection is cut, so that it can't pass for complete. */
export function sendProblem(problem: Problem, headers: Headers, response: ServerResponse): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const all = { 'content-type': 'application/problem+json', ...NOT_KEPT, ...headers };
  end(response, { status: problem.status, headers: all }, JSON.stringify(problem));
}

const NOT_KEPT: Headers = { 'cache-control': 'no-store' };
const JSON_HEADERS: Headers = { 'content-type': 'application/json; charset=utf-8', ...NOT_KEPT };

function end(
  response: ServerResponse,
  { status, headers }: { status: number; headers: Headers },
  body: string | Uint8Array,
): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
}
