import { ApiClient } from '../../src/cli/api-client.ts';
import type { Bench } from '../bench.ts';
import { ROUNDS, inTurns, median } from '../statistics.ts';
import { type ManagerProcess, startManagerProcess } from '../system/manager-process.ts';
import { startConstantProcess } from './constant-process.ts';
import { load } from './load.ts';
import { SENSOR_COUNT, insertSensors } from './ten-sensors.ts';

const PATH = '/api/v1/sensors';
/** A load of one side in one round. */
const SECONDS = 3;
const AGAINST = 'openapi-backend, a constant';

/** `http-sensors`: GET /sensors of ten, authenticated, decided and recorded, beside the same bytes as a constant. */
export const sensorListBench: Bench = {
  group: 'http',
  name: 'http-sensors',
  summary: 'requests/s of GET /sensors of ten, beside openapi-backend answering a constant',
  figures: ['http-sensors', 'http-sensors-p99'],
  async run(context) {
    const { progress, workDir } = context;
    await using manager = await startManagerProcess(context, 'http_sensors');
    await insertSensors(manager.databaseUrl);
    const token = await clientToken(manager);
    const body = await bodyOf(manager.url, token);
    await using constant = await startConstantProcess(workDir, body);
    const sides = {
      manager: () => load(`${manager.url}${PATH}`, SECONDS, token),
      constant: () => load(`${constant.url}${PATH}`, SECONDS, token),
    };
    progress(`warming up with answers of ${body.length} bytes`);
    await inTurns(sides, 1);
    progress(`${ROUNDS} turns of ${SECONDS} s each`);
    const { manager: ours, constant: theirs } = await inTurns(sides, ROUNDS);
    const rate = (loads: typeof ours) => median(loads.map((one) => one.requestsPerSecond));
    const p99 = (loads: typeof ours) => median(loads.map((one) => one.latencyP99));
    return [
      {
        name: 'http-sensors',
        value: rate(ours),
        unit: 'requests/s',
        reference: { against: AGAINST, againstValue: rate(theirs) },
      },
      {
        name: 'http-sensors-p99',
        value: p99(ours),
        unit: 'ms',
        reference: { against: AGAINST, againstValue: p99(theirs) },
      },
    ];
  },
};

/** As a Client would ask: not the administrator. */
async function clientToken(manager: ManagerProcess): Promise<string> {
  const { token } = await manager.admin.post<{ token: string }>('/api/v1/tokens', { user: 'client' });
  return token;
}

/** @throws {Error} when the answer is not the ten sensors: a fast refusal is no result */
async function bodyOf(url: string, token: string): Promise<string> {
  const page = await new ApiClient({ url, token }).get<{ items: readonly unknown[] }>(PATH);
  if (page.items.length !== SENSOR_COUNT) throw new Error(`GET ${PATH} shows ${page.items.length} sensors`);
  return JSON.stringify(page);
}
