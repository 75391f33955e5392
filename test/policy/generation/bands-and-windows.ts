/**
 * Bands and time windows of generated policies. Edges come from a coarse grid, so that bands touch, overlap and cover one
 * another and a request meets their edges; they are written in every unit and form that the grammar has.
 */
import fc from 'fast-check';
import { nestedAliases } from './names.ts';

const GRID_HZ = 50_000_000;
const GRID_STEPS = 12;

const edgeHz = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 0, max: GRID_STEPS }).map((step) => step * GRID_HZ) },
  { weight: 1, arbitrary: fc.constantFrom(162_550_000, 406_025_000.5, 100_000_001) },
);

/** A frequency in one of the spellings that mean exactly `hz`. */
function frequencyText(hz: number): fc.Arbitrary<string | number> {
  const millions = decimalShift(hz, 6);
  return fc.constantFrom<string | number>(
    hz,
    `${hz} Hz`,
    `${millions} MHz`,
    `${decimalShift(hz, 9)} GHz`,
    `${hz / 1e3}kHz`,
  );
}

/** `value / 10^places`, written out. */
function decimalShift(value: number, places: number): string {
  const [whole = '0', fraction = ''] = String(value).split('.');
  const digits = whole.padStart(places + 1, '0');
  return `${digits.slice(0, -places)}.${digits.slice(-places)}${fraction}`;
}

const band = fc
  .tuple(edgeHz, edgeHz)
  .filter(([a, b]) => a !== b)
  .chain(([a, b]) => fc.tuple(frequencyText(Math.min(a, b)), frequencyText(Math.max(a, b)), fc.boolean()))
  .map(([min, max, asObject]) => (asObject ? { min, max } : [min, max]));

/** The frequency aliases, which every generated set defines. */
export const FREQUENCY_ALIASES = ['Low-band', 'Mid-band'] as const;

/** `frequency` of a statement. */
export const arbitraryBands: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...FREQUENCY_ALIASES) },
  {
    weight: 4,
    arbitrary: fc.array(fc.oneof({ weight: 5, arbitrary: band }, fc.constantFrom(...FREQUENCY_ALIASES)), {
      minLength: 1,
      maxLength: 2,
    }),
  },
);

/** The members of the frequency aliases. */
export const arbitraryFrequencyAliases = nestedAliases<unknown>(FREQUENCY_ALIASES, band);

/** Generated windows and requests stand around this Sunday, 2026-03-01. */
export const FIRST_DAY_MS = Date.UTC(2026, 2, 1);
const CLOCKS = ['00:00', '06:00', '06:30', '12:00:30', '18:00', '23:59:59', '24:00'];
const daily = fc.tuple(fc.constantFrom(...CLOCKS.slice(0, -1)), fc.constantFrom(...CLOCKS));
const days = fc.subarray(['Sun', 'mon', 'Tue', 'Sat'], { minLength: 1 });
const stamp = fc
  .tuple(fc.integer({ min: -4, max: 12 }), fc.constantFrom('', '.5', '.000001'))
  .map(([step, fraction]) =>
    new Date(FIRST_DAY_MS + step * 6 * 3_600_000).toISOString().replace(/\.\d+Z$/, `${fraction}Z`),
  );
const span = fc
  .tuple(stamp, stamp)
  .filter(([a, b]) => Date.parse(a) !== Date.parse(b))
  .map(([a, b]) => (Date.parse(a) < Date.parse(b) ? { from: a, to: b } : { from: b, to: a }));
const window = fc.oneof(
  fc.record({ daily, days }, { requiredKeys: ['daily'] }),
  span,
  stamp.map((from) => ({ from })),
  stamp.map((to) => ({ to })),
);

/** The time aliases, which every generated set defines. */
export const TIME_ALIASES = ['Nights', 'Campaign'] as const;

/** `time` of a statement. */
export const arbitraryWindows: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...TIME_ALIASES) },
  {
    weight: 4,
    arbitrary: fc.array(fc.oneof({ weight: 5, arbitrary: window }, fc.constantFrom(...TIME_ALIASES)), {
      minLength: 1,
      maxLength: 2,
    }),
  },
);

/** The members of the time aliases. */
export const arbitraryTimeAliases = nestedAliases<unknown>(TIME_ALIASES, window);
