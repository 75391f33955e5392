import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { exitCodeOf, summaryLine } from './slowest-reporter.ts';

const CONFIG = 'test/support/slowest-reporter-fixture/vitest.config.ts';

function runTests(...args: string[]): { exitCode: number | null; lines: string[] } {
  const { status, stdout } = spawnSync(process.execPath, ['test/run.ts', '--reporter=dot', ...args], {
    encoding: 'utf8',
  });
  return { exitCode: status, lines: stdout.trimEnd().split('\n') };
}

describe('the end of a test run', () => {
  it('counts cases, and a file that can not be loaded as one failure', () => {
    const { exitCode, lines } = runTests('--config', CONFIG);
    expect(lines.at(-1)).toBe('1 passed, 2 failed, 2 skipped');
    expect(exitCode).toBe(1);
    expect(lines.filter((line) => line.startsWith('skipped: '))).toEqual([
      'skipped: test/support/slowest-reporter-fixture/mixed.outcome.ts, 2 of its tests: ' +
        'the recording is absent; not selected, or its condition did not hold',
    ]);
    expect(lines).toContain('slowest files:');
  });

  it('is a failure when no test ran at all', () => {
    const { exitCode, lines } = runTests('--config', CONFIG, 'no-such-file');
    expect(lines.at(-1)).toBe('0 passed, 1 failed');
    expect(exitCode).toBe(1);
    expect(exitCodeOf({ passed: 0, failed: 0, skipped: 5 })).toBe(1);
  });

  it('names an option that does not exist', () => {
    expect(runTests('--no-such-option').exitCode).toBe(1);
  });

  it.each([
    [{ passed: 3, failed: 0, skipped: 0 }, '3 passed, 0 failed', 0],
    [{ passed: 3, failed: 0, skipped: 2 }, '3 passed, 0 failed, 2 skipped', 0],
    [{ passed: 3, failed: 1, skipped: 0 }, '3 passed, 1 failed', 1],
  ])('says %o in one line', (tally, line, exitCode) => {
    expect(summaryLine(tally)).toBe(line);
    expect(exitCodeOf(tally)).toBe(exitCode);
  });
});
