import type { PolicyGate } from '../../enforcement/gate.ts';
import { PolicyDeniedError } from '../../enforcement/policy-denied-error.ts';
import type { Actor } from '../../identity/actor.ts';
import { sensorQuery } from '../sensor-access.ts';
import type { Sensor } from '../sensor.ts';

const ASSOCIATE = { operation: 'associate', scope: 'sensor-management', scosTask: 'Association' } as const;

/** Asks policy whether a sensor may associate; the sensor speaks for itself, in the role `sensor`. */
export class AssociationAuthorization {
  readonly #gate: PolicyGate;
  constructor(gate: PolicyGate) {
    this.#gate = gate;
  }

  /** @throws {PolicyDeniedError} after the denial is stored */
  async authorize(sensor: Sensor): Promise<void> {
    const judged = this.#gate.judge(actorOf(sensor), ASSOCIATE, sensorQuery(sensor));
    await this.#gate.keep(undefined, [judged.record]);
    if (!judged.verdict.permitted) throw new PolicyDeniedError(judged.verdict.denial);
  }
}

function actorOf(sensor: Sensor): Actor {
  return { user: sensor.name, element: sensor.element, groups: sensor.groups, roles: ['sensor'] };
}
