#!/usr/bin/env node
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type Config, ConfigError, describeConfig, readConfig } from '../config.ts';
import { ApiClient, ApiError, addressFrom } from './api-client.ts';
import { type Command, UsageError, parseCommand } from './command.ts';
import { joinTokenCommand } from './join-token-command.ts';
import { print } from './output.ts';
import { POLICY_VERBS, policyCommand, policyUsage } from './policy/policy-command.ts';
import { startCommand } from './quick-start/start-command.ts';
import { sensorCommand } from './sensor-command.ts';
import { serveCommand } from './serve-command.ts';
import { tokenCommand } from './token-command.ts';

/** Exit codes: 0 fine, 1 failed or denied, 2 usage, 3 nobody answers. */
const USAGE = `usage: clearband COMMAND [OPTIONS]

  start                                   a Manager, three simulated sensors and a first scan (npm start)
  serve                                   the Manager alone
  config                                  the configuration in force, passwords masked
  token create --user NAME [--scopes A,B] [--expires INSTANT]
  token list
  token revoke ID
  join-token create [--name SENSOR] [--ttl SECONDS]
  sensor list [--band START,STOP] [--point LON,LAT --radius METRES] [--status STATE]
${policyUsage()}

options for all: --json, --server URL (or CLEARBAND_URL; else the Manager of this machine); the token comes from CLEARBAND_TOKEN, CLEARBAND_TOKEN_FILE
or the data directory of this machine.`;

/** The usage of the one verb that was meant, else of everything. */
function usageFor(argv: readonly string[]): string {
  const [first, verb] = argv.filter((word) => !word.startsWith('-'));
  if (first !== 'policy' || verb === undefined || !Object.hasOwn(POLICY_VERBS, verb)) return USAGE;
  return `usage: clearband COMMAND [OPTIONS]\n\n${policyUsage(verb)}\n\nall commands, and options for all: clearband --help`;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

async function run(argv: readonly string[]): Promise<number> {
  const command = parseCommand(argv);
  const config = readConfig(process.env);
  switch (command.name) {
    case 'help':
      process.stdout.write(`${usageFor(argv)}\n`);
      return 0;
    case 'start':
      return startCommand({ root, config, environment: process.env, signal: endingSignal() });
    case 'serve':
      return serveCommand(root, endingSignal());
    case 'config':
      print(command, describeConfig(config), (settings) =>
        Object.entries(settings).map(([name, value]) => `${name}=${value}`),
      );
      return 0;
    case 'token':
      return tokenCommand(command, await client(command, config));
    case 'join-token':
      return joinTokenCommand(command, await client(command, config));
    case 'sensor':
      return sensorCommand(command, await client(command, config));
    case 'policy':
      return policyCommand(command, {
        config,
        api: () => client(command, config),
        // Under npm the working directory is the package's; where the command was typed is in INIT_CWD.
        directory: process.env['INIT_CWD'] ?? process.cwd(),
        standardInput: () => text(process.stdin),
      });
  }
}

async function client(command: Command, config: Config): Promise<ApiClient> {
  return new ApiClient(await addressFrom(process.env, config, command.options.server));
}

/**
 * Aborts at the first SIGINT or SIGTERM; a second one ends the process at once. Only for commands that wind down: others
 * compute without a pause, in which a listener would never be called, and end as the system ends them.
 */
function endingSignal(): AbortSignal {
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (ending.signal.aborted) process.exit(1);
      ending.abort();
    });
  }
  return ending.signal;
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): number {
  const say = (text: string) => process.stderr.write(`clearband: ${text}\n`);
  if (error instanceof UsageError) {
    say(`${error.message}\n\n${usageFor(process.argv.slice(2))}`);
    return 2;
  }
  if (error instanceof ConfigError) {
    for (const fault of error.faults) say(fault);
    return 2;
  }
  if (error instanceof ApiError) {
    say(error.message);
    return error.exitCode;
  }
  say(error instanceof Error ? error.message : String(error));
  return 1;
}
