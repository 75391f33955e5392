import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import type { PublishMessage } from '../../proto/generated/clearband/scos/v1/PublishMessage.ts';
import type { Bench, BenchContext } from '../bench.ts';
import { ROUNDS, inTurns, median } from '../statistics.ts';
import { type ManagerProcess, ROOT, startManagerProcess } from '../system/manager-process.ts';
import { CopyReference } from './copy-reference.ts';
import { type PreparedTask, PreparedTasks } from './prepared-tasks.ts';
import { PublishingSensor } from './publishing-sensors.ts';
import { outcomeOf, recordM4s } from './recordings.ts';

const STREAMS = 4;
/** Recordings that each stream publishes in one round. */
const RECORDINGS = 500;
const SCENE = join(ROOT, 'sensor-agent', 'scenes', 'boulder.json');

/** `data-intake`: recordings through gRPC into the database, each with a receipt after its commit, beside psql \copy. */
export const intakeBench: Bench = {
  group: 'data',
  name: 'data-intake',
  summary: `intake of m4s recordings of 20 kB over ${STREAMS} gRPC streams, beside psql \\copy of the same rows`,
  figures: ['data-intake'],
  async run(context) {
    await using manager = await startManagerProcess(context, 'data_intake');
    const client = new Client({ connectionString: manager.databaseUrl });
    await client.connect();
    const sensors = await openSensors(manager, context);
    try {
      const rates = await compare({ manager, client, sensors, context });
      const reference = { against: 'psql \\copy', againstValue: median(rates.copy) };
      return [{ name: 'data-intake', value: median(rates.intake), unit: 'recordings/s', reference }];
    } finally {
      for (const sensor of sensors) sensor.close();
      await client.end();
    }
  },
};

async function openSensors(manager: ManagerProcess, { workDir }: BenchContext): Promise<PublishingSensor[]> {
  const names = Array.from({ length: STREAMS }, (_, index) => `publisher-${index + 1}`);
  return Promise.all(names.map((name) => PublishingSensor.open(manager, workDir, name)));
}

interface Sides {
  readonly manager: ManagerProcess;
  readonly client: Client;
  readonly sensors: readonly PublishingSensor[];
  readonly context: BenchContext;
}

async function compare({ manager, client, sensors, context }: Sides): Promise<{ intake: number[]; copy: number[] }> {
  const folder = join(context.workDir, 'copies');
  await mkdir(folder);
  const recording = await recordM4s(SCENE);
  const sensorIds = sensors.map((sensor) => sensor.id);
  const prepared = await PreparedTasks.start(client, sensorIds);
  const reference = await CopyReference.start(manager.databaseUrl, client, folder);
  let last: readonly PreparedTask[] = [];
  const intake = async () => {
    const rounds: { sensor: PublishingSensor; messages: PublishMessage[] }[] = [];
    for (const sensor of sensors) {
      last = await prepared.give(sensor.id, RECORDINGS);
      rounds.push({ sensor, messages: last.map((task) => outcomeOf(task, recording)) });
    }
    await client.query('checkpoint');
    return rate(() => Promise.all(rounds.map(({ sensor, messages }) => sensor.publish(messages))));
  };
  const copy = async () => {
    const from = last[0]?.startsAt ?? new Date();
    const until = new Date(from.getTime() + RECORDINGS * 1000);
    const rows = await reference.prepare(sensorIds.map((sensorId) => ({ sensorId, from, until })));
    if (rows !== STREAMS * RECORDINGS) throw new Error(`${rows} of ${STREAMS * RECORDINGS} recordings are stored`);
    return rate(() => reference.copy(STREAMS));
  };
  context.progress('warming up');
  await inTurns({ intake, copy }, 1);
  context.progress(`${ROUNDS} turns of ${STREAMS * RECORDINGS} recordings`);
  return inTurns({ intake, copy }, ROUNDS);
}

async function rate(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (STREAMS * RECORDINGS * 1000) / (performance.now() - began);
}
