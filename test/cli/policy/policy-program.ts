import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { vi } from 'vitest';
import { parseCommand, UsageError } from '../../../src/cli/command.ts';
import { policyCommand } from '../../../src/cli/policy/policy-command.ts';
import type { PolicyContext } from '../../../src/cli/policy/policy-verb.ts';
import { readConfig } from '../../../src/config.ts';

/** What `clearband policy …` said and how it ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const PROGRAM = join(import.meta.dirname, '../../../src/cli/clearband.ts');

/** Run `clearband policy` in this process, as typed in `directory`, which is the configured policy directory too. */
export async function clearbandPolicy(
  words: readonly string[],
  directory: string,
  more: Partial<PolicyContext> = {},
): Promise<Ended> {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream] += String(text);
      return true;
    }),
  );
  try {
    const command = parseCommand(['policy', ...words]);
    const code = await policyCommand(command, {
      config: readConfig({ CLEARBAND_POLICY_DIR: directory }),
      api: () => Promise.reject(new Error('these verbs ask no Manager')),
      directory,
      standardInput: () => Promise.reject(new Error('there is no standard input')),
      ...more,
    });
    return { code, ...written };
  } catch (error) {
    // As the program ends when its words can't be understood.
    if (!(error instanceof UsageError)) throw error;
    return { code: 2, stdout: written.stdout, stderr: `${written.stderr}${error.message}` };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** Run `clearband policy` as npm does: in the package's directory, told in INIT_CWD where the command was typed. */
export function clearbandProgram(words: readonly string[], directory: string, input = ''): Promise<Ended> {
  const env = { PATH: process.env['PATH'] ?? '', INIT_CWD: directory };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [PROGRAM, 'policy', ...words], { env }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
    child.stdin?.end(input);
  });
}

/** A policy file: one policy of `statements`. */
export function policyFile(statements: readonly object[], more: object = {}): string {
  return JSON.stringify({
    Version: '2017-02-15',
    ...more,
    Policy: { name: 'p', 'Policy-type': 'SPA-Policy', Scope: 'sensing-management', Statement: statements },
  });
}

/** A permit for everything, and a denial of 1..2 GHz. */
export const STATEMENTS = [
  { StatementId: 'open', 'Policy-Action': 'Permit' },
  { StatementId: 'closed', 'Policy-Action': 'Deny', frequency: [['1 GHz', '2 GHz']] },
];
