import { uuidv7 } from '../../spectrum/identifier.ts';
import { windowFrom } from '../../spectrum/time-window.ts';
import type { Calendar } from './calendar.ts';
import type { Occurrence } from './occurrences.ts';
import type { SlotConflict } from '../schedule-conflict-error.ts';
import { firstConflict, firstFreeWindow } from './slot-search.ts';
import type { NewTask } from '../task-repository.ts';

/** What of an entry its tasks are made from. */
export interface EntryToLay {
  readonly id: string;
  readonly slotSeconds: number;
  /** Hash of the policy set under which the occurrences were decided; absent: they still have to be. */
  readonly decidedUnder?: string;
}

/** Occurrences laid into slots; those that found theirs taken are told apart and nothing else is moved for them. */
export interface LaidTasks {
  readonly tasks: readonly NewTask[];
  readonly conflicts: readonly (SlotConflict & { readonly sequence: number })[];
}

/** Lays every occurrence on every sensor, one task and one slot each. */
export function layOccurrences(
  entry: EntryToLay,
  occurrences: readonly Occurrence[],
  calendars: readonly Calendar[],
  now: Date,
): LaidTasks {
  const tasks: NewTask[] = [];
  const conflicts: (SlotConflict & { sequence: number })[] = [];
  for (const { sequence, start } of occurrences) {
    const window = windowFrom(start, entry.slotSeconds);
    for (const { sensor, taken } of calendars) {
      if (firstConflict(taken, window) === undefined) {
        const { id: entryId, slotSeconds, decidedUnder } = entry;
        const decided = decidedUnder === undefined ? {} : { decidedUnder };
        const common = { entryId, sequence, sensorId: sensor.id, window, slotSeconds, ...decided };
        // The id carries the start, so that tasks in order of id are in order of time.
        tasks.push({ ...common, id: uuidv7(start), slotId: uuidv7(now) });
        continue;
      }
      const nextFree = firstFreeWindow(taken, start, entry.slotSeconds).start;
      conflicts.push({ sequence, sensorId: sensor.id, sensorName: sensor.name, ...window, nextFree });
    }
  }
  return { tasks, conflicts };
}
