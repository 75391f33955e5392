import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Access, OperationPolicy, ResourceQuery } from '../enforcement/access.ts';
import type { PolicyGate } from '../enforcement/gate.ts';
import type { EventFeed } from '../events/event-feed.ts';
import type { EventKind, EventPosition, EventSubject, RecordedEvent } from '../events/event.ts';
import { sensorQuery } from '../sensors/sensor-access.ts';
import type { SensorRepository } from '../sensors/sensor-repository.ts';
import type { Sensor } from '../sensors/sensor.ts';
import { entryQuestions, taskQuestion } from './measurement-question.ts';
import { timeOfUuidv7 } from '../spectrum/identifier.ts';
import type { ScheduleEntry } from './schedule-entry.ts';
import { ScheduleRepository } from './schedule-repository.ts';

/** The record of state changes as one Actor may see it: what policy hides in a list it hides here. */
export class VisibleEvents {
  readonly #gate: PolicyGate;
  readonly #feed: EventFeed;
  readonly #sensors: SensorRepository;
  readonly #entries: ScheduleRepository;

  constructor(parts: {
    readonly gate: PolicyGate;
    readonly feed: EventFeed;
    readonly sensors: SensorRepository;
    readonly db: Kysely<Database>;
  }) {
    this.#gate = parts.gate;
    this.#feed = parts.feed;
    this.#sensors = parts.sensors;
    this.#entries = new ScheduleRepository(parts.db);
  }

  /** Events after `after` (absent: from now on), for ever, until `signal` aborts. */
  follow(after: EventPosition | undefined, access: Access, signal: AbortSignal): AsyncIterable<RecordedEvent> {
    // At once, not when the first event is asked for: the passage is settled before the stream begins.
    access.beginList();
    return this.#visible(after, access, signal);
  }

  async *#visible(
    after: EventPosition | undefined,
    access: Access,
    signal: AbortSignal,
  ): AsyncGenerator<RecordedEvent> {
    for await (const batch of this.#feed.follow(after, signal)) {
      const about = await this.#look(batch);
      for (const event of batch) {
        if (this.#isVisible(event, about, access)) yield event;
      }
    }
  }

  /** What tells of data is seen by whoever may receive the data, what tells of policies by whoever administers them. */
  #isVisible(event: RecordedEvent, about: Subjects, access: Access): boolean {
    const queries = queriesFor(event.subject, about, access.actor.element.name);
    const asked = OTHERWISE_ASKED[event.body.kind];
    const permits = (query: ResourceQuery) =>
      asked === undefined
        ? access.permits(query)
        : this.#gate.isPermitted(access.actor, asked, query)?.decision === 'Permit';
    return queries.length > 0 && queries.every(permits);
  }

  async #look(batch: readonly RecordedEvent[]): Promise<Subjects> {
    const sensorIds = [...new Set(batch.flatMap(({ subject }) => subject.sensorId ?? []))];
    const entryIds = [...new Set(batch.flatMap(({ subject }) => subject.entryId ?? []))];
    const entries = await this.#entries.findMany(entryIds);
    const entrySensors = [...entries.values()].flatMap((entry) => entry.sensorIds);
    return { entries, sensors: await this.#sensors.findByIds([...new Set([...sensorIds, ...entrySensors])]) };
  }
}

const RECEIVE_DATA = {
  operation: 'event_follow',
  scope: 'sensing-data-management',
  scosTask: 'Transmission',
} as const;

const ADMINISTER_POLICIES = {
  operation: 'event_follow',
  scope: 'sensor-management',
  scosTask: 'Policy-administration',
} as const;

/** The events that are not decided as the operation that follows them. */
const OTHERWISE_ASKED: Readonly<Partial<Record<EventKind, OperationPolicy>>> = {
  'observation.accepted': RECEIVE_DATA,
  'recording.refused': RECEIVE_DATA,
  'policy.in-force': ADMINISTER_POLICIES,
  'policy.refused': ADMINISTER_POLICIES,
};

interface Subjects {
  readonly sensors: ReadonlyMap<string, Sensor>;
  readonly entries: ReadonlyMap<string, ScheduleEntry>;
}

/** A task is seen by whoever may discover its sensor in its band; what is about neither, as the set of policies. */
function queriesFor(subject: EventSubject, about: Subjects, element: string): ResourceQuery[] {
  const sensor = subject.sensorId === undefined ? undefined : about.sensors.get(subject.sensorId);
  const entry = subject.entryId === undefined ? undefined : about.entries.get(subject.entryId);
  if (sensor !== undefined && entry !== undefined)
    return [taskQuestion(entry, sensor, startOf(subject) ?? entry.start)];
  if (sensor !== undefined) return [sensorQuery(sensor)];
  if (entry !== undefined) return entryQuestions(entry, about.sensors);
  return [{ resource: `${element}:Policies::in-force`, namespace: element }];
}

/** The id of a task carries its start. */
function startOf({ taskId }: EventSubject): Date | undefined {
  return taskId === undefined ? undefined : timeOfUuidv7(taskId);
}
