import { type Kysely, sql } from 'kysely';
import type { Database } from '../../database/schema.ts';
import { LIVE_TASK_STATES } from '../task.ts';

/** An entry, or one that is asked for, and whose it is. */
export interface RankedEntry {
  readonly id: string;
  readonly elementId: string;
}

/**
 * How many measurements an Element has on each sensor (`concurrent-tasks`). What a Client asks for is one, however often
 * it repeats, for as long as one of its tasks is live.
 */
export class ConcurrentEntries {
  readonly #bySensor: ReadonlyMap<string, readonly RankedEntry[]>;
  private constructor(bySensor: ReadonlyMap<string, readonly RankedEntry[]>) {
    this.#bySensor = bySensor;
  }

  /** As they are now on these sensors. */
  static async on(db: Kysely<Database>, sensorIds: readonly string[]): Promise<ConcurrentEntries> {
    if (sensorIds.length === 0) return new ConcurrentEntries(new Map());
    const rows = await db
      .selectFrom('task')
      .innerJoin('scheduleEntry', 'scheduleEntry.id', 'task.entryId')
      .select(['task.sensorId', 'scheduleEntry.id', 'scheduleEntry.elementId'])
      .distinct()
      .where(sql<boolean>`task.sensor_id = any(${[...sensorIds]}::uuid[])`)
      .where('task.state', 'in', [...LIVE_TASK_STATES])
      .execute();
    return new ConcurrentEntries(Map.groupBy(rows, ({ sensorId }) => sensorId));
  }

  /**
   * The place of `entry` among its Element's on the sensor, from 1, in the order in which they came: a limit that is
   * lowered ends the youngest and leaves the others.
   */
  rankOf({ id, elementId }: RankedEntry, sensorId: string): number {
    const others = this.#bySensor.get(sensorId) ?? [];
    return 1 + others.filter((other) => other.elementId === elementId && other.id < id).length;
  }
}
