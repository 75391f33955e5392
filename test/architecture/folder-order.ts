/**
 * The import order of the repository. A zone is a folder, or a file of `src/` that has rules of its own; it imports
 * from itself and from the zones it names, and from nothing else.
 */
const ERRORS = ['errors'];
const SPECTRUM = [...ERRORS, 'spectrum'];
const DATABASE = [...SPECTRUM, 'migrations'];
const EVENTS = [...SPECTRUM, 'database'];
const AUDIT = [...EVENTS, 'events'];
const IDENTITY = [...AUDIT, 'audit'];
const ENFORCEMENT = [...IDENTITY, 'identity', 'policy', 'policy-files'];
const SENSORS = [...ENFORCEMENT, 'enforcement'];
const TASKING = [...SENSORS, 'sensors'];
const OBSERVATIONS = [...TASKING, 'tasking'];
const DISTRIBUTION = [...OBSERVATIONS, 'observations'];
const EDGE = [...DISTRIBUTION, 'distribution'];

/** The zones that each zone of the shipped code may import from; a zone that isn't here may not exist. */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  config: ERRORS,
  spectrum: ERRORS,
  policy: [...SPECTRUM, 'policies'],
  'policy-files': ['policy'],
  database: DATABASE,
  events: EVENTS,
  audit: AUDIT,
  identity: IDENTITY,
  enforcement: [...ENFORCEMENT, 'policies'],
  sensors: SENSORS,
  tasking: TASKING,
  observations: OBSERVATIONS,
  distribution: DISTRIBUTION,
  northbound: [...EDGE, 'openapi'],
  southbound: [...EDGE, 'proto'],
  cli: [...SPECTRUM, 'policy', 'policy-files', 'policies', 'config', 'openapi'],
  app: [...EDGE, 'northbound', 'southbound', 'config'],
  main: ['app', 'config'],
  migrations: [],
  proto: [],
  openapi: [],
  'sensor-agent': [...SPECTRUM, 'proto'],
};

/** The zone of a path; undefined where nothing of the shipped code stands (tests, benchmarks, tooling). */
export function zoneOf(path: string): string | undefined {
  const [top = '', second = ''] = path.split('/');
  if (top === 'src') return second.replace(/\.ts$/, '');
  return ['migrations', 'proto', 'openapi', 'policies', 'sensor-agent'].includes(top) ? top : undefined;
}

/** Packages that only some files may import, and which. */
export const PACKAGE_HOMES: readonly { readonly name: RegExp; readonly home: RegExp; readonly rule: string }[] = [
  {
    name: /^(express|openapi-backend|helmet|pino-http|swagger-ui-dist)$/,
    home: /^src\/northbound\//,
    rule: 'only src/northbound knows HTTP',
  },
  {
    name: /^@grpc\//,
    home: /^(src\/southbound|sensor-agent|proto\/generated)\//,
    rule: 'only src/southbound and the agent know gRPC',
  },
  {
    name: /^pg$/,
    home: /^src\/(database\/.*|.*-repository\.ts$)/,
    rule: 'only src/database and repositories import pg',
  },
  { name: /^@electric-sql\//, home: /^src\/database\//, rule: 'only src/database knows the embedded database' },
  { name: /^koffi$/, home: /^sensor-agent\/drivers\/uhd\//, rule: 'only sensor-agent/drivers/uhd imports koffi' },
];

/** Zones whose packages are listed; every other zone may import what its package.json declares. */
export const ONLY_PACKAGES: Readonly<Record<string, { readonly names: readonly string[]; readonly rule: string }>> = {
  errors: { names: [], rule: 'src/errors.ts imports nothing' },
  // Random bytes for identifiers are the one thing of the platform that value types need.
  spectrum: { names: ['node:crypto'], rule: 'src/spectrum is pure: it imports no package' },
  policy: { names: ['json-logic-js', 'node:crypto'], rule: 'src/policy is pure: no I/O, no clock' },
  migrations: { names: ['kysely'], rule: 'migrations import kysely only' },
};

/** Where the environment may be read. */
export const READS_ENVIRONMENT = /^(src\/(main|config)\.ts|src\/cli\/.*|sensor-agent\/(main|config)\.ts)$/;
