import { sql } from 'kysely';
import { pino } from 'pino';
import { PartitionUpkeep } from '../../src/database/partition-upkeep.ts';
import type { Access, OperationPolicy } from '../../src/enforcement/access.ts';
import { DecisionLog } from '../../src/enforcement/decision-log.ts';
import { PolicyGate } from '../../src/enforcement/gate.ts';
import { EventLog } from '../../src/events/event-log.ts';
import type { EventBody } from '../../src/events/event.ts';
import type { AuthenticatedActor } from '../../src/identity/actor.ts';
import { TokenRepository } from '../../src/identity/token-repository.ts';
import { AssociationRepository } from '../../src/sensors/association/association-repository.ts';
import { SensorRepository } from '../../src/sensors/sensor-repository.ts';
import type { Capability, Sensor } from '../../src/sensors/sensor.ts';
import { uuidv7 } from '../../src/spectrum/identifier.ts';
import { EntryPlanning } from '../../src/tasking/planning/entry-planning.ts';
import { SensorChooser } from '../../src/tasking/planning/sensor-selection.ts';
import type { ScheduleRequest } from '../../src/tasking/schedule-entry.ts';
import { Schedule } from '../../src/tasking/schedule.ts';
import type { TaskDispatcher } from '../../src/tasking/task-dispatcher.ts';
import { TaskRepository } from '../../src/tasking/task-repository.ts';
import type { Task, TaskOrder } from '../../src/tasking/task.ts';
import { HeldPolicies } from '../enforcement/policies.ts';
import { HeldClock } from '../events/held-clock.ts';
import { capabilityOf } from '../sensors/sensors.ts';
import { silentLog } from '../support/silent-log.ts';
import type { TestDatabase } from '../support/databases.ts';

export const INSERT: OperationPolicy = {
  operation: 'schedule_create',
  scope: 'sensing-management',
  scosTask: 'Scanning',
};

/** Sensors that are connected here, and what they were sent. */
export class FakeDispatcher implements TaskDispatcher {
  readonly connected = new Set<string>();
  readonly orders: TaskOrder[] = [];
  /** Sessions that were open a moment ago are not any more. */
  closing = false;
  readonly cancelled: { readonly sensorId: string; readonly taskId: string; readonly reason: string }[] = [];

  connectedSensors(): readonly string[] {
    return [...this.connected];
  }

  dispatch(order: TaskOrder): boolean {
    if (this.closing || !this.connected.has(order.sensorId)) return false;
    this.orders.push(order);
    return true;
  }

  cancel(sensorId: string, taskId: string, reason: string): boolean {
    this.cancelled.push({ sensorId, taskId, reason });
    return this.connected.has(sensorId);
  }
}

export interface SensorOf {
  readonly capability?: Partial<Capability>;
  readonly isAssociated?: boolean;
}

/** One Element with everything real that tasking needs, on a database of the test's own and a clock that stands. */
export class Zone {
  readonly db: TestDatabase['db'];
  readonly clock = new HeldClock();
  readonly policies = new HeldPolicies();
  readonly dispatcher = new FakeDispatcher();
  readonly events: EventLog;
  readonly gate: PolicyGate;
  readonly sensors: SensorRepository;
  readonly tasks: TaskRepository;
  readonly schedule: Schedule;
  readonly element: { readonly id: string; readonly name: string };
  planned = 0;

  constructor(database: TestDatabase, horizonSeconds = 600) {
    const { db } = database;
    const { clock, dispatcher } = this;
    this.db = db;
    this.element = { id: uuidv7(clock.now()), name: 'foo' };
    this.events = new EventLog(db);
    this.gate = new PolicyGate(this.policies, new DecisionLog(db, pino({ level: 'silent' })), clock);
    this.sensors = new SensorRepository(db, clock);
    this.tasks = new TaskRepository(db);
    const setHash = () => this.gate.setHash;
    const planning = new EntryPlanning({
      db,
      chooser: new SensorChooser(db, this.sensors),
      clock,
      horizonSeconds,
      setHash,
    });
    const onPlanned = () => (this.planned += 1);
    const { events, sensors } = this;
    this.schedule = new Schedule({ db, planning, events, sensors, clock, onPlanned, dispatcher });
  }

  /** Empties the tables and stores the Element. */
  async begin(): Promise<void> {
    // Deleting a few rows costs a hundredth of truncating the files of every partition.
    for (const table of TABLES) await sql`delete from ${sql.table(table)}`.execute(this.db);
    const { id, name } = this.element;
    await new TokenRepository(this.db).insertElement({ id, name, createdAt: this.clock.now() });
  }

  /** A sensor that joined and, unless told otherwise, is associated for an hour. */
  async addSensor(name: string, { capability, isAssociated = true }: SensorOf = {}): Promise<Sensor> {
    const at = this.clock.now();
    const id = uuidv7(at);
    const joined = { id, elementId: this.element.id, name, agentVersion: '0.1.0', createdAt: at };
    await this.sensors.insert(joined, this.db);
    const published = capabilityOf({ ...capability });
    await this.sensors.updateCapability(id, { capability: published, agentVersion: '0.1.0', at }, this.db);
    if (isAssociated) await this.#associate(await this.sensor(id));
    return this.sensor(id);
  }

  async #associate(sensor: Sensor): Promise<void> {
    const at = this.clock.now();
    const grant = { kind: 'new', since: at, at, expiresAt: this.clock.in(3600), agentVersion: '0.1.0' } as const;
    const store = new AssociationRepository(this.db, this.sensors, { append: () => Promise.resolve() });
    await store.grant(sensor, { ...grant, capability: undefined });
  }

  async sensor(id: string): Promise<Sensor> {
    const found = await this.sensors.find(id);
    if (found === undefined) throw new Error('the sensor of this test is gone');
    return found;
  }

  actor(role = 'client'): AuthenticatedActor {
    const { element } = this;
    return { user: 'alice', userId: 'u', tokenId: 't', element, groups: [], roles: [role], scopes: [] };
  }

  access(operation = INSERT, role = 'client'): Access {
    return this.gate.open(this.actor(role), operation);
  }

  /** Asks for a scan as a client: as soon as possible, once, unless `change` says otherwise. */
  request(sensors: readonly Sensor[], change: Partial<ScheduleRequest> = {}): ScheduleRequest {
    return {
      name: `scan-${uuidv7(this.clock.now())}`,
      action: 'm4s',
      parameters: { center_hz: 98e6, sample_rate_hz: 10.24e6, fft_size: 16, fft_count: 1 },
      selection: { kind: 'sensors', sensorIds: sensors.map(({ id }) => id) },
      start: undefined,
      stop: undefined,
      relativeStopSeconds: undefined,
      intervalSeconds: undefined,
      slotSeconds: 1,
      priority: 10,
      ...change,
    };
  }

  add(sensors: readonly Sensor[], change: Partial<ScheduleRequest> = {}) {
    return this.schedule.add(this.request(sensors, change), this.access());
  }

  /** The entry's tasks in order of their starts. */
  async tasksOf(entryId: string): Promise<Task[]> {
    const { items } = await this.tasks.page({ entryId }, { limit: 2000 });
    return items.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  }

  /** The only task of an entry that runs once on one sensor. */
  async taskOf(entryId: string): Promise<Task> {
    const [task, another] = await this.tasksOf(entryId);
    if (task === undefined || another !== undefined) throw new Error('the entry of this test has not just one task');
    return task;
  }

  /** Every event, also those that readers wait with because another test of this server is still in a transaction. */
  async bodies(): Promise<EventBody[]> {
    const rows = await this.db.selectFrom('event').select('body').orderBy('xid').orderBy('sequence').execute();
    return rows.map(({ body }) => body as EventBody);
  }

  /** How many rows each table holds that a request could change. */
  async counts(): Promise<Readonly<Record<string, number>>> {
    const { rows } = await sql<Record<string, number>>`select
      (select count(*) from schedule_entry) as entries, (select count(*) from task) as tasks,
      (select count(*) from slot) as slots, (select count(*) from event) as events,
      (select count(*) from decision) as decisions`.execute(this.db);
    return rows[0] ?? {};
  }

  /** What was decided, of one operation if it is given. */
  async decisions(operation?: string) {
    const all = await this.db.selectFrom('decision').selectAll().orderBy('id').execute();
    return all.filter((one) => operation === undefined || one.operation === operation);
  }
}

/** Those that refer to others come first. */
const TABLES = [
  ...['task_result', 'task', 'slot', 'schedule_entry', 'observation', 'recording', 'recording_file', 'event'],
  ...['decision', 'policy_set_in_force', 'policy_set', 'token', 'element_user', 'sensor', 'element'],
];

/** Partitions around the clock of a zone, made as the Manager makes them. */
export async function makePartitions(database: TestDatabase): Promise<void> {
  const upkeep = new PartitionUpkeep(database.db, new HeldClock(), silentLog);
  await upkeep.start();
  await upkeep.stop();
}
