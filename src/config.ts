import { resolve } from 'node:path';

/** All that the environment decides, read once; nothing else reads `process.env`. */
export interface Config {
  /** Absent: the embedded database below `dataDir`. */
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  readonly host: string;
  readonly httpPort: number;
  readonly grpcPort: number;
  readonly policyDir: string;
  /** Further names of this machine that agents dial: they stand in the Manager's certificate. */
  readonly publicNames: readonly string[];
  readonly planHorizonSeconds: number;
  readonly associationTtlSeconds: number;
  readonly heartbeatSeconds: number;
  /** How long a sensor that is cut off may go on inside its last fence. */
  readonly fenceSeconds: number;
  readonly maxRecordingBytes: number;
  readonly logLevel: LogLevel;
}

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The environment says something that can't be meant; every fault is named. */
export class ConfigError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws {ConfigError} naming every variable that is wrong, and every `CLEARBAND_…` that means nothing here. */
export function readConfig(variables: Environment): Config {
  const environment = withoutEmpty(variables);
  const faults = unknownVariables(variables);
  const number = (name: string, range: NumberRange) => readNumber(environment, { name, ...range }, faults);
  const text = (name: string, otherwise: string) => environment[name] ?? otherwise;
  const config: Config = {
    databaseUrl: readDatabaseUrl(environment, faults),
    dataDir: resolve(text('CLEARBAND_DATA_DIR', '.clearband')),
    host: text('CLEARBAND_HOST', '127.0.0.1'),
    httpPort: number('CLEARBAND_HTTP_PORT', { otherwise: 8080, min: 0, max: 65_535 }),
    grpcPort: number('CLEARBAND_GRPC_PORT', { otherwise: 50_051, min: 0, max: 65_535 }),
    policyDir: resolve(text('CLEARBAND_POLICY_DIR', 'policies')),
    publicNames: text('CLEARBAND_PUBLIC_NAMES', '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    planHorizonSeconds: number('CLEARBAND_PLAN_HORIZON', { otherwise: 7 * 86_400, min: 60, max: 31 * 86_400 }),
    associationTtlSeconds: number('CLEARBAND_ASSOCIATION_TTL', { otherwise: 300, min: 5, max: 86_400 }),
    heartbeatSeconds: number('CLEARBAND_HEARTBEAT', { otherwise: 10, min: 1, max: 3600 }),
    fenceSeconds: number('CLEARBAND_FENCE_SECONDS', { otherwise: 86_400, min: 10, max: 31 * 86_400 }),
    maxRecordingBytes: number('CLEARBAND_MAX_RECORDING_BYTES', { otherwise: 2 ** 28, min: 2 ** 16, max: 2 ** 32 }),
    logLevel: readLogLevel(environment, faults),
  };
  if (config.heartbeatSeconds * 2 > config.associationTtlSeconds) {
    faults.push('CLEARBAND_ASSOCIATION_TTL must be at least twice CLEARBAND_HEARTBEAT: one heartbeat may get lost');
  }
  if (faults.length > 0) throw new ConfigError(faults);
  return Object.freeze(config);
}

/** The configuration for people, as the variables that make it; passwords are masked. */
export function describeConfig(config: Config): Readonly<Record<string, string>> {
  return {
    DATABASE_URL: config.databaseUrl === undefined ? '(embedded)' : maskPassword(config.databaseUrl),
    CLEARBAND_DATA_DIR: config.dataDir,
    CLEARBAND_HOST: config.host,
    CLEARBAND_HTTP_PORT: String(config.httpPort),
    CLEARBAND_GRPC_PORT: String(config.grpcPort),
    CLEARBAND_POLICY_DIR: config.policyDir,
    CLEARBAND_PUBLIC_NAMES: config.publicNames.join(','),
    CLEARBAND_PLAN_HORIZON: String(config.planHorizonSeconds),
    CLEARBAND_ASSOCIATION_TTL: String(config.associationTtlSeconds),
    CLEARBAND_HEARTBEAT: String(config.heartbeatSeconds),
    CLEARBAND_FENCE_SECONDS: String(config.fenceSeconds),
    CLEARBAND_MAX_RECORDING_BYTES: String(config.maxRecordingBytes),
    CLEARBAND_LOG_LEVEL: config.logLevel,
  };
}

/** A variable that is set to nothing is absent: an empty host would mean every address of the machine. */
function withoutEmpty(variables: Environment): Environment {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
}

/** Read by the command line and by scripts around it, not by the Manager. */
const READ_ELSEWHERE = ['CLEARBAND_URL', 'CLEARBAND_TOKEN', 'CLEARBAND_TOKEN_FILE'];
const KNOWN = [
  'CLEARBAND_DATA_DIR',
  'CLEARBAND_HOST',
  'CLEARBAND_HTTP_PORT',
  'CLEARBAND_GRPC_PORT',
  'CLEARBAND_POLICY_DIR',
  'CLEARBAND_PUBLIC_NAMES',
  'CLEARBAND_PLAN_HORIZON',
  'CLEARBAND_ASSOCIATION_TTL',
  'CLEARBAND_HEARTBEAT',
  'CLEARBAND_FENCE_SECONDS',
  'CLEARBAND_MAX_RECORDING_BYTES',
  'CLEARBAND_LOG_LEVEL',
];

/** A misspelt setting that is silently ignored is a setting that somebody believes in. */
function unknownVariables(environment: Environment): string[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith('CLEARBAND_') && !KNOWN.includes(name) && !READ_ELSEWHERE.includes(name))
    .map((name) => `${name} is not a setting of Clearband; known are ${KNOWN.join(', ')}`);
}

interface NumberRange {
  readonly otherwise: number;
  readonly min: number;
  readonly max: number;
}

function readNumber(
  environment: Environment,
  wanted: NumberRange & { readonly name: string },
  faults: string[],
): number {
  const text = environment[wanted.name];
  if (text === undefined) return wanted.otherwise;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= wanted.min && value <= wanted.max) return value;
  faults.push(`${wanted.name} must be a whole number from ${wanted.min} to ${wanted.max}, not \`${text}\``);
  return wanted.otherwise;
}

function readDatabaseUrl(environment: Environment, faults: string[]): string | undefined {
  const text = environment['DATABASE_URL'];
  if (text === undefined) return undefined;
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) {
    faults.push('DATABASE_URL must be an address such as postgresql://user@host:5432/name');
  }
  return text;
}

function readLogLevel(environment: Environment, faults: string[]): LogLevel {
  const text = environment['CLEARBAND_LOG_LEVEL'] ?? 'info';
  const level = LOG_LEVELS.find((one) => one === text);
  if (level === undefined) faults.push(`CLEARBAND_LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}, not \`${text}\``);
  return level ?? 'info';
}

function maskPassword(address: string): string {
  const url = new URL(address);
  if (url.password !== '') url.password = '***';
  // pg takes it as a parameter too.
  if (url.searchParams.has('password')) url.searchParams.set('password', '***');
  return url.toString();
}
