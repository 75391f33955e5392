/**
 * Attributes and reports of generated requests: on and beside the values that policies hold them against, in several
 * spellings, and sometimes missing, in another unit, or of another type.
 */
import fc from 'fast-check';
import { PLAIN_FIELDS, QUANTITY_FIELDS } from './conditions.ts';

/** Values around the limits that generated policies set. */
const MORE_VALUES: Readonly<Record<string, readonly unknown[]>> = {
  'wait-time': [29.999_999, '31 s', '0.5000001 min', '10 s', 60],
  priority: [4, 6, ['5', 7], [5]],
  'battery-level': [49, '51 %'],
  'resolution-bandwidth': [9_999.999, '10.000001 kHz', '1 MHz', '150 kHz', 500],
  'slot-duration': ['9.999999 s', 10, '2 min', 'PT0.5H', '61 s'],
  'storage-duration': ['86400 s', 86_401, 'P7D', '1 h'],
  'concurrent-tasks': [1, 2, 3, '6'],
  sensitivity: ['-114.1 dBm', -113, -99, '-100 dBm'],
  'sample-rate': ['1000 kS/s', 1e6],
  purpose: ['K\u00f6ln', 'fun', 'study'],
  color: ['6', 6, false, 5],
  fw: ['v2.11', 'V2.1', 2.1],
  kind: ['fixed', 'Fixed'],
};
const UNUSABLE = ['30 Hz', '10 sec', true, null, 'NaN', ['x'], {}, ''];

/** `attributes` of a request. */
export const arbitraryAttributes = attributesOf(
  ['wait-time', 'priority', 'battery-level', 'resolution-bandwidth', 'slot-duration', 'storage-duration'],
  ['concurrent-tasks', 'sample-rate', 'purpose', 'color', 'fw'],
).chain((attributes) =>
  fc
    .record(
      {
        tags: fc.constantFrom<unknown>(['rad', 'x'], [5], 'radar', [], ['radar', 5]),
        'SSM-Proxy': fc.constantFrom<unknown>(true, false, false, 'yes'),
        // Not a field of the request's attributes: the band says how wide it is.
        bandwidth: fc.constant('1 Hz'),
      },
      { requiredKeys: [] },
    )
    .map((more) => ({ ...attributes, ...more })),
);

/** `resource.attributes` of a request. */
export const arbitraryResourceAttributes = attributesOf(['sensitivity', 'kind'], []);

/** `reports` of a request, most often none. */
export const arbitraryReports = fc.oneof(
  { weight: 1, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc.array(
      fc.constantFrom<unknown>(-95, '-90 dBm', -89.9, -80, '\u221280 dBm', -60, 'NaN', null, 'x', true),
      {
        maxLength: 4,
      },
    ),
  },
);

function attributesOf(
  quantities: readonly string[],
  others: readonly string[],
): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const names = [...quantities, ...others];
  const values = names.map((name) =>
    fc.oneof(
      { weight: 5, arbitrary: fc.constant(undefined) },
      { weight: 14, arbitrary: fc.constantFrom(...valuesOf(name)) },
      { weight: 1, arbitrary: fc.constantFrom<unknown>(...UNUSABLE) },
    ),
  );
  return fc.tuple(fc.tuple(...values), fc.integer({ min: 0, max: 9 })).map(([some, style]) => {
    const spelled = (name: string) => [name.toUpperCase(), name.replaceAll('-', '_')][style] ?? name;
    const given = names.map((name, index): [string, unknown] => [spelled(name), some[index]]);
    return Object.fromEntries(given.filter(([, value]) => value !== undefined));
  });
}

function valuesOf(name: string): readonly unknown[] {
  const policyValues = [name, `resource.${name}`].flatMap((field) => [
    ...(QUANTITY_FIELDS[field] ?? []),
    ...(PLAIN_FIELDS[field] ?? []),
  ]);
  return [...policyValues, ...(MORE_VALUES[name] ?? [])];
}
