import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BenchArguments, UsageError, describeUsage, parseBenchArguments } from './bench-arguments.ts';
import { BENCHES } from './benches.ts';
import { describeRows } from './report.ts';
import { DurableServer } from './system/durable-server.ts';
import { type Row, readTargets, toRow } from './targets.ts';

/**
 * `npm run bench`: runs what was asked for and prints a table. Exit code 0 also when targets are missed, since a bench
 * is a measurement; 1 when something could not be measured; 2 usage.
 */
async function main(): Promise<number> {
  const asked = parseBenchArguments(process.argv.slice(2), BENCHES);
  if (asked.help) {
    process.stdout.write(`${describeUsage(BENCHES)}\n`);
    return 0;
  }
  const targets = await readTargets();
  const root = mkdtempSync(join(tmpdir(), 'clearband-bench-'));
  process.once('exit', () => {
    rmSync(root, { recursive: true, force: true });
  });
  const { rows, failed } = await measure(asked, root);
  if (rows.length > 0) process.stdout.write(`${describeRows(rows, targets)}\n`);
  if (asked.json !== undefined) await writeFile(asked.json, `${JSON.stringify(rows, null, 2)}\n`);
  if (failed.length > 0) process.stdout.write(`Could not be measured: ${failed.join(', ')}\n`);
  return failed.length > 0 ? 1 : 0;
}

async function measure(asked: BenchArguments, root: string): Promise<{ rows: Row[]; failed: string[] }> {
  const targets = await readTargets();
  const rows: Row[] = [];
  const failed: string[] = [];
  await using server = new DurableServer();
  for (const [index, bench] of asked.benches.entries()) {
    const workDir = join(root, bench.name);
    await mkdir(workDir);
    const progress = (text: string) =>
      process.stderr.write(`[${index + 1}/${asked.benches.length}] ${bench.name}: ${text}\n`);
    try {
      const figures = await bench.run({ workDir, progress, profile: asked.profile, postgres: () => server.start() });
      rows.push(...figures.map((figure) => toRow(figure, targets)));
    } catch (error) {
      failed.push(bench.name);
      progress(`failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  return { rows, failed };
}

/** Ends what was started: servers and children go away with this process. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => process.exit(130));
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
