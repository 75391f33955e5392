import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { faultsOfExtent } from './body-extent.ts';
import { placeOfJsonFault } from './json-fault.ts';
import { RequestError, invalidRequest } from './request-error.ts';

/** The JSON object that a request carries; undefined where it has no body. @throws {RequestError} 400, 413 or 415. */
export async function readBody(
  request: IncomingMessage,
  limitBytes: number,
  operationId?: string,
): Promise<object | undefined> {
  if (!hasBody(request)) return undefined;
  refuseOtherMedia(request);
  const bytes = await collect(request, limitBytes);
  if (!isUtf8(bytes)) throw invalidRequest([{ code: 'malformed-utf8', detail: 'the body is not UTF-8', pointer: '#' }]);
  const text = bytes.toString('utf8');
  const body = parse(text);
  const faults = faultsOfExtent(body, operationId);
  if (faults.length > 0) throw invalidRequest(faults);
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) {
    texts.set(body, text);
    return body;
  }
  throw invalidRequest([{ code: 'wrong-type', detail: 'the body must be an object', pointer: '#' }]);
}

const texts = new WeakMap<object, string>();

/** A body as it was sent: for those who keep its spelling, or must see a key that is given twice. */
export function textOfBody(body: object): string {
  return texts.get(body) ?? JSON.stringify(body);
}

function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

function refuseOtherMedia({ headers }: IncomingMessage): void {
  const [media, ...parameters] = (headers['content-type'] ?? '').split(';').map((part) => part.trim().toLowerCase());
  if (media !== 'application/json') {
    const given = media === '' ? 'the body has no Content-Type' : `\`${media ?? ''}\` is not supported`;
    throw unsupported(`${given}; send the body as \`Content-Type: application/json\``, { accept: 'application/json' });
  }
  if (parameters.some((parameter) => parameter.startsWith('charset=') && !/^charset="?utf-?8"?$/.test(parameter))) {
    throw unsupported('send the body as UTF-8', { accept: 'application/json' });
  }
  if ((headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity') {
    throw unsupported('send the body without Content-Encoding', { 'accept-encoding': 'identity' });
  }
}

function unsupported(detail: string, headers: Readonly<Record<string, string>>): RequestError {
  return new RequestError('unsupported-media-type', detail, { headers });
}

/** Answers at once when the body is too large: Node throws the rest away, however long it may be. */
async function collect(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const tooLarge = () => new RequestError('body-too-large', `the body may have at most ${limitBytes} octets`);
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let length = 0;
  // Leaving the loop must not cut the connection, over which the answer is still to go.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limitBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw invalidRequest([{ code: 'malformed-json', detail: placeOfJsonFault(text), pointer: '#' }]);
  }
}
