import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';

/** What the command line asks for. */
export interface BenchArguments {
  readonly benches: readonly Bench[];
  /** Where the rows go as JSON. */
  readonly json: string | undefined;
  readonly profile: boolean;
  readonly help: boolean;
}

/** Nothing sensible was asked for. */
export class UsageError extends Error {}

/** No name means all of `benches`. @throws {UsageError} naming every name that no bench and no group has */
export function parseBenchArguments(args: readonly string[], benches: readonly Bench[]): BenchArguments {
  const { values, positionals } = read(args);
  const unknown = positionals.filter((name) => !benches.some((bench) => hasName(bench, name)));
  if (unknown.length > 0) {
    const groups = [...new Set(benches.map((bench) => bench.group))].join(', ');
    const names = benches.map((bench) => bench.name).join(', ');
    const said = unknown.map((name) => `\`${name}\``).join(', ');
    throw new UsageError(`no bench ${said}: there are the groups ${groups} with the benches ${names}`);
  }
  const chosen = benches.filter((bench) => positionals.some((name) => hasName(bench, name)));
  return {
    benches: positionals.length === 0 ? benches : chosen,
    json: values.json,
    profile: values.profile,
    help: values.help,
  };
}

/** How the command is used, with what there is to run. */
export function describeUsage(benches: readonly Bench[]): string {
  const lines = benches.map(({ group, name, summary }) => `  ${group.padEnd(8)} ${name.padEnd(14)} ${summary}`);
  return `Usage: npm run bench -- [NAME…] [--json FILE] [--profile]

NAME is a group or a bench; without one, all run:
${lines.join('\n')}

--json FILE  writes the rows to FILE
--profile    watches the Manager with the CPU profiler and prints where its time went`;
}

function hasName(bench: Bench, name: string): boolean {
  return bench.group === name || bench.name === name;
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'string' },
        profile: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
