import { type ParseArgsConfig, parseArgs } from 'node:util';

/** The words of the command line can't be understood. */
export class UsageError extends Error {}

const NAMES = ['help', 'start', 'serve', 'config', 'token', 'join-token', 'sensor', 'policy'] as const;
export type CommandName = (typeof NAMES)[number];

const OPTIONS = {
  json: { type: 'boolean' },
  server: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  user: { type: 'string' },
  scopes: { type: 'string' },
  expires: { type: 'string' },
  name: { type: 'string' },
  ttl: { type: 'string' },
  band: { type: 'string' },
  point: { type: 'string' },
  radius: { type: 'string' },
  status: { type: 'string' },
  write: { type: 'boolean' },
  check: { type: 'boolean' },
  coverage: { type: 'boolean' },
  format: { type: 'string' },
  request: { type: 'string' },
  decision: { type: 'string' },
  policies: { type: 'string' },
  offer: { type: 'string' },
  since: { type: 'string' },
  whole: { type: 'boolean' },
  output: { type: 'string', short: 'o' },
  force: { type: 'boolean' },
} as const satisfies ParseArgsConfig['options'];

type Options = typeof OPTIONS;
export type OptionName = keyof Options;

/** Which options each command understands, beside `--json`, `--server` and `--help`. */
const TAKES: Readonly<Record<string, readonly OptionName[]>> = {
  'token create': ['user', 'scopes', 'expires'],
  'join-token create': ['name', 'ttl'],
  'sensor list': ['band', 'point', 'radius', 'status'],
  'policy fmt': ['write', 'check'],
  'policy check': [],
  'policy test': ['policies', 'coverage', 'format'],
  'policy eval': ['policies', 'request', 'decision'],
  'policy explain': ['policies', 'request', 'decision', 'offer'],
  'policy diff': [],
  'policy impact': ['since', 'whole'],
  'policy bounds': ['output', 'policies'],
  'policy restore': ['force'],
};

export interface Command {
  readonly name: CommandName;
  /** The words after the name: verb and operands. */
  readonly words: readonly string[];
  readonly options: {
    readonly [Name in Exclude<OptionName, 'help'>]?: Options[Name]['type'] extends 'boolean' ? boolean : string;
  };
}

/** @throws {UsageError} */
export function parseCommand(argv: readonly string[]): Command {
  const { values, positionals } = parsed(argv);
  const [first, ...words] = positionals;
  if (values.help === true || first === undefined) return { name: 'help', words: [], options: {} };
  const name = NAMES.find((one) => one === first);
  if (name === undefined) throw new UsageError(`there is no command \`${first}\``);
  const takes = TAKES[[first, ...words.slice(0, 1)].join(' ')] ?? [];
  for (const option of Object.keys(values)) {
    if (['json', 'server', 'help', ...takes].includes(option)) continue;
    throw new UsageError(`\`${[first, ...words.slice(0, 1)].join(' ')}\` has no option \`--${option}\``);
  }
  return { name, words, options: values };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
