import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Where the contract starts, from the root of the repository. */
export const CONTRACT = 'openapi/clearband.yaml';

/** Writes the contract as one JSON file. @throws Error with what redocly said */
export function bundleContract(root: string, target: string): void {
  const { ok, output } = redocly(root, ['bundle', CONTRACT, '--ext', 'json', '--output', target]);
  if (!ok) throw new Error(`the contract can't be bundled:\n${output}`);
}

/** Lints the contract with the rules of redocly.yaml. */
export function lintContract(root: string): { readonly ok: boolean; readonly output: string } {
  return redocly(root, ['lint', CONTRACT, '--format', 'stylish']);
}

function redocly(root: string, args: readonly string[]): { ok: boolean; output: string } {
  const program = join(root, 'node_modules', '@redocly', 'cli', 'bin', 'cli.js');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [program, ...args, '--config', join(import.meta.dirname, 'redocly.yaml')],
    {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    },
  );
  return { ok: status === 0, output: `${stdout}${stderr}` };
}
