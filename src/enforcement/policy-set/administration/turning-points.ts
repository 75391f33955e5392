import type { PolicySet } from '../../../policy/policy-set.ts';
import type { Condition, RecurringWindow, Statement, Term } from '../../../policy/terms/tree.ts';

/** Of the instants, at most; those of a set that is meant for people are a handful. */
const MOST = 500;
const DAY_MS = 86_400_000;

/** The instants after `now` at which a window of the policies on administration opens or closes, for a week of days. */
export function turningPoints(set: PolicySet, now: Date): readonly Date[] {
  const statements = set.policies
    .filter(({ scope }) => scope === 'sensor-management')
    .flatMap((policy) => policy.statements);
  const aliases = set.aliases.flatMap((alias) => (alias.kind === 'time' ? alias.members : []));
  const windows = [...statements.flatMap(windowsOf), ...aliases].flatMap((term) => ('value' in term ? term.value : []));
  const instants = new Set(windows.flatMap((window) => edgesOf(window, now)).filter((at) => at > now.getTime()));
  return [...instants]
    .sort((a, b) => a - b)
    .slice(0, MOST)
    .map((at) => new Date(at));
}

function windowsOf({ time = [], condition }: Statement): readonly Term<RecurringWindow>[] {
  return [...time, ...(condition === undefined ? [] : windowsIn(condition))];
}

function windowsIn(condition: Condition): readonly Term<RecurringWindow>[] {
  switch (condition.kind) {
    case 'test':
      return condition.operand.kind === 'time' ? condition.operand.terms : [];
    case 'not':
      return windowsIn(condition.of);
    case 'allOf':
    case 'anyOf':
      return condition.of.flatMap(windowsIn);
  }
}

/** Milliseconds since 1970. */
function edgesOf(window: RecurringWindow, now: Date): readonly number[] {
  if (window.kind === 'span') {
    return [window.startMicros, window.stopMicros].filter(Number.isFinite).map((micros) => Math.ceil(micros / 1000));
  }
  const midnight = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  return Array.from({ length: 8 }, (_, day) => midnight + day * DAY_MS).flatMap((day) =>
    [window.startSeconds, window.stopSeconds].map((seconds) => Math.ceil(day + seconds * 1000)),
  );
}
