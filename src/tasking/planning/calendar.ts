import type { Kysely } from 'kysely';
import type { Database } from '../../database/schema.ts';
import type { Sensor } from '../../sensors/sensor.ts';
import type { TimeWindow } from '../../spectrum/time-window.ts';
import { SlotRepository } from '../slot-repository.ts';

/** A sensor with the slots that are taken on its radio around the time in question, in order. */
export interface Calendar {
  readonly sensor: Pick<Sensor, 'id' | 'name'>;
  readonly taken: readonly TimeWindow[];
}

/** The calendars of `sensors`, in their order, as far as slots reach into `reach`. */
export async function readCalendars(
  db: Kysely<Database>,
  sensors: readonly Calendar['sensor'][],
  reach: TimeWindow,
): Promise<Calendar[]> {
  const taken = await new SlotRepository(db).taken(
    sensors.map(({ id }) => id),
    reach,
  );
  return sensors.map((sensor) => ({ sensor, taken: taken.get(sensor.id) ?? [] }));
}
