#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { pino } from 'pino';
import { systemClock } from '../src/spectrum/clock.ts';
import { runAgent } from './agent.ts';
import { type Command, USAGE, parseCommand } from './command-line.ts';
import { RefusedError, UnreachableError, UsageError } from './failures.ts';
import { join } from './join/join.ts';
import { openRadio } from './radio.ts';
import { formatStatus, inspectState } from './state-report.ts';

/** Does what the command line says; the exit code. */
async function main(args: readonly string[]): Promise<number> {
  try {
    await perform(parseCommand(args, callerDirectory(process.env)));
    return 0;
  } catch (error) {
    return fail(error, args.includes('--json'));
  }
}

/** Where the operator is: npm runs its scripts in the root of the repository and says where it was called. */
function callerDirectory(environment: NodeJS.ProcessEnv): string {
  const isScript = environment['npm_lifecycle_event'] === 'clearband-agent';
  return (isScript ? environment['INIT_CWD'] : undefined) ?? process.cwd();
}

async function perform(command: Command): Promise<void> {
  switch (command.verb) {
    case 'help':
      process.stdout.write(USAGE);
      return;
    case 'join':
      return performJoin(command);
    case 'run':
      return performRun(command.stateDir);
    case 'status': {
      const report = await inspectState(command.stateDir);
      process.stdout.write(command.json ? `${JSON.stringify(report)}\n` : formatStatus(report));
    }
  }
}

async function performJoin(command: Extract<Command, { verb: 'join' }>): Promise<void> {
  const { token: given, configuration, json } = command;
  // A bad scene or recording is better found before the token is spent.
  const radio = await openRadio(configuration, systemClock);
  await radio.receiver.close();
  const token = ('text' in given ? given.text : await readFile(given.file, 'utf8')).trim();
  const { sensorId, sensorName, managerId, address } = await join({ ...command, token });
  const answer = { sensor_id: sensorId, sensor_name: sensorName, manager_id: managerId, address };
  process.stdout.write(
    json ? `${JSON.stringify(answer)}\n` : `joined ${address} as sensor ${sensorName} (${sensorId})\n`,
  );
}

async function performRun(stateDir: string): Promise<void> {
  const log = pino({ name: 'clearband-agent', base: null }, pino.destination({ fd: 2, sync: true }));
  const stopper = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.once(name, () => {
      log.info({ signal: name }, 'stopping');
      stopper.abort();
    });
  }
  await runAgent({ stateDir, clock: systemClock, log, random: Math.random }, stopper.signal);
}

function fail(error: unknown, json: boolean): number {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof RefusedError ? error.code : undefined;
  const suffix = code === undefined ? '' : ` (SCOS code ${code})`;
  process.stderr.write(
    json ? `${JSON.stringify({ error: message, code })}\n` : `clearband-agent: ${message}${suffix}\n`,
  );
  if (error instanceof UsageError) return 2;
  return error instanceof UnreachableError ? 3 : 1;
}

process.exitCode = await main(process.argv.slice(2));
