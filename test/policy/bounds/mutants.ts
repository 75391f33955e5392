/** Policy documents in which one edge has moved by one step, found by walking their JSON. */
import { parseQuantity } from '../../../src/spectrum/quantity.ts';
import { instantText } from '../../../src/policy/format/time-text.ts';
import { parseTimestamp } from '../../../src/policy/terms/timestamp.ts';

type Path = readonly (string | number)[];

/** A document with one edge moved, and which. */
export interface Mutant {
  readonly what: string;
  readonly document: unknown;
}

/** Fields and attributes, by loose name, and the step by which their edge is moved. */
const STEPS: readonly (readonly [RegExp, 'frequency' | 'time' | 'power' | 'number', number])[] = [
  [/^(min-)?resolution-bandwidth$|^bandwidth$|^frequency\.(min|max)$|^sample-rate$/i, 'frequency', 1],
  [/^(min-sensing-|max-data-)?(slot|storage)-duration$|^wait-time$|^interval$/i, 'time', 1e-6],
  [/^(resource\.)?sensitivity$/i, 'power', 0.01],
  [/^max-concurrent-tasks$|^priority$|^battery-level$|^concurrent-tasks$/i, 'number', 1],
];
const OPERATORS = /^(equals|lessthan|greaterthan|lessthanequals|greaterthanequals)$/i;
const CLOCK = /^(\d\d):(\d\d)(?::(\d\d))?$/;

/** Every mutant of `document`. */
export function mutantsOf(document: unknown): readonly Mutant[] {
  const mutants: Mutant[] = [];
  const add = (path: Path, values: readonly unknown[]) => {
    for (const value of values)
      mutants.push({ what: `${path.join('/')} = ${JSON.stringify(value)}`, document: replaced(document, path, value) });
  };
  visit(document, [], (value, path) => {
    add(path, movedValues(value, path));
  });
  return mutants;
}

function movedValues(value: unknown, path: Path): readonly unknown[] {
  const keys = path.map((key) => String(key));
  const last = keys.at(-1) ?? '';
  if (isBandEdge(value, keys)) return moved(value, 'frequency', 1);
  if (keys.includes('coordinates') && typeof value === 'number') return [];
  if (keys.includes('coordinates') && isPosition(value)) return [];
  if (isRing(value)) return movedRings(value);
  if (last === 'center' && isPosition(value))
    return [
      [value[0] + 1e-6, value[1]],
      [value[0], value[1] - 1e-6],
    ];
  if (last === 'radius') return moved(value, 'length', 1);
  if ((last === 'from' || last === 'to') && typeof value === 'string') return movedStamp(value);
  if (typeof value === 'string' && CLOCK.test(value) && keys.includes('daily')) return movedClock(value);
  return movedQuantity(value, keys);
}

function movedQuantity(value: unknown, keys: readonly string[]): readonly unknown[] {
  if (typeof value === 'object') return [];
  const [last = '', before = ''] = keys.toReversed();
  const field = OPERATORS.test(last) ? before : last;
  const isEdge = OPERATORS.test(last) || OPERATORS.test(before) || !keys.includes('Condition');
  const found = STEPS.find(([names]) => names.test(field));
  return found === undefined || !isEdge ? [] : moved(value, found[1], found[2]);
}

function moved(value: unknown, dimension: Parameters<typeof parseQuantity>[1], step: number): readonly unknown[] {
  const reading = parseQuantity(value, dimension);
  if (!reading.ok) return [];
  return [reading.value - step, reading.value + step].filter((one) => one >= 0 || dimension === 'power').map(toDecimal);
}

function movedStamp(text: string): readonly unknown[] {
  const reading = parseTimestamp(text);
  return reading.ok ? [instantText(reading.micros - 1), instantText(reading.micros + 1)] : [];
}

function movedClock(text: string): readonly unknown[] {
  const [hour = 0, minute = 0, second = 0] = text.split(':').map(Number);
  const seconds = hour * 3600 + minute * 60 + second;
  return [seconds - 1, seconds + 1]
    .filter((one) => one >= 0 && one < 86_400)
    .map((one) =>
      [Math.floor(one / 3600), Math.floor(one / 60) % 60, one % 60]
        .map((part) => String(part).padStart(2, '0'))
        .join(':'),
    );
}

/** Each corner moved across both sides that meet there. */
function movedRings(ring: readonly (readonly [number, number])[]): readonly unknown[] {
  return ring.slice(1).map((_, index) => {
    const [x, y] = ring[index] ?? [0, 0];
    const changed: (readonly [number, number])[] = ring.map((one, at) =>
      at === index || (index === 0 && at === ring.length - 1) ? [x + 1e-6, y + 0.7e-6] : one,
    );
    return changed;
  });
}

function isBandEdge(value: unknown, keys: readonly string[]): boolean {
  if (typeof value !== 'number' && typeof value !== 'string') return false;
  if (!keys.some((key) => /^frequency$/i.test(key)) || !parseQuantity(value, 'frequency').ok) return false;
  return /^(0|1|min|max)$/.test(keys.at(-1) ?? '');
}

function isRing(value: unknown): value is readonly (readonly [number, number])[] {
  return Array.isArray(value) && value.length > 3 && value.every(isPosition);
}

function isPosition(value: unknown): value is readonly [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === 'number');
}

function toDecimal(value: number): number {
  return Number(value.toFixed(6));
}

function visit(value: unknown, path: Path, each: (value: unknown, path: Path) => void): void {
  each(value, path);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value))
    visit(member, [...path, Array.isArray(value) ? Number(key) : key], each);
}

function replaced(value: unknown, path: Path, by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (index === key ? replaced(item, rest, by) : item));
  return Object.fromEntries(
    Object.entries(value as object).map(([name, member]: [string, unknown]) => [
      name,
      name === key ? replaced(member, rest, by) : member,
    ]),
  );
}
