import type { Kysely } from 'kysely';
import type { Database } from '../../database/schema.ts';
import type { Access, Settings } from '../../enforcement/access.ts';
import { toImposedSettings } from '../../enforcement/imposed-settings.ts';
import { InvalidInputError, SensorUnavailableError } from '../../errors.ts';
import type { Clock } from '../../spectrum/clock.ts';
import { uuidv7 } from '../../spectrum/identifier.ts';
import { ScheduleConflictError } from '../schedule-conflict-error.ts';
import type { ScheduleRequest } from '../schedule-entry.ts';
import type { PlannableEntry } from '../schedule-repository.ts';
import type { NewTask } from '../task-repository.ts';
import { readCalendars } from './calendar.ts';
import { layOccurrences } from './entry-planner.ts';
import { type Candidate, chooseFree, type FreeChoice } from './free-choice.ts';
import { type HorizonPart, nextHorizonPart } from './horizon.ts';
import { withImposedResolution } from '../policy-limits/imposed-resolution.ts';
import { checkInterval, heldSeconds, strictest } from '../policy-limits/imposed-settings.ts';
import type { Recurrence } from './occurrences.ts';
import { type ScheduleDraft, draftOf } from './schedule-draft.ts';
import { type AbleSensor, type Selection, type SensorChooser, questionAbout } from './sensor-selection.ts';
import { type WantedStart, wantedStartOf } from './wanted-start.ts';

/** An entry with the tasks of its first horizon, ready to be stored. */
export interface EntryPlan {
  readonly entry: PlannableEntry;
  readonly tasks: readonly NewTask[];
}

/** How far ahead calendars are looked at for the next free slot. */
const LOOK_AHEAD_MS = 7 * 86_400_000;

export interface EntryPlanningParts {
  readonly db: Kysely<Database>;
  readonly chooser: SensorChooser;
  readonly clock: Clock;
  readonly horizonSeconds: number;
  /** Hash of the policy set that decides now. */
  readonly setHash: () => string;
}

/** A draft at the moment it is planned. */
interface Wish {
  readonly draft: ScheduleDraft;
  readonly start: WantedStart;
  /** What the Client and the action want; policy may impose more. */
  readonly seconds: number;
  readonly now: Date;
}

/** Turns a request into a plan: chooses sensors, asks policy for every occurrence, finds slots. Changes nothing. */
export class EntryPlanning {
  readonly #parts: EntryPlanningParts;
  constructor(parts: EntryPlanningParts) {
    this.#parts = parts;
  }

  /** @throws InvalidInputError, SensorUnavailableError, PolicyDeniedError, ScheduleConflictError */
  async plan(request: ScheduleRequest, access: Access): Promise<EntryPlan> {
    const now = this.#parts.clock.now();
    // Before the first decision: where the set changes in between, the tasks are decided once more.
    const decidedUnder = this.#parts.setHash();
    const draft = draftOf(request, now);
    const start = wantedStartOf(draft, now);
    const wish = { draft, start, seconds: Math.max(request.slotSeconds ?? 0, draft.neededSeconds), now };
    const asked = { at: start.asked, seconds: wish.seconds, slotSeconds: request.slotSeconds };
    const selection = await this.#parts.chooser.choose(draft, asked, access);
    if (start.exact === undefined) refuseAbsent(selection.able);
    const { chosen, first } = await this.#chooseFree(wish, selection);
    const settings = strictest(chosen.map((one) => one.settings));
    const slotSeconds = heldSeconds(wish.seconds, settings);
    checkInterval(request, slotSeconds);
    const { recurrence, horizon } = this.#firstHorizon(wish, first);
    if (horizon.occurrences.length === 0) throw nothingToDo();
    const resolved = withImposedResolution(draft, toldResolutionHz(chosen));
    await askForEach(horizon, { draft: resolved, chosen, slotSeconds }, access);

    const entry = entryOf({ draft: resolved, chosen, settings, slotSeconds, recurrence, horizon, access, now });
    const laid = layOccurrences(
      { ...entry, decidedUnder },
      horizon.occurrences,
      await this.#calendars(wish, { chosen, first }),
      now,
    );
    if (laid.conflicts.length > 0) throw new ScheduleConflictError(laid.conflicts);
    return { entry, tasks: laid.tasks };
  }

  /** Sensors of a place stand in for each other: those that are free are chosen. */
  async #chooseFree(wish: Wish, { able, count }: Selection): Promise<FreeChoice<AbleSensor & Candidate>> {
    const { start, seconds } = wish;
    const longest = Math.max(...able.map(({ settings }) => heldSeconds(seconds, settings)));
    const calendars = await readCalendars(
      this.#parts.db,
      able.map(({ sensor }) => sensor),
      { start: start.from, stop: this.#lookUntil(start.from, longest) },
    );
    const candidates = able.map((one, index) => ({
      ...one,
      taken: calendars[index]?.taken ?? [],
      slotSeconds: heldSeconds(seconds, one.settings),
    }));
    const starts = (first: Date) => this.#firstHorizon(wish, first).horizon.occurrences.map((one) => one.start);
    return chooseFree(candidates, { count, exact: start.exact, from: start.from, starts });
  }

  /** A horizon that begins later than was looked at also reaches further. */
  async #calendars({ draft, start, seconds }: Wish, { chosen, first }: FreeChoice<AbleSensor & Candidate>) {
    if (draft.request.intervalSeconds === undefined || first <= start.from) return chosen;
    const longest = Math.max(...chosen.map(({ settings }) => heldSeconds(seconds, settings)));
    const sensors = chosen.map(({ sensor }) => sensor);
    return readCalendars(this.#parts.db, sensors, { start: first, stop: this.#lookUntil(first, longest) });
  }

  /** Where the occurrences of the first horizon fall when the entry begins at `first`. */
  #firstHorizon({ draft, now }: Wish, first: Date): { readonly recurrence: Recurrence; readonly horizon: HorizonPart } {
    const { intervalSeconds } = draft.request;
    const recurrence: Recurrence = { start: first, stop: stopFor(draft, first), intervalSeconds };
    // The grid of a repeating entry may be anchored in the past; what is past is not planned.
    const from = intervalSeconds === undefined ? first : new Date(Math.max(first.getTime(), now.getTime()));
    const end = new Date(Math.max(now.getTime(), first.getTime()) + this.#parts.horizonSeconds * 1000);
    return { recurrence, horizon: nextHorizonPart(recurrence, { from, nextSequence: 1 }, end) };
  }

  /** Far enough for the next free slot, and for the slot of the horizon's last occurrence. */
  #lookUntil(from: Date, slotSeconds: number): Date {
    const { horizonSeconds } = this.#parts;
    return new Date(from.getTime() + Math.max(LOOK_AHEAD_MS, horizonSeconds * 1000) + slotSeconds * 1000);
  }
}

/** Every occurrence is evaluated with the slot it really gets; the entry is refused if any is denied. */
async function askForEach(
  horizon: HorizonPart,
  given: { draft: ScheduleDraft; chosen: readonly AbleSensor[]; slotSeconds: number },
  access: Access,
): Promise<void> {
  const { draft, chosen, slotSeconds } = given;
  for (const { start } of horizon.occurrences) {
    for (const able of chosen) {
      const verdict = access.consider(questionAbout(able, draft, { at: start, seconds: slotSeconds, slotSeconds }));
      if (!verdict.permitted) throw await access.refuse(verdict.denial);
    }
  }
}

function refuseAbsent(chosen: readonly AbleSensor[]): void {
  const absent = chosen.filter(({ sensor }) => sensor.association.state !== 'associated');
  if (absent.length === 0) return;
  const reasons = absent.map(({ sensor }) => ({
    sensor: sensor.name,
    reason: `it is not there now (${sensor.association.state})`,
  }));
  throw new SensorUnavailableError(
    `a start as soon as possible needs sensors that are there: ${reasons.map((one) => `\`${one.sensor}\`: ${one.reason}`).join('; ')}`,
    reasons,
  );
}

/** What is hidden is not imposed, for the result would show it: it refuses, as it does a Client's own choice. */
function toldResolutionHz(chosen: readonly AbleSensor[]): number | undefined {
  return toImposedSettings(strictest(chosen.map(({ settings, told }) => told ?? settings))).minResolutionHz;
}

/** A relative stop counts from the real start. */
function stopFor(draft: ScheduleDraft, start: Date): Date | undefined {
  const { relativeStopSeconds } = draft.request;
  return relativeStopSeconds === undefined ? draft.stop : new Date(start.getTime() + relativeStopSeconds * 1000);
}

function nothingToDo(): InvalidInputError {
  return new InvalidInputError([
    { code: 'no-occurrence', detail: 'no occurrence is left between now and `stop`', pointer: '#/stop' },
  ]);
}

function entryOf(made: {
  draft: ScheduleDraft;
  chosen: readonly AbleSensor[];
  settings: Settings;
  slotSeconds: number;
  recurrence: Recurrence;
  horizon: HorizonPart;
  access: Access;
  now: Date;
}): PlannableEntry {
  const { draft, chosen, recurrence, horizon, access, now } = made;
  const { user, element, groups, roles } = access.actor;
  return {
    id: uuidv7(now),
    name: draft.request.name,
    owner: { user, element, groups, roles },
    action: draft.request.action,
    parameters: draft.parametersJson,
    band: draft.band,
    selection: draft.request.selection,
    sensorIds: chosen.map(({ sensor }) => sensor.id),
    start: recurrence.start,
    stop: recurrence.stop,
    intervalSeconds: recurrence.intervalSeconds,
    slotSeconds: made.slotSeconds,
    priority: draft.request.priority,
    isActive: true,
    settings: made.settings,
    ...(chosen.some(({ told }) => told !== undefined) && {
      toldSettings: strictest(chosen.map(({ settings, told }) => told ?? settings)),
    }),
    plannedUntil: horizon.plannedUntil,
    nextSequence: horizon.nextSequence,
    createdAt: now,
    modifiedAt: now,
  };
}
