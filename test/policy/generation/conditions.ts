/**
 * Condition blocks of generated policies: all nine operators in both orders, on named things, on frequency, time and
 * place, on quantities with units and on plain fields, joined by the three logical operators. The values are those that
 * generated requests carry, and their neighbours.
 */
import fc from 'fast-check';
import { arbitraryAreas } from './areas.ts';
import { arbitraryBands, arbitraryWindows } from './bands-and-windows.ts';
import { ACTORS, namesOf, nestedAliases, RESOURCES, TASKS } from './names.ts';

/** The fields that are read from the whole request (policy-language §4.10): no piece of a request has them alike. */
const WHOLE_REQUEST_FIELDS: Readonly<Record<string, readonly (string | number)[]>> = {
  bandwidth: ['50 MHz', 100_000_000, '1 Hz'],
  'frequency.min': ['100 MHz', '0.25 GHz'],
  'frequency.max': ['200 MHz', 350_000_000],
  duration: ['6 h', 'P1D', 0, '30 min'],
};

/** Quantities of a request, with values that policies hold them against. */
export const QUANTITY_FIELDS: Readonly<Record<string, readonly (string | number)[]>> = {
  'wait-time': [30, '30 s', '0.5 min', 'PT30S', '30000.0009 ms'],
  priority: [5, '5', '7 %'],
  'battery-level': ['50 %', 50, 20],
  'resolution-bandwidth': ['10 kHz', 10_000, '0.1 MHz', '0.00001 GHz'],
  'slot-duration': ['10 s', 'PT1M', 5],
  'resource.sensitivity': ['\u2212114 dBm', -110, '\u2013100 dBm'],
  'location.altitude': ['1 km', '3280.84 ft', 100],
  'sample-rate': ['1 MS/s', '56e6 S/s'],
};

/** Fields without a dimension, with the values that requests give them. */
export const PLAIN_FIELDS: Readonly<Record<string, readonly (string | number | boolean)[]>> = {
  purpose: ['study', 'test', 'Ko\u0308ln'],
  color: ['5', 5, true],
  fw: ['v2.1', 'v2.10', 'a*b'],
  'resource.kind': ['fixed', 'mobile'],
};

const PATTERNS = ['v2.*', 'v2.1?', 'a\\*b', '*', 's*y', 'Foo:Sensors::?', 'role:c*', '*n*', 'survey-?'];

/** The value aliases, which every generated set defines; the first two hold times. */
export const VALUE_ALIASES = { times: ['Waits', 'Pauses'], texts: ['Purposes', 'Studies'] } as const;

/** The members of the value aliases. */
export const arbitraryValueAliases = fc
  .tuple(
    nestedAliases<unknown>(VALUE_ALIASES.times, fc.constantFrom<string | number>('10 s', 30, '1 min')),
    nestedAliases<unknown>(VALUE_ALIASES.texts, fc.constantFrom<string | number>('study', 'test', 5)),
  )
  .map(([times, texts]) => ({ ...times, ...texts }));

interface Test {
  readonly operator: string;
  readonly field: string;
  readonly value: unknown;
}

const ORDERINGS = ['lessthan', 'lessthanequals', 'greaterthan', 'greaterthanequals'];

const nameTest = fc.oneof(
  nameTestOf('Actor', namesOf(ACTORS)),
  nameTestOf('Resource', namesOf(RESOURCES)),
  nameTestOf('SCOS-Task', namesOf(TASKS)),
);

const contextTest = fc.oneof(
  contextTestOf('frequency', arbitraryBands),
  contextTestOf('time', arbitraryWindows),
  contextTestOf('location', arbitraryAreas),
);

const plainTest: fc.Arbitrary<Test> = fc.constantFrom(...Object.keys(PLAIN_FIELDS), 'tags').chain((field) => {
  const value = fc.constantFrom(...(PLAIN_FIELDS[field] ?? ['red', 'rad', 5]));
  const ordered = value.filter((one) => typeof one !== 'boolean');
  const aliases = fc.constantFrom(...VALUE_ALIASES.texts);
  return fc.oneof(
    tests(['equals', 'contains'], field, value),
    tests(ORDERINGS, field, ordered),
    tests(['in'], field, fc.oneof(value, fc.array(fc.oneof(value, aliases), { minLength: 1, maxLength: 3 }))),
    tests(['like'], field, fc.constantFrom(...PATTERNS)),
  );
});

const existsTest = fc
  .constantFrom(...Object.keys(QUANTITY_FIELDS), ...Object.keys(PLAIN_FIELDS), 'frequency', 'time', 'location', 'Actor')
  .chain((field) => tests(['exists'], field, fc.constantFrom<boolean | string>(true, false, 'true', 'false')));

/** A condition block. Without whole-request fields, every field of it has the same value in each piece of a request. */
export function arbitraryCondition({ wholeRequestFields }: { wholeRequestFields: boolean }): fc.Arbitrary<object> {
  const fields = wholeRequestFields ? { ...QUANTITY_FIELDS, ...WHOLE_REQUEST_FIELDS } : QUANTITY_FIELDS;
  const test = fc.oneof(
    { weight: 2, arbitrary: nameTest },
    { weight: 2, arbitrary: contextTest },
    { weight: 4, arbitrary: quantityTestOf(fields) },
    { weight: 3, arbitrary: plainTest },
    { weight: 1, arbitrary: existsTest },
  );
  const block = fc
    .tuple(test, fc.constantFrom('operator', 'field', 'spelled'))
    .map(([one, order]) => written(one, order));
  const several = fc.tuple(block, block).map(([a, b]) => merged(a, b));
  const { condition } = fc.letrec<{ condition: object }>((tie) => ({
    condition: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 6, arbitrary: block },
      { weight: 1, arbitrary: several },
      { weight: 1, arbitrary: fc.record({ not: tie('condition') }) },
      { weight: 1, arbitrary: fc.record({ allOf: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }) },
      { weight: 2, arbitrary: fc.record({ anyOf: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }) },
    ),
  }));
  return condition;
}

function quantityTestOf(fields: Readonly<Record<string, readonly (string | number)[]>>): fc.Arbitrary<Test> {
  return fc.constantFrom(...Object.keys(fields)).chain((field) => {
    const value = fc.constantFrom(...(fields[field] ?? [0]));
    const aliased =
      field === 'wait-time' || field === 'slot-duration'
        ? fc.oneof<fc.Arbitrary<string | number>[]>(value, fc.constantFrom(...VALUE_ALIASES.times))
        : value;
    return fc.oneof(
      { weight: 4, arbitrary: tests(ORDERINGS, field, value) },
      { weight: 2, arbitrary: tests(['equals', 'contains'], field, value) },
      {
        weight: 1,
        arbitrary: tests(['in'], field, fc.oneof(aliased, fc.array(aliased, { minLength: 1, maxLength: 3 }))),
      },
    );
  });
}

function nameTestOf(field: string, names: fc.Arbitrary<unknown>): fc.Arbitrary<Test> {
  return fc.oneof(
    { weight: 4, arbitrary: tests(['equals', 'in', 'contains'], field, names) },
    { weight: 1, arbitrary: tests(['like'], field, fc.constantFrom(...PATTERNS)) },
  );
}

function contextTestOf(field: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<Test> {
  return tests(['in', 'equals'], field, value);
}

function tests(operators: readonly string[], field: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<Test> {
  return fc.record({ operator: fc.constantFrom(...operators), field: fc.constant(field), value });
}

/** Both blocks as one; under a key of both stand the tests of both. */
function merged(a: Readonly<Record<string, object>>, b: Readonly<Record<string, object>>): object {
  return Object.fromEntries(Object.entries({ ...a, ...b }).map(([key, value]) => [key, { ...a[key], ...value }]));
}

function written({ operator, field, value }: Test, order: string): Readonly<Record<string, object>> {
  if (order === 'operator') return { [operator]: { [field]: value } };
  if (order === 'field') return { [field]: { [operator]: value } };
  return { [operator.toUpperCase()]: { [field.toUpperCase()]: value } };
}
