import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Machine, preparePackages, type Requirement, thisMachine } from './debian-packages.ts';
import { withServicesHeldBack } from './debian-packages-services.ts';

const DEVELOPER: Machine = { isRoot: false, hasApt: true, isCi: false };
const ROOT: Machine = { isRoot: true, hasApt: true, isCi: false };

class FakeSystem {
  readonly installed = new Set<string>();
  readonly asked: string[][] = [];
  works = true;

  requirement(name: string, ...packages: string[]): Requirement {
    const isPresent = (): boolean => packages.every((each) => this.installed.has(each));
    return { name, packages, suites: `*.${name}.test.ts`, isPresent };
  }

  install = (packages: readonly string[]): boolean => {
    this.asked.push([...packages]);
    if (this.works) for (const each of packages) this.installed.add(each);
    return this.works;
  };
}

describe('preparePackages', () => {
  it('installs nothing when everything is there', () => {
    const system = new FakeSystem();
    system.installed.add('broker');
    expect(preparePackages([system.requirement('broker', 'broker')], ROOT, system.install)).toEqual({ state: 'ready' });
    expect(system.asked).toEqual([]);
  });

  it('installs as root, in one go, only what is missing', () => {
    const system = new FakeSystem();
    system.installed.add('broker');
    const wanted = [
      ['broker', 'broker'],
      ['a', 'shared', 'a'],
      ['b', 'shared', 'b'],
    ] as const;
    const requirements = wanted.map(([name, ...packages]) => system.requirement(name, ...packages));
    expect(preparePackages(requirements, ROOT, system.install)).toEqual({ state: 'ready' });
    expect(system.asked).toEqual([['shared', 'a', 'b']]);
  });

  it('never installs without root: it prints the one line that would, and what is skipped', () => {
    const system = new FakeSystem();
    const requirements = [system.requirement('db', 'postgres', 'postgis'), system.requirement('mq', 'broker')];
    expect(preparePackages(requirements, DEVELOPER, system.install)).toEqual({
      state: 'incomplete',
      notices: [
        'db is missing, so these are skipped: *.db.test.ts',
        'mq is missing, so these are skipped: *.mq.test.ts',
        'to run them, as root: apt-get install -y --no-install-recommends postgres postgis broker',
      ],
    });
    expect(system.asked).toEqual([]);
  });

  it.each([
    ['on a machine without root', { ...DEVELOPER, isCi: true }],
    ['on one whose installation fails', { ...ROOT, isCi: true }],
    ['on one without apt', { isRoot: true, hasApt: false, isCi: true }],
  ])('is a failure in CI %s', (_name, machine) => {
    const system = new FakeSystem();
    system.works = false;
    expect(preparePackages([system.requirement('db', 'postgres')], machine, system.install).state).toBe('failed');
  });

  it.each([
    ['true', true],
    ['1', true],
    ['false', false],
    ['', false],
    [undefined, false],
  ])('takes CI=%s for %s', (value, isCi) => {
    expect(thisMachine({ CI: value }).isCi).toBe(isCi);
  });
});

describe('withServicesHeldBack', () => {
  let paths = { policy: '', clusterSettings: '' };
  beforeEach(() => {
    const folder = mkdtempSync(join(tmpdir(), 'clearband-services-'));
    onTestFinished(() => {
      rmSync(folder, { recursive: true });
    });
    paths = { policy: join(folder, 'policy-rc.d'), clusterSettings: join(folder, 'createcluster.d', 'clearband.conf') };
  });

  function writePolicy(text: string): void {
    writeFileSync(paths.policy, text);
    chmodSync(paths.policy, 0o755);
  }

  function readBoth(): { policy: string; clusters: string } {
    return { policy: readFileSync(paths.policy, 'utf8'), clusters: readFileSync(paths.clusterSettings, 'utf8') };
  }

  it('refuses services and clusters while it installs, and leaves no trace', () => {
    const during = withServicesHeldBack(readBoth, paths);
    expect(during.policy).toContain('exit 101');
    expect(during.clusters).toContain('create_main_cluster = false');
    expect(existsSync(paths.policy) || existsSync(dirname(paths.clusterSettings))).toBe(false);
  });

  it('puts the policy of the machine back, mode and all, when the installation throws too', () => {
    const own = '#!/bin/sh\nexit 104\n';
    writePolicy(own);
    const fail = (): never => {
      expect(readBoth().policy).toContain('exit 101');
      throw new Error('no network');
    };
    expect(() => withServicesHeldBack(fail, paths)).toThrow('no network');
    expect(readFileSync(paths.policy, 'utf8')).toBe(own);
    expect(statSync(paths.policy).mode & 0o777).toBe(0o755);
  });

  it('does not touch a policy that refuses already', () => {
    const own = '#!/bin/sh\nexit 101\n';
    writePolicy(own);
    expect(withServicesHeldBack(readBoth, paths).policy).toBe(own);
  });

  it('repairs what a killed run left behind', () => {
    const own = '#!/bin/sh\nexit 0\n';
    writePolicy(withServicesHeldBack(readBoth, paths).policy);
    writeFileSync(`${paths.policy}.kept-by-clearband`, own);
    withServicesHeldBack(() => undefined, paths);
    expect(readFileSync(paths.policy, 'utf8')).toBe(own);
  });
});
