/**
 * `npm run generate`: makes the contract's bundle, its types and the messages' types anew.
 * `npm run generate -- --check`: changes nothing; fails when the committed files are not what would be made.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { differences, GENERATED_FOLDERS, generateAll, readGenerated } from './generated-files.ts';

const root = join(import.meta.dirname, '..');

/** Whether the committed files are those in `fresh`; names those that are not. */
function check(fresh: string): boolean {
  const found = differences(readGenerated(root), readGenerated(fresh));
  for (const line of found) console.error(line);
  if (found.length > 0) console.error('run `npm run generate` and commit what it makes');
  return found.length === 0;
}

/** Replaces the folders as a whole, so that nothing of an earlier run stays. */
function replace(fresh: string): boolean {
  for (const folder of GENERATED_FOLDERS) {
    rmSync(join(root, folder), { recursive: true, force: true });
    cpSync(join(fresh, folder), join(root, folder), { recursive: true });
  }
  console.log([...readGenerated(root).keys()].join('\n'));
  return true;
}

async function main(args: readonly string[]): Promise<number> {
  if (args.some((arg) => arg !== '--check')) {
    console.error('usage: npm run generate [-- --check]');
    return 2;
  }
  const fresh = mkdtempSync(join(tmpdir(), 'clearband-generated-'));
  try {
    await generateAll(root, fresh);
    return (args.length > 0 ? check(fresh) : replace(fresh)) ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  } finally {
    rmSync(fresh, { recursive: true });
  }
}

process.exitCode = await main(process.argv.slice(2));
