import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { withServicesHeldBack } from './debian-packages-services.ts';
import { findServer, isRoot } from './postgres-cluster-server.ts';

/** Something outside npm that some tests need, and the Debian packages that bring it. */
export interface Requirement {
  readonly name: string;
  readonly packages: readonly string[];
  /** The test files that are skipped, wholly or in part, without it. */
  readonly suites: string;
  isPresent(): boolean;
}

/** What this machine allows. */
export interface Machine {
  readonly isRoot: boolean;
  readonly hasApt: boolean;
  /** In CI a test that can't run is a failure, not a notice. */
  readonly isCi: boolean;
}

export type Preparation =
  | { readonly state: 'ready' }
  | { readonly state: 'incomplete'; readonly notices: readonly string[] }
  | { readonly state: 'failed'; readonly notices: readonly string[] };

/** All that `npm test` needs of the system. */
export const REQUIREMENTS: readonly Requirement[] = [
  {
    name: 'PostgreSQL with PostGIS',
    packages: ['postgresql-15', 'postgresql-15-postgis-3'],
    suites: 'the PostgreSQL half of *.db.test.ts and of test/journeys, and all of *.pg.db.test.ts',
    isPresent: () => 'binFolder' in findServer(),
  },
];

const APT_INSTALL = ['install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300'];

/** Installs what is missing where that is possible, and says what stays missing and what that costs. */
export function preparePackages(
  requirements: readonly Requirement[],
  machine: Machine,
  install: (packages: readonly string[]) => boolean = aptInstall,
): Preparation {
  let missing = requirements.filter((requirement) => !requirement.isPresent());
  if (missing.length > 0 && machine.isRoot && machine.hasApt) {
    install(packagesOf(missing));
    missing = missing.filter((requirement) => !requirement.isPresent());
  }
  if (missing.length === 0) return { state: 'ready' };
  return { state: machine.isCi ? 'failed' : 'incomplete', notices: noticesFor(missing, machine) };
}

/** The machine this runs on. */
export function thisMachine(environment: Readonly<Record<string, string | undefined>>): Machine {
  const ci = environment['CI'] ?? '';
  return { isRoot: isRoot(), hasApt: existsSync('/usr/bin/apt-get'), isCi: ci !== '' && ci !== 'false' && ci !== '0' };
}

function noticesFor(missing: readonly Requirement[], { isRoot, hasApt }: Machine): readonly string[] {
  const skipped = missing.map(({ name, suites }) => `${name} is missing, so these are skipped: ${suites}`);
  const packages = packagesOf(missing).join(' ');
  if (!hasApt) return [...skipped, `install what the Debian packages ${packages} hold`];
  if (isRoot) return [...skipped, `apt-get could not install ${packages}: its own words are above`];
  return [...skipped, `to run them, as root: apt-get install -y --no-install-recommends ${packages}`];
}

function packagesOf(requirements: readonly Requirement[]): readonly string[] {
  return [...new Set(requirements.flatMap((requirement) => requirement.packages))];
}

function aptInstall(packages: readonly string[]): boolean {
  process.stderr.write(`installing ${packages.join(' ')} with apt-get …\n`);
  return withServicesHeldBack(() => {
    apt(['update', '-q', '-o', 'DPkg::Lock::Timeout=300']); // stale lists may still do: the installation decides
    return apt([...APT_INSTALL, ...packages]);
  });
}

function apt(args: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stdout, stderr } = spawnSync('apt-get', args, {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status !== 0) process.stderr.write(`${stdout}${stderr}`);
  return status === 0;
}
