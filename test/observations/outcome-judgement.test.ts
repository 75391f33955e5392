import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import { pino } from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/database/schema.ts';
import { DecisionLog } from '../../src/enforcement/decision-log.ts';
import { PolicyGate } from '../../src/enforcement/gate.ts';
import { judgeOutcome, type OutcomeCase } from '../../src/observations/outcome-judgement.ts';
import type { TaskOutcome } from '../../src/observations/outcome.ts';
import { parseActionParameters } from '../../src/spectrum/action-parameters.ts';
import { timeOfUuidv7, uuidv7 } from '../../src/spectrum/identifier.ts';
import type { ScheduleEntry } from '../../src/tasking/schedule-entry.ts';
import type { Task, TaskResult } from '../../src/tasking/task.ts';
import { CLIENTS_MAY, HeldPolicies, policyOf } from '../enforcement/policies.ts';
import { HeldClock } from '../events/held-clock.ts';
import { capabilityOf, sensorNamed } from '../sensors/sensors.ts';
import { incoming, M4S_PARAMETERS, sha512Of } from './recording-fixture.ts';

/** Judging writes nothing: a database that holds nothing is enough. */
const nowhere = new Kysely<Database>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

const clock = new HeldClock();
const { location } = capabilityOf();
const sensor = { ...sensorNamed('roof'), location, capability: capabilityOf() };
const task: Task = {
  id: uuidv7(),
  entryId: uuidv7(),
  entryName: 'fm',
  sequence: 4,
  sensorId: sensor.id,
  sensorName: 'roof',
  state: 'running',
  startsAt: clock.now(),
  slotSeconds: 1,
  result: undefined,
};
const parsed = parseActionParameters('m4s', M4S_PARAMETERS);
const entry: ScheduleEntry = {
  id: task.entryId,
  name: 'fm',
  owner: { user: 'alice', element: sensor.element, groups: [], roles: ['client'] },
  action: 'm4s',
  parameters: M4S_PARAMETERS,
  band: { startHz: 92.88e6, stopHz: 103.12e6 },
  selection: { kind: 'sensors', sensorIds: [sensor.id] },
  sensorIds: [sensor.id],
  start: task.startsAt,
  stop: undefined,
  intervalSeconds: undefined,
  slotSeconds: 1,
  priority: 10,
  isActive: true,
  settings: {},
  plannedUntil: undefined,
  createdAt: clock.now(),
  modifiedAt: clock.now(),
};
const timing = { startedAt: clock.in(0.01), finishedAt: clock.in(0.26) };
const recorded: TaskOutcome = { kind: 'completed', taskId: task.id, timing, recording: incoming() };
const reported: TaskOutcome = { kind: 'failed', taskId: task.id, timing, code: 305, detail: 'overheated' };
const ended: TaskResult = {
  status: 'completed',
  code: 0,
  detail: '',
  ...timing,
  durationSeconds: 0.25,
  acquisitionId: uuidv7(),
  recordedAt: clock.now(),
};

let policies: HeldPolicies;
let gate: PolicyGate;

beforeEach(() => {
  policies = new HeldPolicies();
  gate = new PolicyGate(policies, new DecisionLog(nowhere, pino({ level: 'silent' })), clock);
});

const judge = (change: Partial<OutcomeCase>) =>
  judgeOutcome({
    outcome: recorded,
    sensorId: sensor.id,
    task,
    entry,
    sensor,
    stored: undefined,
    gate,
    now: clock.in(2),
    ...change,
  });
const refused = (code: number) => ({ kind: 'refused', taskId: task.id, code });

describe('the judgement of an outcome', () => {
  it.each([
    ['no limit', {}, undefined, undefined],
    ['the limit at its request', { 'max-data-storage-duration': 3600 }, undefined, 3600],
    ['the limit at its intake', {}, '1 d', 86_400],
    ['the shorter of both', { 'max-data-storage-duration': 3600 }, '1 d', 3600],
  ])('keeps with the observation for how long it may be stored: %s', (_name, settings, atIntake, seconds) => {
    const limit = {
      'Policy-Action': 'Set',
      'SCOS-Task': 'Storage',
      Attributes: { 'Max-data-storage-duration': atIntake },
    };
    if (atIntake !== undefined) policies.put(...CLIENTS_MAY, policyOf('keep', 'sensing-data-management', limit));
    const judged = judge({ entry: { ...entry, settings } });
    expect(judged.kind === 'stored' ? judged.observation.maxStorageSeconds : judged).toBe(seconds);
  });

  it('makes an observation of a good recording, whose id carries the start of its task', () => {
    expect(parsed.ok).toBe(true);
    const judged = judge({});
    if (judged.kind !== 'stored') throw new Error(judged.kind);
    const { observation } = judged.observation;
    expect(timeOfUuidv7(observation.id)).toEqual(task.startsAt);
    expect(observation).toMatchObject({
      taskId: task.id,
      location: { latitude: 39.995, longitude: -105.2617 },
      window: { start: timing.startedAt, stop: timing.finishedAt },
      acceptedAt: clock.in(2),
    });
    expect(judged.result).toEqual({ ...ended, acquisitionId: observation.id, recordedAt: clock.in(2) });
    expect(judged.receipt).toEqual({ kind: 'stored', taskId: task.id, duplicate: false });
    expect(judged.events).toMatchObject([{ body: { kind: 'observation.accepted', observation_id: observation.id } }]);
    expect(judged.decisions).toMatchObject([{ outcome: 'Permit', scosTask: 'Storage' }]);
  });

  it('takes the time of the task for a recording that does not say when it ran', () => {
    const silent = { ...recorded, timing: { startedAt: undefined, finishedAt: undefined } };
    const judged = judge({ outcome: silent });
    if (judged.kind !== 'stored') throw new Error(judged.kind);
    expect(judged.observation.observation.window).toEqual({ start: task.startsAt, stop: task.startsAt });
    expect(judged.result.durationSeconds).toBeUndefined();
  });

  it.each<[string, Partial<OutcomeCase>]>([
    ['no task', { task: undefined }],
    ['another sensor’s task', { sensorId: uuidv7() }],
    ['no entry', { entry: undefined }],
    ['no sensor', { sensor: undefined }],
  ])('knows nothing of %s, and changes nothing', (_name, change) => {
    expect(judge(change)).toMatchObject({ kind: 'answered', receipt: refused(306), events: [], decisions: [] });
  });

  it('answers an outcome told again as before, by the hash of its recording', () => {
    const done = { ...task, state: 'completed' as const, result: ended };
    const same = { id: ended.acquisitionId ?? '', sha512: recorded.recording.sha512 };
    expect(judge({ task: done, stored: same })).toMatchObject({ kind: 'answered', receipt: { duplicate: true } });
    const other = { ...same, sha512: sha512Of(new Uint8Array(1)) };
    expect(judge({ task: done, stored: other })).toMatchObject({ kind: 'answered', receipt: refused(306) });
    expect(judge({ task: done, outcome: reported })).toMatchObject({ receipt: { kind: 'stored', duplicate: true } });
  });

  it('ends a task as its sensor says', () => {
    expect(judge({ outcome: reported })).toMatchObject({
      kind: 'ended',
      receipt: { kind: 'stored', duplicate: false },
      result: { status: 'failed', code: 305, detail: 'overheated', durationSeconds: 0.25, recordedAt: clock.in(2) },
    });
  });

  it('keeps no time that is far from the slot: it tells of a broken clock', () => {
    const far = { startedAt: new Date('2190-01-01T00:00:00Z'), finishedAt: new Date(0) };
    expect(judge({ outcome: { ...reported, timing: far } })).toMatchObject({
      kind: 'ended',
      result: { startedAt: undefined, finishedAt: undefined, durationSeconds: undefined },
    });
    expect(judge({ outcome: { ...recorded, timing: far } })).toMatchObject({
      kind: 'ended',
      receipt: refused(304),
      result: { status: 'failed', startedAt: undefined, finishedAt: undefined },
    });
  });

  it('gives no duration to a task that ended before it began', () => {
    const backwards = { ...reported, timing: { startedAt: clock.in(1), finishedAt: clock.in(0) } };
    expect(judge({ outcome: backwards })).toMatchObject({ result: { durationSeconds: undefined } });
  });

  it('refuses a recording of something else, and ends its task', () => {
    const judged = judge({ outcome: { ...recorded, recording: incoming({ centerHz: 1e9 }) } });
    expect(judged).toMatchObject({
      kind: 'ended',
      receipt: refused(304),
      result: { status: 'failed', code: 304 },
      events: [{ body: { kind: 'recording.refused', code: 304 }, subject: { taskId: task.id, sensorId: sensor.id } }],
      decisions: [],
    });
  });

  it('refuses a recording whose entry can no longer be read', () => {
    expect(judge({ entry: { ...entry, parameters: {} } })).toMatchObject({ kind: 'ended', receipt: refused(304) });
  });

  it('asks policy about what was recorded: its place, its time, its whole band', () => {
    const nearby = {
      type: 'Polygon',
      coordinates: [
        [
          [-105.3, 39.9],
          [-105.2, 39.9],
          [-105.2, 40.1],
          [-105.3, 40.1],
          [-105.3, 39.9],
        ],
      ],
    };
    const closed = {
      'Policy-Action': 'Deny',
      'SCOS-Task': 'Storage',
      location: [nearby],
      frequency: [{ min: '103.1 MHz', max: '104 MHz' }],
      time: [{ from: '2026-11-20T12:00:00.2Z', to: '2026-11-20T12:00:10Z' }],
    };
    policies.put(...CLIENTS_MAY, policyOf('closed', 'sensing-data-management', closed));
    const judged = judge({});
    expect(judged).toMatchObject({ kind: 'ended', receipt: refused(201), result: { status: 'failed', code: 201 } });
    expect(judged.decisions).toMatchObject([{ outcome: 'Deny', operation: 'intake' }]);
    const before = { ...recorded, timing: { startedAt: clock.in(0.01), finishedAt: clock.in(0.2) } };
    expect(judge({ outcome: before }).kind).toBe('stored');
  });

  it('asks policy about all that was asked at the request: rate, priority, interval, slot', () => {
    const judged = judge({ entry: { ...entry, intervalSeconds: 60 } });
    const attributes = { 'sample-rate': 10.24e6, priority: 10, interval: 60, 'slot-duration': 1 };
    expect(judged.decisions).toMatchObject([{ request: { attributes, task: { name: 'm4s' } } }]);
  });

  it('stores nothing as long as no policy set is in force, and asks for it again later', () => {
    policies.current = undefined;
    expect(judge({})).toMatchObject({ kind: 'answered', receipt: { kind: 'later' } });
  });
});
