import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Where Debian asks whether a package may start services, and whether PostgreSQL makes a first cluster. */
export interface ServicePaths {
  readonly policy: string;
  readonly clusterSettings: string;
}

const DEBIAN: ServicePaths = {
  policy: '/usr/sbin/policy-rc.d',
  clusterSettings: '/etc/postgresql-common/createcluster.d/clearband-tests.conf',
};

const FORBIDDEN = 101;
const MARK = '# made by the tests of clearband while they install packages';

/** Runs `install` while no package may start a service or make a cluster; afterwards everything is as it was before. */
export function withServicesHeldBack<T>(install: () => T, paths: ServicePaths = DEBIAN): T {
  // A handler keeps Ctrl-C, which also reaches apt-get, from ending this process before it has tidied up.
  const hold = () => undefined;
  process.on('SIGINT', hold).on('SIGTERM', hold);
  const restorePolicy = refuseServices(paths.policy);
  const restoreClusters = refuseClusters(paths.clusterSettings);
  try {
    return install();
  } finally {
    restoreClusters();
    restorePolicy();
    process.off('SIGINT', hold).off('SIGTERM', hold);
  }
}

function refuseServices(policy: string): () => void {
  const kept = `${policy}.kept-by-clearband`;
  putBack(policy, kept); // what a run that was killed left behind
  if (refusesAlready(policy)) return () => undefined;
  if (existsSync(policy)) renameSync(policy, kept);
  writeFileSync(policy, `#!/bin/sh\n${MARK}\nexit ${FORBIDDEN}\n`);
  chmodSync(policy, 0o755);
  return () => {
    putBack(policy, kept);
  };
}

function putBack(policy: string, kept: string): void {
  if (existsSync(policy) && readFileSync(policy, 'utf8').includes(MARK)) rmSync(policy);
  if (existsSync(kept)) renameSync(kept, policy);
}

function refusesAlready(policy: string): boolean {
  return existsSync(policy) && spawnSync(policy, ['postgresql', 'start'], { stdio: 'ignore' }).status === FORBIDDEN;
}

/** A file beside the configuration rather than a change of it, which its owner would be asked about at an upgrade. */
function refuseClusters(settings: string): () => void {
  const folder = dirname(settings);
  const madeFolder = mkdirSync(folder, { recursive: true }) !== undefined;
  writeFileSync(settings, `${MARK}\ncreate_main_cluster = false\n`);
  return () => {
    rmSync(settings, { force: true });
    if (madeFolder && readdirSync(folder).length === 0) rmdirSync(folder);
  };
}
