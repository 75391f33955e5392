import { beforeEach, expect, it } from 'vitest';
import type { SensorQuery } from '../../src/sensors/sensor-query.ts';
import type { AgentStatus } from '../../src/sensors/sensor.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { capabilityOf } from './sensors.ts';
import { NOON, StoredSensors } from './stored-sensors.ts';

const GREEN_BANK = { latitude: 38.4331, longitude: -79.8398, altitudeM: 800 };
const BOULDER = { latitude: 39.995, longitude: -105.2617 };
const STATUS: AgentStatus = {
  runningTaskId: undefined,
  spooledRecordings: 2,
  spooledBytes: 40_000,
  refusedRecordings: 0,
  uptimeSeconds: 60,
  freeBytes: 1e9,
};

describeEachDatabase('SensorRepository', (database) => {
  let stored: StoredSensors;
  beforeEach(async () => {
    stored = await StoredSensors.in(database());
  });

  async function namesOf(query: SensorQuery): Promise<string[]> {
    const { items } = await stored.sensors.findMany(query, { limit: 100 });
    return items
      .filter(({ element }) => element.id === stored.element.id)
      .map(({ name }) => name)
      .sort();
  }

  it('knows nothing of a sensor that has only joined but its name', async () => {
    const sensor = await stored.joined('roof');
    expect(sensor).toMatchObject({
      name: 'roof',
      element: stored.element,
      association: { state: 'joined' },
      groups: [],
    });
    expect(sensor.capability).toBeUndefined();
    expect(sensor.location).toBeUndefined();
    expect(await stored.sensors.findByName(stored.element.id, 'roof')).toEqual(sensor);
    expect(await stored.sensors.findByName(stored.element.id, 'cellar')).toBeUndefined();
  });

  it('gives back the capability as it was published', async () => {
    const capability = capabilityOf({ location: GREEN_BANK });
    const { id } = await stored.associated('roof', capability);
    const sensor = await stored.sensors.find(id);
    expect(sensor?.capability).toEqual(capability);
    expect(sensor).toMatchObject({ location: GREEN_BANK, capabilityAt: NOON, agentVersion: '0.1.0', lastSeenAt: NOON });
  });

  it('finds by place, band, action and state, together', async () => {
    await stored.associated('bank', { location: GREEN_BANK, tunableBands: [{ startHz: 1e6, stopHz: 2e9 }] });
    await stored.associated('boulder', {
      location: BOULDER,
      tunableBands: [
        { startHz: 1e6, stopHz: 1e9 },
        { startHz: 2e9, stopHz: 6e9 },
      ],
      actions: [{ name: 'sweep', description: '' }],
    });
    await stored.associated('nowhere', { location: undefined });
    await stored.joined('new');
    const near = { kind: 'circle', center: { latitude: 38.4, longitude: -79.8 }, radiusM: 10_000 } as const;
    const west = { kind: 'box', west: -110, south: 30, east: -100, north: 45 } as const;
    expect(await namesOf({})).toEqual(['bank', 'boulder', 'new', 'nowhere']);
    expect(await namesOf({ place: near })).toEqual(['bank']);
    expect(await namesOf({ place: west })).toEqual(['boulder']);
    expect(await namesOf({ place: west, action: 'm4s' })).toEqual([]);
    expect(await namesOf({ action: 'sweep' })).toEqual(['boulder']);
    expect(await namesOf({ band: { startHz: 9e8, stopHz: 1e9 } })).toEqual(['bank', 'boulder', 'nowhere']);
    // Each half can be tuned, the gap between them can't.
    expect(await namesOf({ band: { startHz: 0.9e9, stopHz: 2.1e9 } })).toEqual(['nowhere']);
    expect(await namesOf({ association: 'joined' })).toEqual(['new']);
    expect(await namesOf({ ids: [] })).toEqual([]);
  });

  it('shows an association as expired from the very instant on', async () => {
    const { id } = await stored.associated('roof');
    stored.now = new Date(NOON.getTime() + 299_999);
    expect((await stored.sensors.find(id))?.association.state).toBe('associated');
    expect(await namesOf({ association: 'expired' })).toEqual([]);
    stored.now = new Date(NOON.getTime() + 300_000);
    expect((await stored.sensors.find(id))?.association.state).toBe('expired');
    expect(await namesOf({ association: 'expired' })).toEqual(['roof']);
    expect(await namesOf({ association: 'associated' })).toEqual([]);
  });

  it('pages through all of them once, in order of id', async () => {
    const made: string[] = [];
    for (let index = 0; index < 7; index++) made.push((await stored.joined(`s${index}`)).id);
    // Made within one millisecond, they are in no order.
    made.sort();
    const found: string[] = [];
    let afterId: string | undefined;
    do {
      const page = await stored.sensors.findMany(
        { ids: made },
        { limit: 3, ...(afterId === undefined ? {} : { afterId }) },
      );
      expect(page.items.length).toBeLessThanOrEqual(3);
      found.push(...page.items.map(({ id }) => id));
      afterId = page.nextAfterId;
    } while (afterId !== undefined);
    expect(found).toEqual(made);
    expect([...(await stored.sensors.findByIds(made.slice(2, 4))).keys()].sort()).toEqual(made.slice(2, 4));
  });

  it('writes a batch of heartbeats; only a mobile sensor moves, only an associated one changes', async () => {
    const fixed = await stored.associated('fixed', { location: BOULDER });
    const mobile = await stored.associated('mobile', { location: BOULDER, mobile: true });
    const left = await stored.associated('left');
    await stored.associations.end(known(left.id), { cause: 'agent', code: 0, reason: 'bye' }, NOON);
    const seenAt = new Date(NOON.getTime() + 10_000);
    const expiresAt = new Date(NOON.getTime() + 310_000);
    const records = [fixed, mobile, left].map(({ id }) => ({
      sensorId: id,
      seenAt,
      expiresAt,
      status: STATUS,
      location: GREEN_BANK,
    }));
    await stored.sensors.recordHeartbeats(records);
    expect(await stored.sensors.find(fixed.id)).toMatchObject({
      location: BOULDER,
      lastSeenAt: seenAt,
      status: { spooledBytes: 40_000 },
    });
    expect(await stored.sensors.find(mobile.id)).toMatchObject({ location: GREEN_BANK, association: { expiresAt } });
    expect(await stored.sensors.find(left.id)).toMatchObject({
      association: { state: 'disassociated' },
      lastSeenAt: NOON,
    });
    await stored.sensors.recordHeartbeats([
      { sensorId: mobile.id, seenAt, expiresAt, status: undefined, location: undefined },
    ]);
    expect(await stored.sensors.find(mobile.id)).toMatchObject({
      location: GREEN_BANK,
      status: { spooledBytes: 40_000 },
    });
  });

  it('records every change of an association with its event, and finds those that are alive', async () => {
    const { id } = await stored.associated('roof');
    const alive = await stored.associations.alive(NOON);
    expect(alive.find(({ sensorId }) => sensorId === id)).toMatchObject({ elementId: stored.element.id, since: NOON });
    await stored.associations.end(known(id), { cause: 'policy', code: 201, reason: 'denied' }, NOON);
    expect((await stored.associations.alive(NOON)).some(({ sensorId }) => sensorId === id)).toBe(false);
    expect(await stored.kindsOfEvents(id)).toEqual(['sensor.associated', 'sensor.disassociated']);
    const { id: other } = await stored.associated('cellar');
    await stored.associations.end(known(other), { cause: 'expired', code: 103, reason: '' }, NOON);
    expect(await stored.kindsOfEvents(other)).toEqual(['sensor.associated', 'sensor.expired']);
  });

  function known(sensorId: string) {
    return { sensorId, elementId: stored.element.id, since: NOON, expiresAt: NOON };
  }
});
