import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { uuidv7 } from '../../src/spectrum/identifier.ts';

const CENTER_HZ = 98_000_000;
const SAMPLE_RATE_HZ = 10_240_000;
/** What every task of this bench measures, with the action's own defaults: five rows of 1024 values, 20,480 bytes. */
export const PARAMETERS = { center_hz: CENTER_HZ, sample_rate_hz: SAMPLE_RATE_HZ } as const;

const SLOT_SECONDS = 1;
/** Before the first task's time: nothing may come to pass while the bench runs. */
const AHEAD_MS = 3_600_000;

/** A task that a sensor has begun and whose outcome is due. */
export interface PreparedTask {
  readonly id: string;
  readonly sequence: number;
  readonly startsAt: Date;
}

/** Puts tasks into the database as the scheduler leaves them once their agents run them: each with its slot. */
export class PreparedTasks {
  readonly #client: Client;
  readonly #entryId: string;
  readonly #firstStartMs = Date.now() + AHEAD_MS;
  /** Per sensor: how many tasks it has got. */
  readonly #given = new Map<string, number>();

  private constructor(client: Client, entryId: string) {
    this.#client = client;
    this.#entryId = entryId;
  }

  /** With one entry of the client's, for all of `sensorIds`. */
  static async start(client: Client, sensorIds: readonly string[]): Promise<PreparedTasks> {
    const id = uuidv7();
    const now = new Date();
    await client.query(INSERT_ENTRY, [
      id,
      JSON.stringify(PARAMETERS),
      `[${CENTER_HZ - SAMPLE_RATE_HZ / 2},${CENTER_HZ + SAMPLE_RATE_HZ / 2})`,
      JSON.stringify({ kind: 'sensors', sensorIds }),
      sensorIds,
      now,
    ]);
    return new PreparedTasks(client, id);
  }

  async give(sensorId: string, count: number): Promise<readonly PreparedTask[]> {
    const first = this.#given.get(sensorId) ?? 0;
    this.#given.set(sensorId, first + count);
    const tasks = Array.from({ length: count }, (_, index) => ({
      id: uuidv7(),
      sequence: first + index + 1,
      startsAt: new Date(this.#firstStartMs + (first + index) * SLOT_SECONDS * 1000),
    }));
    await this.#client.query(INSERT_TASKS, [
      tasks.map(() => randomUUID()),
      tasks.map((task) => task.id),
      tasks.map((task) => task.sequence),
      tasks.map((task) => task.startsAt),
      sensorId,
      this.#entryId,
      SLOT_SECONDS,
    ]);
    return tasks;
  }
}

const INSERT_ENTRY = `
  insert into schedule_entry (id, name, element_id, owner, action, parameters, band_hz, selection, sensor_ids, start_at,
    interval_seconds, slot_seconds, priority, is_active, settings, next_sequence, created_at, modified_at)
  select $1, 'prepared', element.id,
    jsonb_build_object('user', element_user.name, 'groups', '[]'::jsonb, 'roles', to_jsonb(element_user.roles),
      'element', jsonb_build_object('id', element.id, 'name', element.name)),
    'm4s', $2, $3::int8range, $4, $5, $6, ${SLOT_SECONDS}, ${SLOT_SECONDS}, 10, true, '{}', 1, $6, $6
  from element join element_user on element_user.element_id = element.id and element_user.name = 'client'`;

const INSERT_TASKS = `
  with given as (
    select * from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::timestamptz[]) as task (slot_id, id, sequence, starts_at)
  ), slots as (
    insert into slot (id, radio_id, span)
    select slot_id, $5::uuid, tstzrange(starts_at, starts_at + make_interval(secs => $7::float8)) from given
  )
  insert into task (id, entry_id, sequence, sensor_id, slot_id, state, starts_at, slot_seconds, running_at)
  select id, $6::uuid, sequence, $5::uuid, slot_id, 'running', starts_at, $7::float8, starts_at from given`;
