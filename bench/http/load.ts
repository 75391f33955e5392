import autocannon from 'autocannon';

/** autocannon's own default: enough to keep a server on one core busy. */
const CONNECTIONS = 10;

/** What one load found. */
export interface Load {
  readonly requestsPerSecond: number;
  /** Milliseconds, 99th percentile. */
  readonly latencyP99: number;
}

/** GETs `url` over kept-alive connections for `seconds`. @throws {Error} when an answer is anything but 2xx */
export async function load(url: string, seconds: number, token?: string): Promise<Load> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const result = await autocannon({ url, connections: CONNECTIONS, duration: seconds, headers });
  const failures = result.errors + result.timeouts + result.non2xx;
  if (failures > 0 || result['2xx'] === 0) throw new Error(`${failures} requests to ${url} failed`);
  return { requestsPerSecond: result['2xx'] / result.duration, latencyP99: result.latency.p99 };
}
