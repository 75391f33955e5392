/**
 * Statements of generated policies. Permits are broad and denials narrow, as regulators write them, so that a good part
 * of the requests is permitted and each reason for a denial occurs. Switches of one set agree, or stand in statements
 * that exclude one another.
 */
import fc from 'fast-check';
import { arbitraryAreas } from './areas.ts';
import { arbitraryBands, arbitraryWindows } from './bands-and-windows.ts';
import { arbitraryCondition } from './conditions.ts';
import { ACTORS, namesOf, RESOURCES, TASKS } from './names.ts';

/** A statement as JSON. */
export interface GeneratedStatement {
  readonly 'Policy-Action': string;
  readonly [key: string]: unknown;
}

/** What generated statements may hold. */
export interface StatementOptions {
  /** Conditions on the bandwidth, edges or duration of the whole request. */
  readonly wholeRequestFields: boolean;
  /** How many statements of ten are confidential. */
  readonly confidentialOfTen: number;
}

/** Limits may differ between statements: the strictest counts. */
const limits = fc.record(
  {
    'Min-sensing-slot-duration': fc.constantFrom<string | number>('5 s', 10, 'PT1M'),
    'Max-data-storage-duration': fc.constantFrom<string | number>('86400 s', '7 d'),
    'Min-resolution-bandwidth': fc.constantFrom<string | number>('10 kHz', '0.1 MHz', 1000),
    'Max-concurrent-tasks': fc.constantFrom<string | number>(2, '5'),
    Sensitivity: fc.constantFrom<string | number>('\u2212114 dBm', -100),
    'Approval-required': fc.boolean(),
  },
  { requiredKeys: [] },
);

/** One value of each switch for a whole set. */
export const arbitrarySwitches = fc.record(
  {
    'Prioritized-scan-enabled': fc.boolean(),
    'SSM-Proxy-Enabled': fc.boolean(),
    'Detection-threshold': fc.constantFrom<string | number>('-90 dBm', -80),
    'Averaging-bandwidth': fc.constantFrom<string | number>('1 kHz', 1000),
    'Fusion-rule': fc.constantFrom('OR', 'AND', 'MAJORITY'),
  },
  { requiredKeys: ['Detection-threshold', 'Fusion-rule'] },
);

/** Pairs of statements that give one switch two values: one beats the other, or only an odd request meets both. */
export const arbitraryExclusiveSwitches: fc.Arbitrary<readonly GeneratedStatement[]> = fc.constantFrom(
  [
    {
      'Policy-Action': 'Set',
      Attributes: { 'Fusion-rule': 'OR' },
      Condition: { lessthanequals: { 'wait-time': '30 s' } },
    },
    {
      'Policy-Action': 'Set',
      Attributes: { 'Fusion-rule': 'AND' },
      Condition: { greaterthan: { 'wait-time': '30 s' } },
    },
  ],
  [
    { 'Policy-Action': 'Set', Attributes: { 'Averaging-bandwidth': 2000 }, frequency: [[0, '200 MHz']] },
    { 'Policy-Action': 'Set', Attributes: { 'Averaging-bandwidth': 500 }, frequency: [['200 MHz', '1 GHz']] },
  ],
  [
    { 'Policy-Action': 'Set', Attributes: { 'Prioritized-scan-enabled': true } },
    { 'Policy-Action': 'Set', Attributes: { 'Prioritized-scan-enabled': false }, 'SCOS-Task': ['survey-1', 'Work'] },
  ],
  [
    { 'Policy-Action': 'Set', Attributes: { 'SSM-Proxy-Enabled': true }, Resource: 'Foo:Sensors::A' },
    { 'Policy-Action': 'Set', Attributes: { 'SSM-Proxy-Enabled': false }, Resource: 'Foo:Sensors::B' },
  ],
  [
    { 'Policy-Action': 'Set', Attributes: { 'Detection-threshold': -70 }, Resource: 'Foo:Sensors::A' },
    { 'Policy-Action': 'Set', Attributes: { 'Detection-threshold': -60 }, Resource: 'Foo:Sensors::B' },
  ],
);

const ACTIONS_OF_TYPE: Readonly<Record<string, readonly string[]>> = {
  'SSD-Policy': ['Scan', 'calibrate'],
  'SDM-Policy': ['Transmit-Sensing-Data', 'store_sensing_data', 'Discard-Sensing-Data', 'discard-data'],
};

/** A statement of a policy of `type`, in a set whose switches are `switches`. */
export function arbitraryStatement(
  type: string,
  switches: Readonly<Record<string, unknown>>,
  options: StatementOptions,
): fc.Arbitrary<GeneratedStatement> {
  const broad = contextOf(2, options);
  const narrow = contextOf(5, options);
  const settings = contextOf(3, options);
  const attributes = fc.oneof(
    limits,
    fc.constant(switches),
    limits.map((some) => ({ ...some, ...switches })),
  );
  const special = ACTIONS_OF_TYPE[type] ?? ['Permit'];
  const statement = fc.oneof(
    { weight: 10, arbitrary: withAction(['Permit', 'permit'], broad) },
    { weight: 3, arbitrary: withAction(['Deny'], narrow) },
    { weight: 4, arbitrary: withAction(special, broad) },
    {
      weight: 3,
      arbitrary: fc.tuple(settings, attributes).map(([context, some]) => ({
        'Policy-Action': 'Set',
        Attributes: Object.keys(some).length === 0 ? { 'Max-concurrent-tasks': 3 } : some,
        ...context,
      })),
    },
  );
  const { confidentialOfTen: share } = options;
  if (share === 0) return statement;
  return fc
    .tuple(statement, fc.integer({ min: 1, max: 10 }))
    .map(([one, roll]) => (roll <= share ? { ...one, Confidential: true } : one));
}

/** The parts of a statement; each of them is there about `tenths` times in ten, the condition half as often. */
function contextOf(tenths: number, { wholeRequestFields }: StatementOptions): fc.Arbitrary<Record<string, unknown>> {
  const sometimes = <T>(arbitrary: fc.Arbitrary<T>, weight = tenths) =>
    fc.oneof({ weight: 10 - weight, arbitrary: fc.constant(undefined) }, { weight, arbitrary });
  return fc
    .record({
      Actor: sometimes(namesOf(ACTORS)),
      Resource: sometimes(namesOf(RESOURCES)),
      'SCOS-Task': sometimes(namesOf(TASKS)),
      frequency: sometimes(arbitraryBands),
      time: sometimes(arbitraryWindows, Math.ceil(tenths / 2)),
      location: sometimes(arbitraryAreas, Math.ceil(tenths / 2)),
      Condition: sometimes(arbitraryCondition({ wholeRequestFields }), Math.ceil(tenths / 2)),
    })
    .map((parts) => Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)));
}

function withAction(
  actions: readonly string[],
  context: fc.Arbitrary<Record<string, unknown>>,
): fc.Arbitrary<GeneratedStatement> {
  return fc
    .tuple(fc.constantFrom(...actions), context)
    .map(([action, parts]) => ({ 'Policy-Action': action, ...parts }));
}
