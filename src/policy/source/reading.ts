import type { FaultLog, Place } from './fault-log.ts';
import type { JsonObject, JsonValue } from './json-text.ts';
import { looseKey } from '../terms/registry.ts';

/** A JSON value and where it stands. */
export interface Node {
  readonly value: JsonValue;
  readonly place: Place;
}

/** A member of an object, with its key as written. */
export interface Member extends Node {
  readonly key: string;
}

/** Longest name of anything, in UTF-16 units. */
const LONGEST_NAME = 256;
const CONTROL = /\p{Cc}/u;

/** True for an object (neither null nor a list). */
export function isJsonObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of an object in their order; a fault and nothing when `node` is none. */
export function membersOf(node: Node, what: string, log: FaultLog): readonly Member[] | undefined {
  const { value, place } = node;
  if (!isJsonObject(value)) {
    log.error('wrong-type', `${what} must be an object`, place);
    return undefined;
  }
  return Object.keys(value).map((key) => ({ key, value: value[key] ?? null, place: place.at(key) }));
}

/**
 * The members of an object by their canonical key, however they are spelled. Unknown keys and keys that mean the same
 * are faults. `isKnown` may let further keys through; they are returned under their own spelling.
 */
export function readObject<Key extends string>(
  node: Node,
  {
    what,
    keys,
    log,
    isKnown,
  }: { what: string; keys: ReadonlyMap<string, Key>; log: FaultLog; isKnown?: (key: string) => boolean },
): { known: ReadonlyMap<Key, Member>; others: readonly Member[] } | undefined {
  const members = membersOf(node, what, log);
  if (members === undefined) return undefined;
  const known = new Map<Key, Member>();
  const others: Member[] = [];
  for (const member of members) {
    const key = keys.get(member.key) ?? keys.get(looseKey(member.key));
    if (key === undefined && isKnown?.(member.key) === true) others.push(member);
    else if (key === undefined) log.error('unknown-key', unknownKey(member.key, what, keys), member.place);
    else if (known.has(key))
      log.error('duplicate-key', `\`${member.key}\` says \`${key}\` a second time`, member.place);
    else known.set(key, member);
  }
  return { known, others };
}

/** A list that is not empty, or a fault. */
export function readList(node: Node, what: string, log: FaultLog): readonly Node[] | undefined {
  const { value, place } = node;
  if (!Array.isArray(value)) {
    log.error('wrong-type', `${what} must be a list`, place);
    return undefined;
  }
  if (value.length === 0) {
    log.error('empty-list', `${what} must not be empty`, place);
    return undefined;
  }
  return value.map((item: JsonValue, index) => ({ value: item, place: place.at(index) }));
}

/** One value, or each of a list. */
export function readOneOrMany(node: Node, what: string, log: FaultLog): readonly Node[] | undefined {
  return Array.isArray(node.value) ? readList(node, what, log) : [node];
}

/** A text, or a fault. */
export function readText({ value, place }: Node, what: string, log: FaultLog): string | undefined {
  if (typeof value === 'string') return composed(value);
  log.error('wrong-type', `${what} must be a text`, place);
  return undefined;
}

/** A name: not empty, no control characters, in Unicode form C. Nothing is trimmed or folded. */
export function readName(node: Node, what: string, log: FaultLog): string | undefined {
  const text = readText(node, what, log);
  const fault = text === undefined ? undefined : faultOfName(text);
  if (fault !== undefined) log.error('bad-name', `${what} ${fault}`, node.place);
  return fault === undefined ? text : undefined;
}

/** What is wrong with `text` as a name, if anything. */
export function faultOfName(text: string): string | undefined {
  if (text === '') return 'is empty';
  if (text.length <= LONGEST_NAME && isPrintableAscii(text)) return undefined;
  if (text.length > LONGEST_NAME) return `is longer than ${LONGEST_NAME} characters`;
  if (CONTROL.test(text)) return 'holds a control character';
  return text.isWellFormed() ? undefined : 'is not well-formed Unicode';
}

/** The text in Unicode form C; most texts are so already. */
export function composed(text: string): string {
  return isPrintableAscii(text) ? text : text.normalize('NFC');
}

function isPrintableAscii(text: string): boolean {
  // For texts as short as names a loop is faster than a regular expression.
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
}

/** true or false, or a fault. */
export function readFlag({ value, place }: Node, what: string, log: FaultLog): boolean | undefined {
  if (typeof value === 'boolean') return value;
  log.error('wrong-type', `${what} must be true or false`, place);
  return undefined;
}

/** Keys by their own and their loose spelling, for `readObject`. */
export function spellings<Key extends string>(canonical: readonly Key[], more: Readonly<Record<string, Key>> = {}) {
  return new Map<string, Key>([
    ...canonical.flatMap((key) => [[key, key] as const, [looseKey(key), key] as const]),
    ...Object.entries(more).map(([spelling, key]) => [looseKey(spelling), key] as const),
  ]);
}

function unknownKey(key: string, what: string, keys: ReadonlyMap<string, string>): string {
  return `unknown key \`${key}\` in ${what}; expected ${[...new Set(keys.values())].join(', ')}`;
}
