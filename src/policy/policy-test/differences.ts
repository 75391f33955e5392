import type { JsonObject } from '../source/json-text.ts';
import type { PolicyAnswer } from './policy-test.ts';
import { ANSWER_KEYS } from './policy-test.ts';

/** A key of an answer that is not as expected, both sides as JSON text. */
export interface Difference {
  readonly key: string;
  readonly expected: string;
  readonly actual: string;
}

/** Lists in which the order says nothing. */
const UNORDERED: ReadonlySet<string> = new Set(['matched', 'obligations', 'defaults']);

/** Where `answer` is not what `expected` says; only the keys that it has are compared. */
export function differencesOf(expected: JsonObject, answer: PolicyAnswer): readonly Difference[] {
  return ANSWER_KEYS.filter((key) => Object.hasOwn(expected, key)).flatMap((key) => {
    const wanted = textOf(key, expected[key]);
    const actual = textOf(key, answer[key]);
    return wanted === actual ? [] : [{ key, expected: wanted, actual }];
  });
}

/** One text for all values that mean the same under `key`. */
function textOf(key: string, value: unknown): string {
  if (UNORDERED.has(key)) return `[${(Array.isArray(value) ? value.map(stableJson) : []).sort().join(', ')}]`;
  const isNothing = value === undefined || value === null || stableJson(value) === '{}';
  return isNothing ? 'null' : stableJson(value);
}

/** JSON with the keys of objects in order. */
function stableJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stableJson).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return members.length === 0
    ? '{}'
    : `{ ${members.map(([key, member]) => `${JSON.stringify(key)}: ${stableJson(member)}`).join(', ')} }`;
}
