/** `host:port` by which this machine reaches something of its own that listens on `host`, wildcards included. */
export function localAddress(host: string, port: number): string {
  if (host === '0.0.0.0' || host === '::') return `127.0.0.1:${port}`;
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
