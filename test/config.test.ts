import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, describeConfig, readConfig } from '../src/config.ts';

/** What is wrong with an environment, as the person who wrote it is told. */
function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe('readConfig', () => {
  it('needs nothing: an empty environment is an embedded database on this machine alone', () => {
    expect(readConfig({})).toEqual({
      databaseUrl: undefined,
      dataDir: resolve('.clearband'),
      host: '127.0.0.1',
      httpPort: 8080,
      grpcPort: 50_051,
      policyDir: resolve('policies'),
      publicNames: [],
      planHorizonSeconds: 604_800,
      associationTtlSeconds: 300,
      heartbeatSeconds: 10,
      fenceSeconds: 86_400,
      maxRecordingBytes: 268_435_456,
      logLevel: 'info',
    });
  });

  it('takes every variable', () => {
    const config = readConfig({
      DATABASE_URL: 'postgresql://someone@db:5433/zone',
      CLEARBAND_DATA_DIR: '/var/lib/clearband',
      CLEARBAND_HOST: '::',
      CLEARBAND_HTTP_PORT: '80',
      CLEARBAND_GRPC_PORT: '0',
      CLEARBAND_POLICY_DIR: '/etc/clearband/policies',
      CLEARBAND_PUBLIC_NAMES: ' manager.example.org, 192.0.2.7 ,,',
      CLEARBAND_PLAN_HORIZON: '3600',
      CLEARBAND_ASSOCIATION_TTL: '60',
      CLEARBAND_HEARTBEAT: '30',
      CLEARBAND_FENCE_SECONDS: '7200',
      CLEARBAND_MAX_RECORDING_BYTES: '65536',
      CLEARBAND_LOG_LEVEL: 'silent',
    });
    expect(config).toEqual({
      databaseUrl: 'postgresql://someone@db:5433/zone',
      dataDir: '/var/lib/clearband',
      host: '::',
      httpPort: 80,
      grpcPort: 0,
      policyDir: '/etc/clearband/policies',
      publicNames: ['manager.example.org', '192.0.2.7'],
      planHorizonSeconds: 3600,
      associationTtlSeconds: 60,
      heartbeatSeconds: 30,
      fenceSeconds: 7200,
      maxRecordingBytes: 65_536,
      logLevel: 'silent',
    });
  });

  it('is frozen', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });

  it('reads a variable that is set to nothing as absent, as compose files write it', () => {
    const names = Object.keys(describeConfig(readConfig({})));
    expect(readConfig(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(readConfig({}));
  });

  it('leaves what others read alone', () => {
    const others = { PATH: '/bin', CLEARBAND_URL: 'http://m', CLEARBAND_TOKEN: 't', CLEARBAND_TOKEN_FILE: '/t' };
    expect(faultsOf(others)).toEqual([]);
  });

  it.each([
    ['a port beyond the last', { CLEARBAND_HTTP_PORT: '65536' }, 'CLEARBAND_HTTP_PORT must be a whole number from 0'],
    ['a negative port', { CLEARBAND_GRPC_PORT: '-1' }, 'CLEARBAND_GRPC_PORT must be a whole number'],
    ['a port with a fraction', { CLEARBAND_HTTP_PORT: '80.5' }, 'not `80.5`'],
    ['a number in another notation', { CLEARBAND_HTTP_PORT: '0x50' }, 'not `0x50`'],
    ['a number with spaces', { CLEARBAND_HTTP_PORT: ' 80' }, 'not ` 80`'],
    ['words for a number', { CLEARBAND_PLAN_HORIZON: '7 days' }, 'from 60 to 2678400, not `7 days`'],
    ['too short a horizon', { CLEARBAND_PLAN_HORIZON: '59' }, 'CLEARBAND_PLAN_HORIZON'],
    ['too short an association', { CLEARBAND_ASSOCIATION_TTL: '4' }, 'CLEARBAND_ASSOCIATION_TTL'],
    ['a heartbeat of nothing', { CLEARBAND_HEARTBEAT: '0' }, 'CLEARBAND_HEARTBEAT'],
    ['recordings of nothing', { CLEARBAND_MAX_RECORDING_BYTES: '1' }, 'CLEARBAND_MAX_RECORDING_BYTES'],
    ['a log level of another program', { CLEARBAND_LOG_LEVEL: 'verbose' }, 'must be one of trace, debug, info'],
    ['an address of another database', { DATABASE_URL: 'mysql://db/zone' }, 'DATABASE_URL must be an address such as'],
    ['an address that is none', { DATABASE_URL: 'postgresql://[' }, 'DATABASE_URL'],
    ['a misspelt name', { CLEARBAND_HTTPPORT: '80' }, 'CLEARBAND_HTTPPORT is not a setting of Clearband; known are'],
    ['a heartbeat too rare for its association', { CLEARBAND_ASSOCIATION_TTL: '19' }, 'at least twice'],
  ])('refuses %s', (_name, environment, text) => {
    expect(faultsOf(environment)).toEqual([expect.stringContaining(text)]);
  });

  it('names every fault at once', () => {
    const faults = faultsOf({ CLEARBAND_HTTP_PORT: 'http', CLEARBAND_LOG_LEVEL: 'loud', CLEARBAND_COLOUR: 'blue' });
    expect(faults).toHaveLength(3);
  });

  it('never repeats a database address, which may hold a password', () => {
    expect(faultsOf({ DATABASE_URL: 'mysql://root:hunter2@db/zone' }).join()).not.toContain('hunter2');
  });
});

describe('describeConfig', () => {
  it('gives the variables back that make the same configuration', () => {
    const config = readConfig({ CLEARBAND_PUBLIC_NAMES: 'a,b', CLEARBAND_HTTP_PORT: '81', CLEARBAND_HEARTBEAT: '7' });
    const { DATABASE_URL: database, ...rest } = describeConfig(config);
    expect(database).toBe('(embedded)');
    expect(readConfig(rest)).toEqual(config);
  });

  it.each([
    ['in its usual place', 'postgresql://someone:hunter2@db:5432/zone', 'postgresql://someone:***@db:5432/zone'],
    ['percent-encoded', 'postgresql://someone:hunter%32@db/zone', 'postgresql://someone:***@db/zone'],
    [
      'among the parameters',
      'postgresql://db/zone?user=x&password=hunter2',
      'postgresql://db/zone?user=x&password=***',
    ],
    ['without any', 'postgresql://someone@db/zone', 'postgresql://someone@db/zone'],
  ])('masks a password %s', (_name, given, shown) => {
    expect(describeConfig(readConfig({ DATABASE_URL: given }))['DATABASE_URL']).toBe(shown);
  });
});
