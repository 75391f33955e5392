import { readFile } from 'node:fs/promises';
import type { Config } from '../config.ts';
import { UsageError } from './command.ts';
import { localAddress } from './local-address.ts';

/** A Manager could not be reached, or refused. The exit code of the command says which. */
export class ApiError extends Error {
  readonly exitCode: 1 | 3;
  constructor(message: string, exitCode: 1 | 3, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** Where a Manager is and how to speak to it. */
export interface ApiAddress {
  /** Without a slash at the end. */
  readonly url: string;
  readonly token: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The address from `--server`, `CLEARBAND_URL`, or where `config` says that the Manager of this machine listens; the
 * token from `CLEARBAND_TOKEN`, its file, or the data directory of this machine. @throws {UsageError} for no address
 */
export async function addressFrom(environment: Environment, config: Config, server?: string): Promise<ApiAddress> {
  const here = `http://${localAddress(config.host, config.httpPort)}`;
  const url = (server ?? given(environment, 'CLEARBAND_URL') ?? here).replace(/\/+$/, '');
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    throw new UsageError(`\`${url}\` is no address of a Manager, such as \`${here}\``);
  const token = given(environment, 'CLEARBAND_TOKEN');
  if (token !== undefined) return { url, token };
  // The first token of this machine is nobody else's business, whatever address was given.
  const own = isOfThisMachine(url, here) ? `${config.dataDir}/admin-token` : undefined;
  const file = given(environment, 'CLEARBAND_TOKEN_FILE') ?? own;
  const text = file === undefined ? undefined : await readFile(file, 'utf8').catch(() => undefined);
  return { url, token: text?.trim() };
}

function isOfThisMachine(url: string, here: string): boolean {
  const hostname = URL.parse(url)?.hostname ?? '';
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname) || hostname === URL.parse(here)?.hostname;
}

/** As in the configuration, a variable that is set to nothing is absent. */
function given(environment: Environment, name: string): string | undefined {
  const value = environment[name];
  return value === '' ? undefined : value;
}

/** Speaks the contract's JSON. */
export class ApiClient {
  readonly address: ApiAddress;
  constructor(address: ApiAddress) {
    this.address = address;
  }

  get<T>(path: string): Promise<T> {
    return this.#call<T>('GET', path);
  }

  post<T>(path: string, body: unknown): Promise<T> {
    return this.#call<T>('POST', path, body);
  }

  async delete(path: string): Promise<void> {
    await this.#call('DELETE', path);
  }

  /** @throws {ApiError} with what the problem document says */
  async #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.fetch(method, path, body);
    const text = await response.text();
    if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T;
    throw new ApiError(describeProblem(text, response.status), 1);
  }

  /** @throws {ApiError} when nobody answers */
  async fetch(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
    const { url, token } = this.address;
    try {
      return await fetch(`${url}${path}`, {
        method,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (error) {
      throw new ApiError(`no Manager answers at ${url}`, 3, { cause: error });
    }
  }
}

interface Problem {
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly detail?: string; readonly pointer?: string; readonly parameter?: string }[];
  readonly reasons?: readonly { readonly detail?: string }[];
}

function describeProblem(text: string, status: number): string {
  const problem = parseJson(text) as Problem | undefined;
  if (problem === undefined) return `the Manager answered ${status}`;
  const faults = (problem.errors ?? []).map(
    (fault) => `  ${fault.pointer ?? fault.parameter ?? ''} ${fault.detail ?? ''}`,
  );
  const reasons = (problem.reasons ?? []).map((reason) => `  ${reason.detail ?? ''}`);
  return [`${problem.title ?? String(status)}: ${problem.detail ?? ''}`, ...faults, ...reasons].join('\n');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
