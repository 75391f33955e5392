import { describe, expect, it } from 'vitest';
import { breachesIn } from './import-rules.ts';

const declared = { manager: ['express', 'kysely', 'pg', '@grpc/grpc-js', 'koffi'], agent: ['@grpc/grpc-js', 'koffi'] };

function breaches(files: Readonly<Record<string, string>>): readonly string[] {
  return breachesIn(new Map(Object.entries(files)), declared);
}

describe('the import order', () => {
  it.each([
    ['a type from below', 'src/policy/decide.ts', "import type { Actor } from '../identity/actor.ts';"],
    ['a value from below', 'src/errors.ts', "import { band } from './spectrum/band.ts';"],
    ['a re-export', 'src/sensors/sensor.ts', "export { Task } from '../tasking/task.ts';"],
    ['a dynamic import', 'src/events/events.ts', "await import('../audit/chain.ts');"],
    ['an import type', 'src/events/events.ts', "let chain: import('../audit/chain.ts').Chain;"],
    ['one edge from the other', 'src/southbound/join.ts', "import '../northbound/contract.ts';"],
    ['proto types past the edge', 'src/tasking/task.ts', "import type { T } from '../../proto/generated/task.ts';"],
    [
      'the contract in a domain',
      'src/tasking/task.ts',
      "import type { T } from '../../openapi/generated/contract.ts';",
    ],
    ['configuration in a domain', 'src/tasking/task.ts', "import type { Config } from '../config.ts';"],
    ['a domain in the command', 'src/cli/sensor.ts', "import { Sensors } from '../sensors/sensors.ts';"],
    ['the composition root in a domain', 'src/events/events.ts', "import { app } from '../app.ts';"],
    ['more than app and config in main', 'src/main.ts', "import '../src/northbound/contract.ts';"],
    ['the Manager in the agent', 'sensor-agent/agent.ts', "import '../src/policy/decide.ts';"],
    ['the agent in the Manager', 'src/southbound/join.ts', "import '../../sensor-agent/agent.ts';"],
    ['the Manager in a migration', 'migrations/0001-first.ts', "import '../src/database/schema.ts';"],
    ['a test in shipped code', 'src/events/events.ts', "import '../../test/support/clock.ts';"],
    ['a folder without a place', 'src/utils/strings.ts', "import '../errors.ts';"],
  ])('refuses %s', (_name, path, text) => {
    expect(breaches({ [path]: `// a comment first\n${text}` })).toEqual([
      expect.stringMatching(new RegExp(`^${path}:2 `)),
    ]);
  });

  it('lets each step import from those above it', () => {
    expect(
      breaches({
        'src/main.ts': "import { app } from './app.ts'; import { config } from './config.ts';",
        'src/app.ts':
          "import './northbound/http.ts'; import './southbound/grpc.ts'; import type { C } from './config.ts';",
        'src/northbound/http.ts': "import express from 'express'; import '../tasking/schedule.ts';",
        'src/tasking/schedule.ts': "import '../sensors/sensors.ts'; import type { Kysely } from 'kysely';",
        'src/sensors/sensors.ts': "import '../enforcement/gate.ts'; import './sensor-repository.ts';",
        'src/sensors/sensor-repository.ts': "import pg from 'pg'; import { readFile } from 'node:fs/promises';",
        'src/database/migrate.ts': "import '../../migrations/0001-first.ts';",
        'sensor-agent/agent.ts': "import '../src/spectrum/band.ts'; import type { T } from '../proto/generated/t.ts';",
        'test/journeys/story.test.ts': "import '../../src/app.ts'; import '../../sensor-agent/agent.ts';",
      }),
    ).toEqual([]);
  });

  it.each([
    ['src/tasking/task.ts', 'express', 'only src/northbound knows HTTP'],
    ['src/northbound/http.ts', '@grpc/grpc-js', 'only src/southbound and the agent know gRPC'],
    ['src/tasking/schedule.ts', 'pg', 'only src/database and repositories import pg'],
    ['src/policy/parse.ts', 'node:fs', 'src/policy is pure'],
    ['src/spectrum/band.ts', 'node:os', 'src/spectrum is pure'],
    ['migrations/0001-first.ts', 'node:fs', 'migrations import kysely only'],
    ['sensor-agent/drivers/simulated/noise.ts', 'koffi', 'only sensor-agent/drivers/uhd imports koffi'],
    ['sensor-agent/agent.ts', 'kysely', 'which its package.json does not declare'],
    ['src/northbound/http.ts', 'left-pad', 'which its package.json does not declare'],
  ])('refuses in %s the package %s', (path, name, rule) => {
    expect(breaches({ [path]: `import x from '${name}/deep/file.js';` })).toEqual([expect.stringContaining(rule)]);
  });

  it.each([
    ['process.env.PORT', "const port = process.env['PORT'];"],
    ['the key in quotes', "const port = process['env'];"],
    ['the global', 'const all = globalThis.process.env;'],
    ['a destructured env', 'const { env: all } = process;'],
    ['an imported env', "import { env } from 'node:process';"],
  ])('refuses to read the environment by %s', (_name, text) => {
    expect(breaches({ 'src/tasking/schedule.ts': text, 'sensor-agent/spool.ts': text })).toHaveLength(2);
    expect(breaches({ 'src/config.ts': text, 'src/cli/clearband.ts': text, 'sensor-agent/main.ts': text })).toEqual([]);
  });

  it('takes neither comments nor texts for imports', () => {
    expect(
      breaches({ 'src/errors.ts': "// import './app.ts'\nconst text = `import './app.ts'; process.env`;" }),
    ).toEqual([]);
  });

  it('names a cycle between files of one folder once, with its path', () => {
    const knot = {
      'src/tasking/a.ts': "import './b.ts';",
      'src/tasking/b.ts': "import './c.ts';",
      'src/tasking/c.ts': "import './b.ts';",
    };
    expect(breaches(knot)).toEqual(['src/tasking/b.ts → src/tasking/c.ts → src/tasking/b.ts is a cycle']);
  });

  it('lets types refer to each other', () => {
    const pair = { 'src/tasking/a.ts': "import './b.ts';", 'src/tasking/b.ts': "import type { A } from './a.ts';" };
    expect(breaches(pair)).toEqual([]);
  });
});
