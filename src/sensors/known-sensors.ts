import { type SensorRow, associationOf, toSensor } from './sensor-rows.ts';
import type { Sensor } from './sensor.ts';

/** More are not remembered; about 4 kB each. */
const MOST = 4096;

/** The sensors read last: of a row that has not changed the same Sensor object, so that nothing is decoded again. */
export class KnownSensors {
  readonly #byId = new Map<string, { readonly version: string; readonly sensor: Sensor }>();

  /** As `toSensor` of sensor-rows.ts. */
  toSensor(row: SensorRow, now: Date): Sensor {
    const known = this.#byId.get(row.id);
    // An association expires without a change of its row.
    if (known?.version === row.version && known.sensor.association.state === associationOf(row, now).state) {
      return known.sensor;
    }
    const sensor = toSensor(row, now);
    if (this.#byId.size >= MOST) this.#byId.clear();
    this.#byId.set(row.id, { version: row.version, sensor });
    return sensor;
  }
}
