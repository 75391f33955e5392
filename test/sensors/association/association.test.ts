import { beforeEach, describe, expect, it } from 'vitest';
import { ClearbandError, UnavailableError } from '../../../src/errors.ts';
import {
  type AssociationEnd,
  type AssociationStore,
  Associations,
  type GrantedAssociation,
} from '../../../src/sensors/association/association.ts';
import type { HeartbeatRecord } from '../../../src/sensors/sensor-repository.ts';
import { capabilityOf, sensorNamed } from '../sensors.ts';

class Denied extends ClearbandError {
  readonly kind = 'policy-denied';
  override readonly scosCode = 201;
}

let nowMs: number;
let denied: boolean;
let askingFails: boolean;
let databaseAway: boolean;
let grants: GrantedAssociation[];
let ends: { sensorId: string; end: AssociationEnd }[];
let beats: (readonly HeartbeatRecord[])[];
let associations: Associations;
const sensor = sensorNamed('roof');
const request = {
  kind: 'new',
  requestedTtlSeconds: undefined,
  agentVersion: '0.1.0',
  capability: capabilityOf(),
} as const;

const findSensor = () => Promise.resolve(sensor);
const store: AssociationStore = {
  findSensor,
  alive: (now) => {
    const expiresAt = new Date(now.getTime() + 60_000);
    return Promise.resolve([{ sensorId: 'from-before', elementId: 'e', since: now, expiresAt }]);
  },
  grant: (_sensor, grant) => {
    if (databaseAway) return Promise.reject(new UnavailableError('away'));
    grants.push(grant);
    return Promise.resolve();
  },
  end: (association, end) => {
    ends.push({ sensorId: association.sensorId, end });
    return Promise.resolve();
  },
  recordHeartbeats: (records) => {
    if (databaseAway) return Promise.reject(new UnavailableError('away'));
    beats.push(records);
    return Promise.resolve();
  },
};

beforeEach(() => {
  nowMs = Date.parse('2026-11-20T12:00:00Z');
  denied = false;
  askingFails = false;
  store.findSensor = findSensor;
  databaseAway = false;
  grants = [];
  ends = [];
  beats = [];
  associations = new Associations({
    store,
    gate: {
      authorize: () => {
        if (askingFails) return Promise.reject(new UnavailableError('the decision could not be stored'));
        return denied ? Promise.reject(new Denied('denied')) : Promise.resolve();
      },
    },
    clock: { now: () => new Date(nowMs) },
    limits: { maximumTtlSeconds: 300, heartbeatIntervalSeconds: 10 },
  });
});

function isAssociated(): boolean {
  return associations.heartbeat(sensor.id, undefined, undefined) !== undefined;
}

describe('Associations', () => {
  it.each([
    ['what is asked for', 120, 120],
    ['the maximum when nothing is asked for', undefined, 300],
    ['the maximum when more is asked for', 1e6, 300],
    ['two heartbeats when less is asked for', 1, 20],
  ])('grants %s', async (_name, requestedTtlSeconds, remainingTtlSeconds) => {
    const grant = await associations.associate(sensor, { ...request, requestedTtlSeconds });
    expect(grant).toEqual({ kind: 'new', maximumTtlSeconds: 300, remainingTtlSeconds, heartbeatIntervalSeconds: 10 });
    expect(grants[0]?.expiresAt).toEqual(new Date(nowMs + remainingTtlSeconds * 1000));
  });

  it('refreshes what is alive and keeps since when it stands', async () => {
    await associations.associate(sensor, request);
    nowMs += 100_000;
    const grant = await associations.associate(sensor, { ...request, kind: 'refresh' });
    expect(grant.kind).toBe('refresh');
    expect(grants.map(({ kind, since }) => ({ kind, since }))).toEqual([
      { kind: 'new', since: new Date(nowMs - 100_000) },
      { kind: 'refresh', since: new Date(nowMs - 100_000) },
    ]);
  });

  it('answers `new` to a refresh of an association that ran out', async () => {
    await associations.associate(sensor, request);
    nowMs += 300_000;
    expect((await associations.associate(sensor, { ...request, kind: 'refresh' })).kind).toBe('new');
  });

  it('lives on heartbeats and expires without them, once, with its event', async () => {
    const told: string[] = [];
    associations.onEnded((sensorId, end) => told.push(`${sensorId} ${end.code}`));
    await associations.associate(sensor, request);
    nowMs += 299_000;
    expect(associations.heartbeat(sensor.id, undefined, undefined)).toBe(300);
    nowMs += 299_999;
    await associations.sweep();
    expect(ends).toEqual([]);
    nowMs += 1;
    expect(associations.heartbeat(sensor.id, undefined, undefined)).toBeUndefined();
    await associations.sweep();
    await associations.sweep();
    expect(ends.map(({ end }) => end.cause)).toEqual(['expired']);
    expect(told).toEqual([`${sensor.id} 103`]);
  });

  it('ends an association when policy refuses its refresh', async () => {
    await associations.associate(sensor, request);
    denied = true;
    await expect(associations.associate(sensor, { ...request, kind: 'refresh' })).rejects.toBeInstanceOf(Denied);
    expect(isAssociated()).toBe(false);
    expect(ends.map(({ end }) => [end.cause, end.code])).toEqual([['policy', 201]]);
  });

  it('ends nothing because policy could not be asked', async () => {
    await associations.associate(sensor, request);
    askingFails = true;
    const refresh = associations.associate(sensor, { ...request, kind: 'refresh' });
    await expect(refresh).rejects.toBeInstanceOf(UnavailableError);
    await expect(associations.reconsider()).rejects.toBeInstanceOf(UnavailableError);
    expect(ends).toEqual([]);
    expect(isAssociated()).toBe(true);
  });

  it('asks about every other association when one can not be asked about, and about that one at the next sweep', async () => {
    const other = sensorNamed('cellar');
    await associations.associate(other, request);
    await associations.associate(sensor, request);
    let asked = 0;
    store.findSensor = (id) => {
      asked += 1;
      return asked === 1 ? Promise.reject(new UnavailableError('away')) : Promise.resolve(sensorNamed(id));
    };
    denied = true;
    await expect(associations.reconsider()).rejects.toThrow('away');
    expect(ends.map(({ sensorId }) => sensorId)).toEqual([sensor.id]);
    await associations.sweep();
    expect(ends.map(({ sensorId }) => sensorId)).toEqual([sensor.id, other.id]);
    await associations.sweep();
    expect(asked).toBe(3);
  });

  it('ends what a new policy set no longer permits, and nothing that it does', async () => {
    await associations.associate(sensor, request);
    await associations.reconsider();
    expect(ends).toEqual([]);
    denied = true;
    await associations.reconsider();
    expect(isAssociated()).toBe(false);
  });

  it('writes heartbeats in one batch, only the last of each sensor, and again after a failure', async () => {
    const other = sensorNamed('cellar');
    await associations.associate(sensor, request);
    await associations.associate(other, request);
    associations.heartbeat(sensor.id, undefined, undefined);
    nowMs += 10_000;
    associations.heartbeat(sensor.id, undefined, undefined);
    associations.heartbeat(other.id, undefined, undefined);
    databaseAway = true;
    await expect(associations.flush()).rejects.toThrow('away');
    databaseAway = false;
    await associations.flush();
    await associations.flush();
    expect(beats.map((batch) => batch.map((beat) => beat.seenAt.getTime()))).toEqual([[nowMs, nowMs]]);
  });

  it('is not associated when the grant could not be stored', async () => {
    databaseAway = true;
    await expect(associations.associate(sensor, request)).rejects.toThrow('away');
    expect(isAssociated()).toBe(false);
  });

  it('takes over associations that outlived a restart of the Manager', async () => {
    await associations.restore();
    await associations.sweep();
    expect(ends).toEqual([]);
    nowMs += 60_000;
    await associations.sweep();
    expect(ends).toMatchObject([{ sensorId: 'from-before', end: { cause: 'expired' } }]);
  });
});
