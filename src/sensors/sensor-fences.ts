import type { FencedSensor, FenceIssuer, IssuedFence } from '../enforcement/fences/fence-issuer.ts';
import { sensorQuery } from './sensor-access.ts';
import type { SensorRepository } from './sensor-repository.ts';
import type { Sensor } from './sensor.ts';

/** The fences of the sensors that joined. */
export class SensorFences {
  readonly #sensors: Pick<SensorRepository, 'findByIds'>;
  readonly #issuer: FenceIssuer;
  constructor(sensors: Pick<SensorRepository, 'findByIds'>, issuer: FenceIssuer) {
    this.#sensors = sensors;
    this.#issuer = issuer;
  }

  /** Hash of the set that fences are made from now. */
  get setHash(): string {
    return this.#issuer.setHash;
  }

  get validSeconds(): number {
    return this.#issuer.validSeconds;
  }

  /** A new fence for each of those that exist, as they are now. */
  async issue(sensorIds: readonly string[]): Promise<readonly IssuedFence[]> {
    const sensors = await this.#sensors.findByIds(sensorIds);
    return this.#issuer.issue([...sensors.values()].map(toFencedSensor));
  }
}

/** The sensor as its fence is derived: as policy is asked about it, and whether it moves. */
export function toFencedSensor(sensor: Sensor): FencedSensor {
  const { resource, groups = [], namespace, resourceAttributes = {}, location } = sensorQuery(sensor);
  const { mobile } = sensor;
  return {
    sensorId: sensor.id,
    subject: { resource, groups, namespace, attributes: resourceAttributes, location, mobile },
  };
}
