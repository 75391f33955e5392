import type { Metadata } from '@grpc/grpc-js';

/** The SCOS code in the trailer of a refused call; undefined when the Manager gave none. */
export function scosCodeIn(metadata: Metadata): number | undefined {
  const [value] = metadata.get('scos-code');
  const code = Number(value);
  return value !== undefined && Number.isInteger(code) ? code : undefined;
}
