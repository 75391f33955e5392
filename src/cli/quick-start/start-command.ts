import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../../config.ts';
import { ApiClient } from '../api-client.ts';
import { localAddress } from '../local-address.ts';
import { type SensorBody, startDemoAgents, untilAssociated } from './agents.ts';
import { ChildProgram } from './child-program.ts';
import { FIRST_SCAN_SENSOR } from './demo-sensors.ts';
import { type FirstScan, runFirstScan } from './first-scan.ts';
import { type Listening, toListening } from './listening-message.ts';
import { Progress } from './progress.ts';

export interface StartOptions {
  /** The repository. */
  readonly root: string;
  readonly config: Config;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

const MANAGER_READY_MS = 120_000;
const STOP_MS = 10_000;

/** `clearband start`: a Manager, three simulated sensors and a first scan. Runs until `signal`. @returns the exit code */
export async function startCommand(options: StartOptions): Promise<number> {
  const progress = new Progress(process.stderr);
  const children: ChildProgram[] = [];
  try {
    const isFirst = !(await hasToken(options.config));
    await mkdir(join(options.config.dataDir, 'logs'), { recursive: true, mode: 0o700 });
    const listening = await startManager(options, children, progress);
    const url = urlOf(options.config, listening);
    const api = new ApiClient({ url, token: await adminToken(options.config) });
    const sensors = await startSensors({ api, options, listening, children, progress });
    if (options.signal.aborted) return 0;
    const scan = await firstScan(api, sensors, progress);
    process.stdout.write(
      `${welcome({ url, dataDir: options.config.dataDir, token: isFirst ? api.address.token : undefined, scan })}\n`,
    );
    return await untilEnd(options.signal, children, progress);
  } catch (error) {
    if (options.signal.aborted) return 0;
    progress.fail(error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    const [manager, ...agents] = children;
    await Promise.all(agents.map((agent) => agent.stop(STOP_MS)));
    await manager?.stop(STOP_MS);
  }
}

/**
 * Where the Manager listens it says itself: on a port that was asked for, somebody else's Manager may answer.
 * @throws {Error} with its last words when it ends before it is ready
 */
async function startManager(options: StartOptions, children: ChildProgram[], progress: Progress): Promise<Listening> {
  const { root, config, environment, signal } = options;
  const logFile = join(config.dataDir, 'logs', 'manager.log');
  const began = Date.now();
  progress.doing('starting the Manager; the first start makes its database and takes about ten seconds');
  const manager = new ChildProgram({
    name: 'Manager',
    script: join(root, 'src', 'main.ts'),
    args: [],
    logFile,
    environment,
  });
  children.push(manager);
  for (;;) {
    const listening = toListening(manager.lastMessage);
    if (listening !== undefined && (await isReady(urlOf(config, listening)))) {
      progress.step(`Manager ready after ${((Date.now() - began) / 1000).toFixed(1)} s`);
      return listening;
    }
    if (!manager.isRunning) throw new Error(`the Manager did not start:\n${await manager.lastWords()}`);
    if (signal.aborted || Date.now() - began > MANAGER_READY_MS)
      throw new Error(`the Manager was not ready within ${MANAGER_READY_MS / 1000} s; see ${logFile}`);
    await delay(100);
  }
}

function urlOf(config: Config, listening: Listening): string {
  return `http://${localAddress(config.host, listening.httpPort)}`;
}

async function startSensors(given: {
  api: ApiClient;
  options: StartOptions;
  listening: Listening;
  children: ChildProgram[];
  progress: Progress;
}): Promise<SensorBody[]> {
  const { api, options, listening, children, progress } = given;
  const { config, root, environment } = options;
  progress.doing('joining three simulated sensors');
  const grpcAddress = localAddress(config.host, listening.grpcPort);
  const since = new Date();
  children.push(...(await startDemoAgents(api, { root, dataDir: config.dataDir, grpcAddress, environment })));
  const sensors = await untilAssociated(api, children.slice(1), since);
  progress.step(`simulated sensors associated: ${sensors.map((sensor) => sensor.name).join(', ')}`);
  return sensors;
}

async function firstScan(api: ApiClient, sensors: readonly SensorBody[], progress: Progress): Promise<FirstScan> {
  const sensor = sensors.find((one) => one.name === FIRST_SCAN_SENSOR.name);
  if (sensor === undefined) throw new Error(`sensor ${FIRST_SCAN_SENSOR.name} is not there`);
  const began = Date.now();
  const scan = await runFirstScan(api, sensor, progress);
  progress.step(
    `first scan measured, checked and stored in ${((Date.now() - began) / 1000).toFixed(1)} s (${scan.entryName} on ${sensor.name})`,
  );
  return scan;
}

async function untilEnd(signal: AbortSignal, children: readonly ChildProgram[], progress: Progress): Promise<number> {
  const asked = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => {
      resolve(undefined);
    });
  });
  const ended = await Promise.race([asked, ...children.map(async (child) => ({ child, how: await child.ended }))]);
  if (ended === undefined || signal.aborted) {
    progress.step('stopping');
    return 0;
  }
  progress.fail(`the ${ended.child.name} ended (${ended.how}):\n${await ended.child.lastWords()}`);
  return 1;
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

/** The token is shown once: when it was made. */
function tokenLine(token: string | undefined, file: string): string {
  return token === undefined ? `in ${file}` : `${token}\n                 (shown this once, kept in ${file})`;
}

async function hasToken(config: Config): Promise<boolean> {
  return readFile(join(config.dataDir, 'admin-token')).then(
    () => true,
    () => false,
  );
}

async function adminToken(config: Config): Promise<string> {
  return (await readFile(join(config.dataDir, 'admin-token'), 'utf8')).trim();
}

function welcome(about: { url: string; dataDir: string; token: string | undefined; scan: FirstScan }): string {
  const { url, dataDir, token, scan } = about;
  const header = `-H "Authorization: Bearer $(cat '${join(dataDir, 'admin-token')}')"`;
  const scanBody = JSON.stringify({
    name: scan.entryName.replace('first', 'second'),
    action: 'm4s',
    parameters: { center_hz: 98_000_000, sample_rate_hz: 10_240_000 },
    area: { circle: { center: [-105.2617, 39.995], radius: '50 km' } },
  });
  return `
Clearband is running.

  address        ${url}
  documentation  ${url}/docs
  admin token    ${tokenLine(token, join(dataDir, 'admin-token'))}

Try:

  # which sensors near Boulder can hear the FM broadcast band?
  curl ${header} '${url}/api/v1/sensors?point=-105.2617,39.995&radius_m=50000&band=88000000,108000000'

  # ask one of them for a scan
  curl ${header} -H 'Content-Type: application/json' -d '${scanBody}' ${url}/api/v1/schedule

  # download the first scan as a SigMF archive
  curl ${header} -o first-scan.sigmf ${url}/api/v1/acquisitions/${scan.acquisitionId}/archive

Stop with Ctrl-C.`;
}
