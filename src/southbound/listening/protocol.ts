import { fileURLToPath } from 'node:url';
import type { ServiceDefinition } from '@grpc/grpc-js';
import { type PackageDefinition, loadSync } from '@grpc/proto-loader';

const PROTO_FOLDER = fileURLToPath(new URL('../../../proto', import.meta.url));
const FILES = ['clearband/scos/v1/enrollment.proto', 'clearband/scos/v1/sensing.proto'];
// INVARIANT: the options that the types under proto/generated were made with.
const OPTIONS = { longs: String, enums: String, defaults: true, oneofs: true, includeDirs: [PROTO_FOLDER] };

/** The two services that agents call, as read from `proto/`. */
export function loadProtocol(): { readonly enrollment: ServiceDefinition; readonly sensing: ServiceDefinition } {
  const definitions = loadSync(FILES, OPTIONS);
  return {
    enrollment: serviceIn(definitions, 'clearband.scos.v1.Enrollment'),
    sensing: serviceIn(definitions, 'clearband.scos.v1.Sensing'),
  };
}

function serviceIn(definitions: PackageDefinition, name: string): ServiceDefinition {
  const definition = definitions[name];
  // Messages and enumerations have a format, services don't.
  if (definition === undefined || 'format' in definition) throw new Error(`proto/ holds no service \`${name}\``);
  return definition;
}
