/** `npm test [-- [--long] vitest's arguments]`: prepares the machine, runs the tests, and ends with the line that counts them. */
import { type CliOptions, createCLI, parseCLI, startVitest } from 'vitest/node';
import { preparePackages, REQUIREMENTS, thisMachine } from './support/debian-packages.ts';
import { exitCodeOf, SlowestReporter, summaryLine, type Tally } from './support/slowest-reporter.ts';

/** A run that could not start, or broke outside any test: it counts as one failure. */
const BROKEN: Tally = { passed: 0, failed: 1, skipped: 0 };

/** Asks for many more generated cases. */
const LONG = '--long';

async function runTests(args: readonly string[]): Promise<Tally> {
  const { filter, options, reporters } = readArguments(args.filter((arg) => arg !== LONG));
  // Workers inherit it; test/support/long-runs.ts is where it is read.
  if (args.includes(LONG)) process.env['CLEARBAND_TEST_LONG'] = 'true';
  const preparation = preparePackages(REQUIREMENTS, thisMachine(process.env));
  const notices = preparation.state === 'ready' ? [] : preparation.notices;
  print(notices);
  if (preparation.state === 'failed') return BROKEN;

  const reporter = new SlowestReporter((line) => {
    print([line]);
  });
  await startVitest(filter, { ...options, watch: false, reporters: [...reporters, reporter] });
  print(notices);
  const tally = reporter.tally ?? BROKEN;
  const broke = Number(process.exitCode ?? 0) !== 0;
  return broke && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

/** @throws Error on an option that vitest doesn't have; `parseCLI` alone would pass over it. */
function readArguments(args: readonly string[]): { filter: string[]; options: CliOptions; reporters: string[] } {
  const cli = createCLI();
  cli.parse(['node', 'vitest', 'run', ...args], { run: false });
  cli.matchedCommand?.checkUnknownOptions();
  const parsed: { filter: string[]; options: CliOptions & { reporter?: string | string[] } } = parseCLI([
    'vitest',
    'run',
    ...args,
  ]);
  const { reporter = 'default', ...options } = parsed.options;
  return { filter: parsed.filter, options, reporters: [reporter].flat() };
}

function print(lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

const tally = await runTests(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error && error.name === 'CACError' ? error.message : error);
  return BROKEN;
});
process.stdout.write(`${summaryLine(tally)}\n`, () => process.exit(exitCodeOf(tally)));
