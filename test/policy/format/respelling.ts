/**
 * Other spellings of a policy document that mean the same: every choice that the grammar leaves open is made at random,
 * from a seed, so that two seeds give two texts that a regulator may have written for one policy.
 */
import { parseQuantity } from '../../../src/spectrum/quantity.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = Readonly<Record<string, Json>>;

const DAY_NAMES = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  Scanning: ['scan', 'SCANNING', 'scanning'],
  Calibration: ['Calibration-operation', 'calibration'],
  Storage: ['store', 'STORE'],
  Transmission: ['transmit', 'transmission'],
};
const DEFAULT_SCOPES: Readonly<Record<string, string>> = {
  'SSM-Policy': 'sensing-management',
  'SPU-Policy': 'sensing-management',
  'SSD-Policy': 'sensor-management',
  'SPA-Policy': 'sensor-management',
  'SDM-Policy': 'sensing-data-management',
};
const OPERATORS = 'equals like contains in exists lessthan greaterthan lessthanequals greaterthanequals'.split(' ');
const FREQUENCY_UNITS = ['Hz', 'kHz', 'MHz', 'GHz'];
const PLAIN_LISTS = new Set(['color', 'purpose', 'fw', 'resource.kind', 'tags']);

/** One document as text, spelled anew from `seed`. */
export function respelled(document: JsonObject, seed: number): string {
  const speller = new Speller(seed);
  const json = speller.document(document);
  return speller.pick([JSON.stringify(json), JSON.stringify(json, undefined, 3), `\uFEFF${JSON.stringify(json)}`]);
}

class Speller {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  document(given: JsonObject): Json {
    const { Policies = [], Aliases, Defaults, namespace } = given;
    const policies = this.#shuffled(Policies as readonly JsonObject[]).map((one) =>
      'Aliases' in one ? this.document(one) : this.#policy(one),
    );
    const items = policies.map((policy, index) =>
      'Aliases' in ((Policies as readonly JsonObject[])[index] ?? {}) || !this.#coin() || isDocument(policy)
        ? policy
        : { [this.#key('Version')]: '2017-02-15', [this.#key('Policy')]: policy },
    );
    return this.#members([
      ['Version', '2017-02-15'],
      ...(namespace === undefined ? [] : ([['namespace', namespace]] as const)),
      ['Policies', items],
      ...(Aliases === undefined ? [] : ([['Aliases', this.#aliases(Aliases as JsonObject)]] as const)),
      ...(Defaults === undefined ? [] : ([['Defaults', this.#defaults(Defaults as JsonObject)]] as const)),
    ]);
  }

  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.#random() * items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  #policy(given: JsonObject): Json {
    const { namespace, name, Scope, Statement, Confidential } = given;
    const type = textOf(given['Policy-type']);
    const statements = this.#shuffled(Statement as readonly JsonObject[]).map((one) => this.#statement(one));
    const [only] = statements;
    const shorthand = statements.length === 1 && only !== undefined && this.#coin() && isOpen(Statement);
    return this.#members([
      ...(namespace === 'global' && this.#coin() ? [] : ([['namespace', namespace ?? 'global']] as const)),
      ['name', this.#text(textOf(name))],
      ['Policy-type', type === 'SDM-Policy' ? this.pick(['SDS-Policy', 'sdm_policy', type]) : type],
      ...(Scope === DEFAULT_SCOPES[type] && this.#coin() ? [] : ([['Scope', this.#scope(textOf(Scope))]] as const)),
      ...(Confidential === true ? ([['Confidential', true]] as const) : this.#sometimes('Confidential', false)),
      ...this.#sometimes('PolicyID', 'mine'),
      ...(shorthand ? Object.entries(only) : ([['Statement', statements]] as const)),
    ]);
  }

  #statement(given: JsonObject): JsonObject {
    const members = Object.entries(given).flatMap(([key, value]): (readonly [string, Json])[] => {
      switch (key) {
        case 'Policy-Action':
          return [[key, this.pick([textOf(value), textOf(value).toLowerCase()])]];
        case 'Actor':
        case 'Resource':
        case 'SCOS-Task':
          return [[key, this.#names(value, key)]];
        case 'frequency':
          return [[key, this.#bands(value)]];
        case 'location':
          return [[key, this.#areas(value)]];
        case 'time':
          return [[key, this.#windows(value)]];
        case 'Condition':
          return [
            [
              this.pick([key, 'Condition-Block', 'condition-block']),
              this.#condition(value as JsonObject, given['Policy-Action'] === 'Set'),
            ],
          ];
        case 'Attributes': {
          const attributes = this.#attributes(value as JsonObject);
          return this.#coin() ? Object.entries(attributes) : [[key, attributes]];
        }
        default:
          return [[key, value]];
      }
    });
    return this.#members(members);
  }

  #attributes(given: JsonObject): JsonObject {
    const entries = Object.entries(given).map(([key, value]): readonly [string, Json] => {
      if (/duration/i.test(key)) return [key, this.#time(value)];
      return [key, /bandwidth/i.test(key) ? this.#frequency(value) : value];
    });
    return this.#members(entries);
  }

  #names(value: Json, key: string): Json {
    const names = [value].flat().map((name) => {
      const spelled = key === 'SCOS-Task' ? (canonicalTask(textOf(name)) ?? textOf(name)) : textOf(name);
      return this.#text(this.pick([spelled, ...(key === 'SCOS-Task' ? (SYNONYMS[spelled] ?? []) : [])]));
    });
    return this.#oneOrMany(names);
  }

  #bands(value: Json): Json {
    if (typeof value === 'string') return this.pick<Json>([value, [value]]);
    const items = (value as readonly Json[]).map((band) => {
      if (typeof band === 'string') return band;
      const [min = 0, max = 0] = Array.isArray(band)
        ? (band as readonly Json[])
        : [(band as JsonObject)['min'] ?? 0, (band as JsonObject)['max'] ?? 0];
      const [low, high] = [this.#frequency(min), this.#frequency(max)];
      return this.pick<Json>([
        [low, high],
        this.#members([
          ['min', low],
          ['max', high],
        ]),
      ]);
    });
    return this.#shuffled([...items, ...(this.#coin() ? items.slice(0, 1) : [])]);
  }

  #areas(value: Json): Json {
    return this.#oneOrMany([value].flat());
  }

  #windows(value: Json): Json {
    const items = ([value].flat() as readonly Json[]).map((window) => {
      if (typeof window === 'string') return window;
      const { from, to, daily, days } = window as JsonObject;
      return this.#members([
        ...(from === undefined ? [] : ([['from', this.#stamp(textOf(from))]] as const)),
        ...(to === undefined ? [] : ([['to', this.#stamp(textOf(to))]] as const)),
        ...(daily === undefined ? [] : ([['daily', this.#daily(daily as readonly string[])]] as const)),
        ...this.#days(daily, days),
      ]);
    });
    return this.#oneOrMany(items);
  }

  #stamp(text: string): string {
    const [, whole = '', fraction = ''] = /^([^.Z]+)(?:\.(\d+))?Z$/.exec(text) ?? [];
    const digits = `${fraction}${this.pick(['', '0'])}`;
    return `${whole.replace('T', this.pick(['T', 't']))}${digits === '' ? '' : `.${digits}`}${this.pick(['Z', 'z'])}`;
  }

  #daily(clocks: readonly string[]): Json {
    return clocks.map((clock) => (clock.length === 5 && this.#coin() ? `${clock}:00` : clock));
  }

  #days(daily: Json | undefined, days: Json | undefined): readonly (readonly [string, Json])[] {
    if (daily === undefined) return [];
    if (days === undefined) return this.#coin() ? [] : [['days', this.#shuffled(DAY_NAMES)]];
    const named = (days as readonly string[]).map((day) => this.pick([day, day.toUpperCase(), day.toLowerCase()]));
    return [['days', this.#shuffled(named)]];
  }

  /** `isPlain`: without doubled negations, through which the loader does not see that two switches exclude one another. */
  #condition(given: JsonObject, isPlain = false): Json {
    const parts = Object.entries(given).map(([key, value]) => this.#part(key, value));
    const block: Json =
      new Set(parts.flatMap((part) => Object.keys(part).map((key) => key.toLowerCase()))).size === parts.length
        ? Object.fromEntries(this.#shuffled(parts.flatMap((part) => Object.entries(part))))
        : { allOf: this.#shuffled(parts) };
    if (isPlain) return this.pick<Json>([block, { allOf: [block] }]);
    return this.pick<Json>([block, block, { allOf: [block] }, { anyOf: [block, block] }, { NOT: { not: block } }]);
  }

  #part(key: string, value: Json): JsonObject {
    if (key === 'not') return { [this.#key('not')]: this.#condition(value as JsonObject) };
    if (key === 'allOf' || key === 'anyOf')
      return { [this.#key(key)]: this.#shuffled((value as readonly JsonObject[]).map((one) => this.#condition(one))) };
    const isOperator = OPERATORS.includes(key.toLowerCase());
    const [[inner, operand] = ['', null]] = Object.entries(value as JsonObject);
    const [operator, field] = isOperator ? [key.toLowerCase(), inner] : [inner.toLowerCase(), key];
    const test = this.#test(operator, field, operand);
    return this.#coin()
      ? { [this.#key(test.operator)]: { [test.field]: test.operand } }
      : { [test.field]: { [this.#key(test.operator)]: test.operand } };
  }

  #test(operator: string, field: string, operand: Json): { operator: string; field: string; operand: Json } {
    const name = field.toLowerCase();
    const isName = ['actor', 'resource', 'scos-task'].includes(name);
    const isContext = ['frequency', 'time', 'location'].includes(name);
    const spelled = this.pick([
      field,
      field.toUpperCase(),
      ...(PLAIN_LISTS.has(name) ? [] : [field.replace('-', '_')]),
    ]);
    if (operator === 'exists')
      return {
        operator,
        field: spelled,
        operand: this.pick<Json>([operand, String(operand === true || operand === 'true')]),
      };
    if (operator === 'like') return { operator, field: spelled, operand };
    if (isName) {
      const key = name === 'scos-task' ? 'SCOS-Task' : field;
      return { operator: this.pick(['equals', 'in', 'contains']), field: spelled, operand: this.#names(operand, key) };
    }
    if (isContext) {
      const value =
        name === 'frequency' ? this.#bands(operand) : name === 'time' ? this.#windows(operand) : this.#areas(operand);
      return { operator: this.pick(['equals', 'in']), field: spelled, operand: value };
    }
    if (operator !== 'in') return { operator, field: spelled, operand: this.#quantity(name, operand) };
    const values = ([operand].flat() as readonly Json[]).map((one) => this.#quantity(name, one));
    return { operator, field: spelled, operand: this.#oneOrMany(values) };
  }

  #quantity(field: string, value: Json): Json {
    if (['wait-time', 'slot-duration', 'duration', 'interval'].includes(field)) return this.#time(value);
    return ['frequency.min', 'frequency.max', 'bandwidth', 'resolution-bandwidth'].includes(field)
      ? this.#frequency(value)
      : value;
  }

  #time(value: Json): Json {
    const reading = parseQuantity(value, 'time');
    if (!reading.ok) return value;
    const whole = Number.isInteger(reading.value);
    return this.pick<Json>([
      reading.value,
      `${reading.value} s`,
      ...(whole ? [`${reading.value}000ms`, `PT${reading.value}S`, `+${reading.value} s`] : []),
    ]);
  }

  #frequency(value: Json): Json {
    const reading = parseQuantity(value, 'frequency');
    if (!reading.ok) return value;
    const spellings = FREQUENCY_UNITS.map((unit, index) => `${reading.value}e-${index * 3} ${unit}`);
    return this.pick<Json>([reading.value, ...spellings, value]);
  }

  #aliases(given: JsonObject): Json {
    const kinds = Object.entries(given).map(([kind, aliases]): readonly [string, Json] => {
      const named = Object.entries(aliases as JsonObject).map(([name, members]): readonly [string, Json] => {
        if (kind === 'frequency') return [name, this.#bands(members)];
        if (kind === 'time') return [name, this.#windows(members)];
        if (kind === 'location') return [name, this.#areas(members)];
        if (kind === 'value') return [name, this.#shuffled(members as readonly Json[])];
        return [name, this.#names(members, kind === 'task' ? 'SCOS-Task' : kind)];
      });
      return [kind, Object.fromEntries(this.#shuffled(named))];
    });
    return this.#members(kinds);
  }

  #defaults(given: JsonObject): Json {
    return this.#members(
      Object.entries(given).map(([scope, steps]) => [scope, this.#members(Object.entries(steps as JsonObject))]),
      (key) =>
        this.#scope(
          key
            .toLowerCase()
            .replaceAll(' ', '-')
            .replace(/:$|-scope$/, ''),
        ),
    );
  }

  #scope(text: string): string {
    return this.pick([text, text.toUpperCase(), `${text}:`, `${text}-scope`, text.replaceAll('-', ' ')]);
  }

  #text(text: string): string {
    return this.#coin() ? text.normalize('NFD') : text.normalize('NFC');
  }

  /** The members in any order, their keys in any spelling. */
  #members(
    members: readonly (readonly [string, Json])[],
    spell: (key: string) => string = (key) => this.#key(key),
  ): JsonObject {
    return Object.fromEntries(this.#shuffled(members).map(([key, value]) => [spell(key), value]));
  }

  #key(key: string): string {
    return this.pick([key, key.toLowerCase(), key.toUpperCase(), key.replaceAll('-', '_'), key.replaceAll('-', '')]);
  }

  #sometimes(key: string, value: Json): readonly (readonly [string, Json])[] {
    return this.#coin() ? [[key, value]] : [];
  }

  #oneOrMany(items: readonly Json[]): Json {
    const [only] = items;
    if (only !== undefined && items.length === 1 && this.#coin()) return only;
    return this.#shuffled([...items, ...(this.#coin() ? items.slice(0, 1) : [])]);
  }

  #shuffled<T>(items: readonly T[]): readonly T[] {
    return items
      .map((item) => ({ item, at: this.#random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item);
  }

  #coin(): boolean {
    return this.#random() < 0.5;
  }

  /** In [0, 1); mulberry32. */
  #random(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

/** What has to be a text. */
function textOf(value: Json | undefined): string {
  if (typeof value !== 'string') throw new Error('expected a text');
  return value;
}

/** Its description and Confidential would become the policy's in the shorthand. */
function isOpen(statements: Json | undefined): boolean {
  return (
    !JSON.stringify(statements).includes('"Confidential"') && !JSON.stringify(statements).includes('"description"')
  );
}

function isDocument(policy: Json): boolean {
  return (
    typeof policy === 'object' && policy !== null && Object.keys(policy).some((key) => /^(version|policy)$/i.test(key))
  );
}

function canonicalTask(name: string): string | undefined {
  return Object.keys(SYNONYMS).find(
    (task) => task.toLowerCase() === name.toLowerCase() || SYNONYMS[task]?.includes(name) === true,
  );
}
