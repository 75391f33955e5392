import { parse } from 'node:querystring';
import type { Request, Response } from 'express';
import type { Fault } from '../../errors.ts';
import type { AuthenticatedActor } from '../../identity/actor.ts';

/** One request on its way through the edge, and what has been found out about it so far. */
export class Exchange {
  readonly request: Request;
  readonly response: Response;
  readonly requestId: string;
  /** Operation of the contract; for log and metrics. */
  operationId: string | undefined;
  actor: AuthenticatedActor | undefined;
  /** Each parameter once, also where it was given more often. */
  readonly query: Readonly<Record<string, string>>;
  readonly queryFaults: readonly Fault[];
  readonly #shutdown: AbortSignal;
  #gone: AbortController | undefined;

  constructor(request: Request, response: Response, about: { requestId: string; shutdown: AbortSignal }) {
    this.request = request;
    this.response = response;
    this.requestId = about.requestId;
    this.#shutdown = about.shutdown;
    const { query, faults } = readQuery(request.url);
    this.query = query;
    this.queryFaults = faults;
  }

  /** How problems and the log call this occurrence. */
  get instance(): string {
    return `urn:clearband:request:${this.requestId}`;
  }

  /** Aborts when the client is gone or the Manager stops. Made when first asked for: most requests never ask. */
  get signal(): AbortSignal {
    if (this.#gone !== undefined) return this.#gone.signal;
    const gone = new AbortController();
    this.#gone = gone;
    const abort = () => {
      this.#shutdown.removeEventListener('abort', abort);
      gone.abort();
    };
    this.#shutdown.addEventListener('abort', abort);
    this.response.once('close', abort);
    if (this.#shutdown.aborted || this.response.destroyed) abort();
    return gone.signal;
  }
}

const NO_QUERY = { query: {}, faults: [] };

function readQuery(url: string): { query: Record<string, string>; faults: Fault[] } {
  const mark = url.indexOf('?');
  if (mark === -1) return NO_QUERY;
  const entries = Object.entries(parse(url.slice(mark + 1)));
  const given = entries.map(([name, value]): [string, string] => [
    name,
    (Array.isArray(value) ? value[0] : value) ?? '',
  ]);
  const faults = entries
    .filter(([, value]) => Array.isArray(value))
    .map(([name]) => ({ code: 'duplicate-parameter', detail: `\`${name}\` is given more than once`, parameter: name }));
  // fromEntries defines even `__proto__` as a field of its own, so that it is refused like any other unknown name.
  return { query: Object.fromEntries(given), faults };
}
