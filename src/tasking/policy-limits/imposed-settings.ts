import type { Settings } from '../../enforcement/access.ts';
import { toImposedSettings } from '../../enforcement/imposed-settings.ts';
import { InvalidInputError } from '../../errors.ts';
import { findAttribute } from '../../policy/terms/registry.ts';
import type { ScheduleRequest } from '../schedule-entry.ts';

/** What policy imposes on any of several sensors, for an entry on all of them: the strictest limit holds. */
export function strictest(each: readonly Settings[]): Settings {
  const names = new Set(each.flatMap((settings) => Object.keys(settings)));
  const given = [...names].map((name) => [name, strictestOf(name, each)] as const);
  return Object.fromEntries(given.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function strictestOf(name: string, each: readonly Settings[]): Settings[string] | undefined {
  const values = each.flatMap((settings) => settings[name] ?? []);
  const numbers = values.filter((value) => typeof value === 'number');
  switch (findAttribute(name)?.combination) {
    case 'minimum':
      return Math.max(...numbers);
    case 'maximum':
      return Math.min(...numbers);
    case 'true-wins':
      return values.includes(true);
    case 'switch':
    case undefined:
      // What the sensors do not have in common can't be said of the entry.
      return new Set(values).size === 1 ? values[0] : undefined;
  }
}

/** The slot that is held where so long a one is wanted: policy may impose a longer one. Seconds. */
export function heldSeconds(wantedSeconds: number, settings: Settings): number {
  return Math.max(toImposedSettings(settings).minSlotSeconds ?? 0, wantedSeconds);
}

/** @throws {InvalidInputError} when policy makes the slot longer than the interval. */
export function checkInterval(request: ScheduleRequest, slotSeconds: number): void {
  if (request.intervalSeconds === undefined || request.intervalSeconds >= slotSeconds) return;
  const detail = `policy imposes a slot of ${slotSeconds} s, the interval is ${request.intervalSeconds} s`;
  throw new InvalidInputError([{ code: 'interval-too-short', detail, pointer: '#/interval' }]);
}
