import { beforeAll, describe, expect, it } from 'vitest';
import { ObservationDirectory } from '../../src/observations/observation-directory.ts';
import { ObservationRepository } from '../../src/observations/observation-repository.ts';
import type { ObservationQuery } from '../../src/observations/observation.ts';
import { DirectoryRecordingsStore } from '../../src/observations/recordings-store.ts';
import type { Sensor } from '../../src/sensors/sensor.ts';
import { bandAround } from '../../src/spectrum/band.ts';
import { uuidv7 } from '../../src/spectrum/identifier.ts';
import { CLIENTS_MAY, policyOf } from '../enforcement/policies.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { makePartitions, Zone } from '../tasking/zone.ts';
import { metadataOf, SMALLEST_M4S, sha512Of } from './recording-fixture.ts';

const READ = { operation: 'observations_list', scope: 'sensing-data-management', scosTask: 'Transmission' } as const;

describeEachDatabase('observations', (database) => {
  let zone: Zone;
  let roof: Sensor;
  let repository: ObservationRepository;

  beforeAll(async () => {
    await makePartitions(database());
    zone = new Zone(database());
    await zone.begin();
    roof = await zone.addSensor('roof');
    const mast = await zone.addSensor('mast');
    repository = new ObservationRepository(database().db);
    // Around noon, a minute apart: FM from Boulder, FM from Salt Lake City, 915 MHz from Boulder.
    await observe(roof, { minute: 0, centerHz: 98e6, longitude: -105.26 });
    await observe(mast, { minute: 1, centerHz: 98e6, longitude: -111.84 });
    await observe(roof, { minute: 2, centerHz: 915e6, longitude: -105.26 });
  });

  /** Ten seconds of 10 MHz, at 40° north. */
  async function observe(sensor: Sensor, made: { minute: number; centerHz: number; longitude: number }): Promise<void> {
    const { minute, centerHz, longitude } = made;
    const entry = await zone.add([sensor], { start: zone.clock.in(60 * minute), name: `at-${minute}` });
    const task = await zone.taskOf(entry.id);
    const window = { start: task.startsAt, stop: new Date(task.startsAt.getTime() + 10_000) };
    const observation = {
      id: uuidv7(task.startsAt),
      sensorId: sensor.id,
      element: sensor.element,
      taskId: task.id,
      entryId: entry.id,
      action: 'm4s',
      location: { latitude: 40, longitude },
      band: bandAround(centerHz, 10e6),
      window,
      metadata: { ...metadataOf(), annotations: [] },
      datatype: 'rf32_le',
      dataBytes: SMALLEST_M4S.byteLength,
      sha512: sha512Of(SMALLEST_M4S),
      acceptedAt: zone.clock.now(),
    };
    await repository.insert([{ observation, startedAt: task.startsAt, inlineData: Buffer.from(SMALLEST_M4S) }]);
  }

  const found = async (query: ObservationQuery) =>
    (await repository.page(query, { limit: 10 })).items.map(({ entryName }) => Number(entryName.slice(3)));
  const at = (seconds: number) => zone.clock.in(seconds);

  it.each<[string, () => ObservationQuery, number[]]>([
    ['nothing in particular, in order of time', () => ({}), [0, 1, 2]],
    ['a band that shares a frequency with them', () => ({ band: { startHz: 102.999e6, stopHz: 200e6 } }), [0, 1]],
    ['a band that only touches them', () => ({ band: { startHz: 103e6, stopHz: 910e6 } }), []],
    [
      'a circle',
      () => ({ place: { kind: 'circle', center: { latitude: 40, longitude: -105.2 }, radiusM: 6000 } }),
      [0, 2],
    ],
    ['a box', () => ({ place: { kind: 'box', west: -112, south: 39, east: -111, north: 41 } }), [1]],
    ['a time that has begun within them', () => ({ window: { start: at(69.999) } }), [1, 2]],
    ['a time that stops as they begin', () => ({ window: { stop: at(60) } }), [0]],
    ['a time that starts as they stop', () => ({ window: { start: at(10) } }), [1, 2]],
    ['a sensor', () => ({ sensorId: roof.id }), [0, 2]],
    [
      'a sensor, a band and a time',
      () => ({ sensorId: roof.id, band: bandAround(98e6, 1), window: { stop: at(300) } }),
      [0],
    ],
    ['another action', () => ({ action: 'iq' }), []],
  ])('are found by %s', async (_name, query, minutes) => {
    expect(await found(query())).toEqual(minutes);
  });

  it('are found by the task and the entry they answer', async () => {
    const [first] = (await repository.page({}, { limit: 1 })).items;
    expect(await found({ taskId: first?.taskId ?? '' })).toEqual([0]);
    expect(await found({ entryId: first?.entryId ?? '' })).toEqual([0]);
  });

  it('are read page by page, each once', async () => {
    const seen: string[] = [];
    let afterId: string | undefined;
    do {
      const page = await repository.page({}, { limit: 1, ...(afterId === undefined ? {} : { afterId }) });
      seen.push(...page.items.map(({ entryName }) => entryName));
      afterId = page.nextAfterId;
    } while (afterId !== undefined);
    expect(seen).toEqual(['at-0', 'at-1', 'at-2']);
  });

  it('are not found by an id that is none', async () => {
    expect(await repository.find('b0c1d2e3-f405-4617-8293-a4b5c6d7e8f9')).toBeUndefined();
    expect(await repository.find('nonsense')).toBeUndefined();
    expect(await repository.find(uuidv7(at(0)))).toBeUndefined();
  });

  describe('shown to a client', () => {
    it('are asked about with all that their task was asked about', async () => {
      const [{ entryId } = { entryId: '' }] = (await repository.page({}, { limit: 1 })).items;
      await zone.db.updateTable('scheduleEntry').set({ priority: -5 }).where('id', '=', entryId).execute();
      const Condition = { lessthan: { priority: 0 } };
      const urgent = { 'Policy-Action': 'Deny', 'SCOS-Task': 'Transmission', Condition };
      zone.policies.put(...CLIENTS_MAY, policyOf('urgent', 'sensing-data-management', urgent));
      const directory = new ObservationDirectory(repository, new DirectoryRecordingsStore('/nowhere'));
      const page = await directory.find({}, { limit: 10 }, zone.access(READ));
      expect(page.items.map(({ entryName }) => entryName)).toEqual(['at-1', 'at-2']);
    });

    it('are those of sensors and bands that policy lets it have', async () => {
      const closed = {
        'Policy-Action': 'Deny',
        'SCOS-Task': 'Transmission',
        frequency: [{ min: '900 MHz', max: '1 GHz' }],
      };
      zone.policies.put(...CLIENTS_MAY, policyOf('closed', 'sensing-data-management', closed));
      const directory = new ObservationDirectory(repository, new DirectoryRecordingsStore('/nowhere'));
      const page = await directory.find({}, { limit: 10 }, zone.access(READ));
      expect(page.items.map(({ entryName }) => entryName)).toEqual(['at-0', 'at-1']);
      const [hidden] = (await repository.page({ band: bandAround(915e6, 1) }, { limit: 1 })).items;
      await expect(directory.get(hidden?.id ?? '', zone.access(READ))).rejects.toMatchObject({ scosCode: 201 });
      const guest = await directory.find({}, { limit: 10 }, zone.access(READ, 'guest'));
      expect(guest.items).toEqual([]);
    });
  });
});
