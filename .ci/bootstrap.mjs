// Makes a clone ready to run: installs the packages of the lock file when they are missing or differ from it, and
// Node 24 with them. Plain JavaScript for Node 18 and later, because it runs before anything is installed. It writes
// to standard error only, and nothing at all when there is nothing to do, because its output mixes with that of the
// command it precedes.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 24;
const STALE_LOCK_MS = 15 * 60_000;
const UNREACHABLE =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT)\b/;

/** A failure that one sentence explains; anything else is a bug and keeps its stack. */
class BootstrapError extends Error {}

/** Installs what is missing below `root`; afterwards npm scripts run on Node 24 or later. @throws {BootstrapError} */
export function bootstrap(root) {
  if (isReady(root)) return;
  withLock(join(root, '.ci', '.bootstrap.lock'), () => {
    if (isReady(root)) return; // another process did it while this one waited
    if (!isCurrent(root)) installPackages(root);
    if (!hasNode(root)) installNode(root);
    checkNode(root);
  });
}

function isReady(root) {
  return isCurrent(root) && hasNode(root);
}

/**
 * Whether every package of the lock file is installed as the lock file says. Contents are compared, not dates: a
 * checkout touches the lock file without changing it, and a copy keeps no order of dates.
 */
export function isCurrent(root) {
  const wanted = readPackages(join(root, 'package-lock.json'));
  if (wanted === undefined) throw new BootstrapError(`there is no readable package-lock.json in ${root}`);
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (installed === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/')) return true; // the root package and the workspaces themselves
    const found = installed[path];
    if (found === undefined) return entry.optional === true || entry.devOptional === true || entry.peer === true;
    return found.version === entry.version && found.integrity === entry.integrity && found.link === entry.link;
  });
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return undefined; // absent or cut off by an interrupted installation: either way it is to be installed
  }
}

/** Node 24 beside the packages, or else the one that runs this and will run the script after it. */
function hasNode(root) {
  return existsSync(nodePath(root)) || major(process.version) >= OLDEST_NODE;
}

function nodePath(root) {
  return join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
}

function major(version) {
  return Number(/^v?(\d+)/.exec(version)?.[1] ?? 0);
}

function installPackages(root) {
  say('installing packages with `npm ci` (once; about half a minute) …');
  const npm = runNpm(root, ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (npm.ok) return;
  const unreachable = UNREACHABLE.exec(npm.output);
  if (unreachable) {
    throw new BootstrapError(
      `the package registry can't be reached (${unreachable[1]}): connect this machine to it, then run the command again`,
    );
  }
  process.stderr.write(npm.output);
  throw new BootstrapError(
    '`npm ci` failed for the reason printed above; once it works by hand here, run the command again',
  );
}

/** The `node` package fetches its binary in an install script, which npm may have been told not to run. */
function installNode(root) {
  const home = join(root, 'node_modules', 'node');
  if (!existsSync(join(home, 'bin', 'node'))) {
    say('fetching Node for this machine …');
    runNode(home, ['installArchSpecificPackage.js']);
  }
  if (existsSync(join(home, 'bin', 'node')) && !existsSync(nodePath(root)) && process.platform !== 'win32') {
    mkdirSync(dirname(nodePath(root)), { recursive: true });
    symlinkSync(join('..', 'node', 'bin', 'node'), nodePath(root));
  }
}

function checkNode(root) {
  const beside = spawnSync(nodePath(root), ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' });
  if (beside.status === 0 && major(beside.stdout) >= OLDEST_NODE) return;
  if (beside.error?.code === 'ENOENT' && major(process.version) >= OLDEST_NODE) return;
  throw new BootstrapError(
    `this needs Node ${OLDEST_NODE} or later and found ${process.version}: install it, or allow install scripts and run \`npm ci\``,
  );
}

/**
 * npm on the Node it came with: the Node below `node_modules` must not run the command that replaces `node_modules`,
 * so those folders leave the search path.
 */
function runNpm(cwd, args) {
  const options = {
    cwd,
    env: outsideEnvironment(),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'pipe'],
  };
  let result = spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  const own = process.env.npm_execpath;
  if (result.error?.code === 'ENOENT' && own?.endsWith('.js'))
    result = spawnSync(process.execPath, [own, ...args], options);
  if (result.error?.code === 'ENOENT')
    throw new BootstrapError('`npm` is not on the search path: install Node with npm, then run the command again');
  return {
    ok: result.status === 0,
    output: `${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}\n`,
  };
}

function runNode(cwd, args) {
  spawnSync(process.execPath, args, { cwd, env: outsideEnvironment(), stdio: ['ignore', 2, 2] });
}

function outsideEnvironment() {
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes(`node_modules${sep}.bin`));
  return { ...process.env, PATH: path.join(delimiter) };
}

/** Runs `work` while no other process runs its own under the same lock; a lock whose owner is gone is taken over. */
function withLock(path, work) {
  let waited = false;
  while (!tryLock(path)) {
    if (!waited) say('another process is installing packages; waiting for it …');
    waited = true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
  try {
    work();
  } finally {
    unlinkSync(path);
  }
}

function tryLock(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EACCES' || error.code === 'EROFS')
      throw new BootstrapError(`packages must be installed, but ${dirname(path)} can't be written`);
    if (error.code !== 'EEXIST') throw error;
  }
  if (isAbandoned(path)) unlinkIfThere(path);
  return false;
}

function isAbandoned(path) {
  try {
    const { mtimeMs } = statSync(path);
    const owner = Number(readFileSync(path, 'utf8'));
    if (Date.now() - mtimeMs > STALE_LOCK_MS) return true;
    if (!(owner > 0)) return Date.now() - mtimeMs > 5_000; // just made and not written yet, or cut off
    return !isAlive(owner);
  } catch {
    return false; // released meanwhile
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function unlinkIfThere(path) {
  try {
    unlinkSync(path);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

function say(text) {
  process.stderr.write(`clearband: ${text}\n`);
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    bootstrap(join(dirname(fileURLToPath(import.meta.url)), '..'));
  } catch (error) {
    if (!(error instanceof BootstrapError)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}
