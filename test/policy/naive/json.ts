/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** True for an object that is neither null nor a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** §4.2: keys are matched after dropping `-`, `_`, space and case. */
export function loose(key: string): string {
  return key.replaceAll(/[-_ ]/g, '').toLowerCase();
}

/** The member of an object under any of these keys, loosely spelled. */
export function member(object: unknown, ...keys: readonly string[]): unknown {
  if (!isObject(object)) return undefined;
  const wanted = keys.map(loose);
  return Object.entries(object).find(([key]) => wanted.includes(loose(key)))?.[1];
}

/** One value or each of a list. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
