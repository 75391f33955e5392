import type { Area } from '../../spectrum/area.ts';
import { toGeoJson } from '../../spectrum/area.ts';
import type { Band } from '../../spectrum/band.ts';
import type { Condition, Name, Operand, RecurringWindow, Term } from './tree.ts';

/** A JSON value that says what a part of the tree means, in one spelling: base units, no places. */
export type Canonical = null | boolean | number | string | readonly Canonical[] | { readonly [key: string]: Canonical };

/** A condition in canonical form, `operator: {field: value}`. */
export function canonicalCondition(condition: Condition): Canonical {
  switch (condition.kind) {
    case 'test':
      return { [condition.operator]: { [condition.field.name]: canonicalOperand(condition.operand) } };
    case 'not':
      return { not: canonicalCondition(condition.of) };
    case 'allOf':
    case 'anyOf':
      return { [condition.kind]: condition.of.map(canonicalCondition) };
  }
}

/** `[start, stop]` in Hz. */
export function canonicalBand({ startHz, stopHz }: Band): Canonical {
  return [startHz, stopHz];
}

/** Positions as given, or a circle in degrees and metres. */
export function canonicalArea(given: Area): Canonical {
  if (given.kind === 'polygons') return { polygons: toGeoJson(given).coordinates };
  const { center, radiusM } = given;
  return { circle: { center: [center.longitude, center.latitude], radius: radiusM } };
}

/** Seconds of the day, or microseconds since 1970; null for an open end. */
export function canonicalWindow(given: RecurringWindow): Canonical {
  if (given.kind === 'daily') return { daily: [given.startSeconds, given.stopSeconds], days: given.days };
  const edge = (micros: number) => (Number.isFinite(micros) ? micros : null);
  return { from: edge(given.startMicros), to: edge(given.stopMicros) };
}

/** Names as texts. */
export function canonicalNames(given: readonly Name[]): Canonical {
  return given.map(({ text }) => text);
}

/** Aliases as texts, values in canonical form. */
export function canonicalTerms<T>(given: readonly Term<T>[], canonical: (value: T) => Canonical): Canonical {
  return given.map((term) => ('alias' in term ? term.alias : canonical(term.value)));
}

function canonicalOperand(given: Operand): Canonical {
  switch (given.kind) {
    case 'names':
      return canonicalNames(given.names);
    case 'frequency':
      return canonicalTerms(given.terms, canonicalBand);
    case 'time':
      return canonicalTerms(given.terms, canonicalWindow);
    case 'location':
      return canonicalTerms(given.terms, canonicalArea);
    case 'pattern':
      return given.pattern;
    case 'exists':
      return given.wanted;
    case 'quantity':
    case 'scalar':
      return given.value;
    case 'list':
      return given.values.map(({ value }) => value);
  }
}
