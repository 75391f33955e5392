import { isIP, isIPv6 } from 'node:net';
import { UsageError } from '../failures.ts';

/** Where the Manager listens for agents. */
export interface ManagerAddress {
  /** Name or address, without brackets. */
  readonly host: string;
  readonly port: number;
}

export const DEFAULT_PORT = 50051;
const FORM = /^(?:\[(?<v6>[0-9a-fA-F:.]+)\]|(?<name>[^[\]:/\s]+))(?::(?<port>\d{1,5}))?$/;

/** `host`, `host:port`, `[v6]:port`. @throws {UsageError} */
export function parseAddress(text: string): ManagerAddress {
  if (isIPv6(text)) return { host: text, port: DEFAULT_PORT };
  const groups = FORM.exec(text)?.groups;
  const host = groups?.['v6'] ?? groups?.['name'];
  const port = Number(groups?.['port'] ?? DEFAULT_PORT);
  if (host === undefined || port < 1 || port > 65_535 || (groups?.['v6'] !== undefined && isIP(host) !== 6)) {
    throw new UsageError(`\`${text}\` is no address: give HOST:PORT`);
  }
  return { host, port };
}

/** The form that `parseAddress` reads. */
export function formatAddress({ host, port }: ManagerAddress): string {
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
