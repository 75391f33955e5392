import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';

const LOCKED = { 'node_modules/pg': { version: '8.0.0', integrity: 'sha512-a' } };

/** A clone with one dependency, and an `npm` that does what `script` says in place of the real one. */
class FakeClone {
  readonly root = mkdtempSync(join(tmpdir(), 'clearband-bootstrap-'));
  readonly #bin = join(this.root, 'fake-bin');

  constructor() {
    mkdirSync(join(this.root, '.ci'));
    copyFileSync('.ci/bootstrap.mjs', join(this.root, '.ci', 'bootstrap.mjs'));
    this.write('package-lock.json', { packages: { '': {}, 'sensor-agent': {}, ...LOCKED } });
    this.npm(
      'echo "$@" >> npm-calls; sleep 0.3; mkdir -p node_modules; cp package-lock.json node_modules/.package-lock.json',
    );
  }

  write(path: string, content: unknown): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), JSON.stringify(content));
  }

  npm(script: string): void {
    mkdirSync(this.#bin, { recursive: true });
    writeFileSync(join(this.#bin, 'npm'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(this.#bin, 'npm'), 0o755);
  }

  get calls(): readonly string[] {
    const path = join(this.root, 'npm-calls');
    return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
  }

  get environment(): NodeJS.ProcessEnv {
    return { ...process.env, PATH: `${this.#bin}${delimiter}${process.env['PATH'] ?? ''}` };
  }

  get command(): [string, string[]] {
    return [process.execPath, [join(this.root, '.ci', 'bootstrap.mjs')]];
  }

  run(): { exitCode: number | null; stdout: string; stderr: string } {
    const { status, stdout, stderr } = spawnSync(...this.command, { env: this.environment, encoding: 'utf8' });
    return { exitCode: status, stdout, stderr };
  }
}

describe('the bootstrap', () => {
  let clone: FakeClone;
  beforeEach(() => {
    const made = new FakeClone();
    clone = made;
    onTestFinished(() => {
      rmSync(made.root, { recursive: true });
    });
  });

  it('installs once, says so on standard error only, and is silent from then on', () => {
    const first = clone.run();
    expect(first).toMatchObject({ exitCode: 0, stdout: '' });
    expect(first.stderr).toContain('installing packages');
    expect(clone.run()).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(clone.calls).toEqual([expect.stringMatching(/^ci /)]);
  });

  it.each([
    ['another version', { 'node_modules/pg': { version: '7.0.0', integrity: 'sha512-a' } }],
    ['another content', { 'node_modules/pg': { version: '8.0.0', integrity: 'sha512-b' } }],
    ['nothing', {}],
  ])('installs again where %s is installed than the lock file says', (_name, packages) => {
    clone.write('node_modules/.package-lock.json', { packages });
    expect(clone.run().exitCode).toBe(0);
    expect(clone.calls).toHaveLength(1);
  });

  it('does not miss a package that is optional, for it may not be for this machine', () => {
    const elsewhere = { 'node_modules/only-elsewhere': { version: '1.0.0', optional: true } };
    clone.write('package-lock.json', { packages: { ...LOCKED, ...elsewhere } });
    clone.write('node_modules/.package-lock.json', { packages: LOCKED });
    expect(clone.run()).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(clone.calls).toEqual([]);
  });

  it('installs once when two processes start together', async () => {
    const runs = [1, 2, 3].map(() => spawn(...clone.command, { env: clone.environment, stdio: 'ignore' }));
    const codes = await Promise.all(runs.map((run) => new Promise((resolve) => run.once('exit', resolve))));
    expect(codes).toEqual([0, 0, 0]);
    expect(clone.calls).toHaveLength(1);
    expect(existsSync(join(clone.root, '.ci', '.bootstrap.lock'))).toBe(false);
  });

  it('takes over the lock of a process that is gone', () => {
    const gone = spawnSync('true').pid;
    writeFileSync(join(clone.root, '.ci', '.bootstrap.lock'), String(gone));
    expect(clone.run().exitCode).toBe(0);
    expect(clone.calls).toHaveLength(1);
  });

  it('says in one sentence that the registry is out of reach', () => {
    clone.npm('echo "npm error code EAI_AGAIN" >&2; echo "npm error a long explanation" >&2; exit 1');
    const { exitCode, stderr } = clone.run();
    expect(exitCode).toBe(1);
    expect(stderr.trimEnd().split('\n')).toEqual([
      expect.stringContaining('installing packages'),
      expect.stringMatching(/^clearband: the package registry can't be reached \(EAI_AGAIN\)/),
    ]);
  });

  it("shows npm's own words when it fails for another reason, and can be run again", () => {
    clone.npm('echo "npm error something else" >&2; exit 1');
    expect(clone.run()).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('npm error something else') as string,
    });
    expect(existsSync(join(clone.root, '.ci', '.bootstrap.lock'))).toBe(false);
  });

  it('refuses to go on without a lock file', () => {
    rmSync(join(clone.root, 'package-lock.json'));
    expect(clone.run()).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('package-lock.json') as string });
  });
});
