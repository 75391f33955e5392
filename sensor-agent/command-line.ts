import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from './failures.ts';
import { type ManagerAddress, parseAddress } from './session/address.ts';
import { type AgentConfiguration, DEFAULT_SPOOL_BYTES } from './state/configuration.ts';

/** What the operator wants. */
export type Command =
  | { readonly verb: 'help' }
  | { readonly verb: 'run' | 'status'; readonly stateDir: string; readonly json: boolean }
  | {
      readonly verb: 'join';
      readonly stateDir: string;
      readonly json: boolean;
      readonly address: ManagerAddress;
      /** The token itself, or the file that holds it. */
      readonly token: { readonly text: string } | { readonly file: string };
      readonly name: string | undefined;
      readonly configuration: AgentConfiguration;
    };

export const USAGE = `Usage:
  clearband-agent join HOST:PORT (--token TOKEN | --token-file FILE) [options]
  clearband-agent run [--state-dir DIR] [--json]
  clearband-agent status [--state-dir DIR] [--json]
From a clone: npm run -s clearband-agent -- join … (installs what is missing, the right Node included).

Options of join:
  --name NAME             what the sensor shall be called
  --driver DRIVER         simulated (default) or playback
  --scene FILE            scene of the simulated receiver
  --recording FILE        SigMF recording to play; --loop starts it again at its end
  --latitude DEGREES --longitude DEGREES [--altitude METRES]
                          where the sensor is; default: where its scene is
  --spool-bytes N         how much may wait for the Manager (default 1 GiB)

Example, with the Manager on this machine:
  npm run -s clearband-agent -- join 127.0.0.1:50051 --token cb_join_… --scene sensor-agent/scenes/salt-lake-city.json
  npm run -s clearband-agent -- run

--state-dir DIR holds key, certificate, configuration and spool (default .clearband-agent).
Exit codes: 0 fine, 1 failed or refused, 2 usage, 3 the Manager can not be reached.
`;

const OPTIONS = {
  'state-dir': { type: 'string', default: '.clearband-agent' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  token: { type: 'string' },
  'token-file': { type: 'string' },
  name: { type: 'string' },
  driver: { type: 'string', default: 'simulated' },
  scene: { type: 'string' },
  recording: { type: 'string' },
  loop: { type: 'boolean', default: false },
  latitude: { type: 'string' },
  longitude: { type: 'string' },
  altitude: { type: 'string' },
  'spool-bytes': { type: 'string' },
} as const;

type Values = ReturnType<typeof read>['values'];

/** Relative paths start at `directory`. @throws {UsageError} */
export function parseCommand(args: readonly string[], directory: string): Command {
  const { values, positionals } = read(args);
  const [verb, ...rest] = positionals;
  if (values.help || verb === undefined) return { verb: 'help' };
  const shared = { stateDir: resolve(directory, values['state-dir']), json: values.json };
  if (verb === 'run' || verb === 'status') {
    if (rest.length > 0) throw new UsageError(`\`${verb}\` takes no \`${rest.join(' ')}\``);
    return { verb, ...shared };
  }
  if (verb !== 'join') throw new UsageError(`no command \`${verb}\``);
  const [address, ...more] = rest;
  if (address === undefined || more.length > 0) throw new UsageError('`join` takes one address, HOST:PORT');
  const configuration = toConfiguration(values, directory);
  const token = toToken(values, directory);
  return { verb, ...shared, address: parseAddress(address), token, name: values.name, configuration };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function toToken(values: Values, directory: string): { readonly text: string } | { readonly file: string } {
  const { token: text, 'token-file': file } = values;
  if ((text === undefined) === (file === undefined)) throw new UsageError('give either --token or --token-file');
  return text === undefined ? { file: resolve(directory, file ?? '') } : { text };
}

function toConfiguration(values: Values, directory: string): AgentConfiguration {
  const location = toLocation(values);
  const spoolBytes = toNumber(values, 'spool-bytes') ?? DEFAULT_SPOOL_BYTES;
  if (!Number.isSafeInteger(spoolBytes) || spoolBytes < 1)
    throw new UsageError('--spool-bytes must be a whole number from 1 on');
  return { receiver: toReceiver(values, directory), spoolBytes, ...(location === undefined ? {} : { location }) };
}

function toReceiver(values: Values, directory: string): AgentConfiguration['receiver'] {
  const { driver, scene, recording, loop } = values;
  switch (driver) {
    case 'simulated':
      if (scene === undefined || recording !== undefined)
        throw new UsageError('the simulated driver needs --scene FILE, and no recording');
      return { driver, scene: resolve(directory, scene) };
    case 'playback':
      if (recording === undefined || scene !== undefined)
        throw new UsageError('the playback driver needs --recording FILE, and no scene');
      return { driver, recording: resolve(directory, recording), loop };
    default:
      throw new UsageError(`no driver \`${driver}\`: there are simulated and playback`);
  }
}

function toLocation(values: Values): AgentConfiguration['location'] {
  const latitude = toNumber(values, 'latitude');
  const longitude = toNumber(values, 'longitude');
  const altitudeM = toNumber(values, 'altitude');
  if (latitude === undefined && longitude === undefined && altitudeM === undefined) return undefined;
  if (latitude === undefined || longitude === undefined)
    throw new UsageError('a place needs both --latitude and --longitude');
  if (Math.abs(latitude) > 90) throw new UsageError('--latitude must be between -90 and 90');
  if (Math.abs(longitude) > 180) throw new UsageError('--longitude must be between -180 and 180');
  return altitudeM === undefined ? { latitude, longitude } : { latitude, longitude, altitudeM };
}

function toNumber(values: Values, name: 'latitude' | 'longitude' | 'altitude' | 'spool-bytes'): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new UsageError(`--${name} must be a number, not \`${text}\``);
  return value;
}
