import type { Kysely } from 'kysely';
import type { Database } from '../../database/schema.ts';
import type { Access, ResourceQuery, Settings, Verdict } from '../../enforcement/access.ts';
import type { Denial } from '../../enforcement/policy-denied-error.ts';
import { InvalidInputError, SensorUnavailableError } from '../../errors.ts';
import { sensorQuery } from '../../sensors/sensor-access.ts';
import type { SensorRepository } from '../../sensors/sensor-repository.ts';
import type { Sensor } from '../../sensors/sensor.ts';
import { isResolutionOpen, withOpenResolution } from '../policy-limits/imposed-resolution.ts';
import { shortcomings } from './capability-check.ts';
import { SCOS_CODES } from '../../spectrum/scos-codes.ts';
import { ConcurrentEntries } from '../policy-limits/concurrent-entries.ts';
import { measurementQuestion, type MeasurementMoment } from '../measurement-question.ts';
import type { ScheduleDraft } from './schedule-draft.ts';
import type { SensorSelection } from '../schedule-entry.ts';

/** A sensor that can measure what is asked and may, with what policy imposes on it. */
export interface AbleSensor {
  readonly sensor: Sensor;
  readonly settings: Settings;
  /** What of them may be told, where that is not all. */
  readonly told?: Settings;
  /** The place that the new entry takes among its Element's on this sensor. */
  readonly concurrentTasks: number;
}

/** At least `count` sensors, so many of which are wanted. */
export interface Selection {
  readonly able: readonly AbleSensor[];
  readonly count: number;
}

interface Rejected {
  readonly sensor: string;
  readonly reason: string;
  readonly denial?: Denial;
}

/** How many sensors of a place are looked at, in order of id, before the request is refused. */
const LOOKED_AT = 1000;
/** How many of those that can and may are looked for, so that the free ones of them can be chosen. */
const ABLE_SENSORS = 100;

/** Finds the sensors for a draft: those named, or those in a place that can and may. */
export class SensorChooser {
  readonly #db: Kysely<Database>;
  readonly #sensors: SensorRepository;
  constructor(db: Kysely<Database>, sensors: SensorRepository) {
    this.#db = db;
    this.#sensors = sensors;
  }

  /** @throws InvalidInputError (unknown sensor), SensorUnavailableError, PolicyDeniedError */
  async choose(draft: ScheduleDraft, moment: MeasurementMoment, access: Access): Promise<Selection> {
    const { selection } = draft.request;
    if (selection.kind === 'place') return this.#fromPlace(selection, draft, { moment, access });
    const able = await this.#named(selection.sensorIds, draft, { moment, access });
    return { able, count: able.length };
  }

  async #named(ids: readonly string[], draft: ScheduleDraft, asking: Asking): Promise<AbleSensor[]> {
    const found = await this.#sensors.findByIds(ids);
    // Policy first: who may not task a sensor learns nothing about what it can do.
    const chosen: AbleSensor[] = [];
    const rank = await this.#rankAmong(ids, asking.access);
    for (const id of ids) {
      const sensor = found.get(id);
      if (sensor === undefined) continue;
      const concurrentTasks = rank(id);
      const verdict = ask({ sensor, concurrentTasks }, draft, asking);
      if (!verdict.permitted) throw await asking.access.refuse(verdict.denial);
      chosen.push({ sensor, concurrentTasks, ...imposedBy(verdict) });
    }
    const unknown = ids.flatMap((id, index) =>
      found.has(id) ? [] : [{ code: 'unknown-sensor', detail: `no sensor \`${id}\``, pointer: `#/sensors/${index}` }],
    );
    if (unknown.length > 0) throw new InvalidInputError(unknown);
    const unable = chosen.flatMap(({ sensor }) => reasonsAgainst(sensor, draft));
    if (unable.length > 0) {
      const why = unable.map(({ sensor, reason }) => `\`${sensor}\`: ${reason}`).join('; ');
      throw new SensorUnavailableError(`not every sensor named can do this: ${why}`, unable, SCOS_CODES.notCapable);
    }
    return chosen;
  }

  async #fromPlace(
    selection: Extract<SensorSelection, { kind: 'place' }>,
    draft: ScheduleDraft,
    asking: Asking,
  ): Promise<Selection> {
    const able: AbleSensor[] = [];
    const rejected: Rejected[] = [];
    const candidates = await this.#sensors.findMany({ place: selection.place }, { limit: LOOKED_AT });
    const rank = await this.#rankAmong(
      candidates.items.map(({ id }) => id),
      asking.access,
    );
    for (const sensor of candidates.items) {
      if (able.length >= Math.max(selection.count, ABLE_SENSORS)) break;
      const against = [...absence(sensor), ...reasonsAgainst(sensor, draft)];
      if (against.length > 0) {
        rejected.push(...against);
        continue;
      }
      const concurrentTasks = rank(sensor.id);
      const verdict = ask({ sensor, concurrentTasks }, draft, asking);
      if (verdict.permitted) able.push({ sensor, concurrentTasks, ...imposedBy(verdict) });
      else rejected.push({ sensor: sensor.name, reason: 'denied by policy', denial: verdict.denial });
    }
    if (able.length >= selection.count) return { able, count: selection.count };
    const denial = rejected.find((one) => one.denial !== undefined)?.denial;
    // When policy stands between the Client and enough sensors, the answer is policy's.
    if (denial !== undefined) throw await asking.access.refuse(denial);
    throw new SensorUnavailableError(
      `${selection.count} sensors are wanted, ${able.length} of those in the area can do this now`,
      rejected.map(({ sensor, reason }) => ({ sensor, reason })),
      rejected.length === 0 ? SCOS_CODES.noSuchSensor : SCOS_CODES.notCapable,
    );
  }

  /** The place of an entry that comes now on each sensor. */
  async #rankAmong(sensorIds: readonly string[], access: Access): Promise<(sensorId: string) => number> {
    const concurrent = await ConcurrentEntries.on(this.#db, sensorIds);
    return (sensorId) => concurrent.rankOf({ id: AFTER_ALL, elementId: access.actor.element.id }, sensorId);
  }
}

/** Orders behind every id. */
const AFTER_ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

interface Asking {
  readonly moment: MeasurementMoment;
  readonly access: Access;
}

/** What policy says of a sensor. A limit that only our own choice of a resolution breaks is imposed instead. */
function ask(on: AskedSensor, draft: ScheduleDraft, { access, moment }: Asking): Verdict {
  const verdict = access.consider(questionAbout(on, draft, moment));
  if (verdict.permitted || verdict.denial.reason !== 'constraint-violation' || !isResolutionOpen(draft.request))
    return verdict;
  const open = access.consider(questionAbout(on, withOpenResolution(draft), moment));
  return open.permitted ? open : verdict;
}

type AskedSensor = Pick<AbleSensor, 'sensor' | 'concurrentTasks'>;

/** The measurement on this sensor as policy is asked about it. */
export function questionAbout(
  { sensor, concurrentTasks }: AskedSensor,
  { measurement }: ScheduleDraft,
  moment: MeasurementMoment,
): ResourceQuery {
  const attributes = { ...measurement.attributes, 'concurrent-tasks': concurrentTasks };
  return measurementQuestion({ ...measurement, attributes }, sensorQuery(sensor), moment);
}

function reasonsAgainst(sensor: Sensor, draft: ScheduleDraft): Rejected[] {
  const [reason] = shortcomings(sensor, draft.need);
  return reason === undefined ? [] : [{ sensor: sensor.name, reason }];
}

function absence(sensor: Sensor): Rejected[] {
  const { state } = sensor.association;
  return state === 'associated' ? [] : [{ sensor: sensor.name, reason: `it is not there now (${state})` }];
}

function imposedBy({ settings, told }: Extract<Verdict, { permitted: true }>): Pick<AbleSensor, 'settings' | 'told'> {
  return { settings, ...(told && { told }) };
}
