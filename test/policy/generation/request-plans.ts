/**
 * The parts of generated requests that are laid out on the edges of a policy set: band, time with duration, and place.
 * Each plan is a function from the edges to the members of the request, so that it can be drawn before there is a set.
 */
import fc from 'fast-check';
import type { Edges } from './edges.ts';

type Members = Readonly<Record<string, unknown>>;

const index = fc.nat({ max: 60 });
const at = <T>(list: readonly T[], position: number): T | undefined => list[position % list.length];
const rarely = <T>(value: T) => ({ weight: 1, arbitrary: fc.constant(value) });

const HZ_OFFSETS = ['on', 'on', 'on', 'up', 'down', 'ulp up', 'ulp down'] as const;
const SHAPES = ['to the next', 'to the next', 'a little', 'a little', 'a little', 'single', 'over some'] as const;
const hzOffset = fc.constantFrom(...HZ_OFFSETS);

const bandPlan = fc
  .record({
    first: index,
    shape: fc.constantFrom(...SHAPES),
    offsets: fc.tuple(hzOffset, hzOffset),
    asText: fc.boolean(),
  })
  .map(({ first, shape, offsets, asText }) => (hz: Edges['hz']): Members => {
    const edge = at(hz, first) ?? 0;
    const next = hz[(first % hz.length) + 1] ?? edge + 20e6;
    const far = hz[(first % hz.length) + 3] ?? edge + 500e6;
    const stop = { 'to the next': next, 'a little': edge + 1e6, single: edge, 'over some': far }[shape];
    const a = moved(edge, offsets[0]);
    const b = shape === 'single' ? a : moved(stop, offsets[1]);
    const write = (value: number) => (asText ? `${value} Hz` : value);
    return { frequency: { min: write(Math.min(a, b)), max: write(Math.max(a, b)) } };
  });

/** `frequency`, mostly on the edges of bands or just beside. */
export const arbitraryBandPlan: fc.Arbitrary<(hz: Edges['hz']) => Members> = fc.oneof(
  { weight: 16, arbitrary: bandPlan },
  rarely(() => ({})),
  rarely(() => ({ frequency: { min: '100 MHz', max: null } })),
);

const timePlan = fc
  .record({
    first: index,
    offset: fc.constantFrom(0, 0, 0, -1, 1, 3_600_000_000),
    length: fc.constantFrom<string | number | undefined>(
      undefined,
      0,
      'to the next',
      'to the next',
      60,
      '1 h',
      'P1DT1H',
      '3 d',
    ),
    lengthOffset: fc.constantFrom(0, 0, 1, -1),
    zone: fc.constantFrom('Z', 'Z', 'z', '+01:00', '-05:30'),
  })
  .map(({ first, offset, length, lengthOffset, zone }) => (micros: Edges['micros']): Members => {
    const start = (at(micros, first) ?? 0) + offset;
    const next = micros.find((edge) => edge > start) ?? start + 60e6;
    const toNext = Math.max(0, next - start + lengthOffset);
    const duration = length === 'to the next' ? `${toNext} us` : length;
    return { time: stampOf(start, zone), duration };
  });

/** `time` and `duration`, mostly on the edges of windows or just beside. */
export const arbitraryTimePlan: fc.Arbitrary<(micros: Edges['micros']) => Members> = fc.oneof(
  { weight: 16, arbitrary: timePlan },
  rarely(() => ({ duration: '1 min' })),
  rarely(() => ({ time: null })),
);

const placePlan = fc
  .record({
    first: fc.nat({ max: 200 }),
    east: fc.constantFrom(0, 0, 0, 1e-6, -1e-6, 0.4),
    north: fc.constantFrom(0, 0, 0, 1e-6, -1e-6, -0.3),
    altitude: fc.constantFrom<unknown>(undefined, undefined, 999, '1 km', '3281 ft', '1 Hz', null),
  })
  .map(({ first, east, north, altitude }) => (places: Edges['places']): Members => {
    const [lon, lat] = at(places, first) ?? [0, 0];
    const location = { lat: decimal(lat + north), lon: within180(decimal(lon + east)) };
    return { location: altitude === undefined ? location : { ...location, altitude } };
  });

/** `location`, mostly on corners, sides and rims of areas or just beside. */
export const arbitraryPlacePlan: fc.Arbitrary<(places: Edges['places']) => Members> = fc.oneof(
  { weight: 16, arbitrary: placePlan },
  rarely(() => ({})),
  rarely(() => ({ location: { lat: 1 } })),
);

function moved(hz: number, how: (typeof HZ_OFFSETS)[number]): number {
  if (how === 'up') return hz + 1;
  if (how === 'ulp up') return hz + ulpOf(hz);
  if (how === 'down') return Math.max(0, hz - 1);
  return how === 'ulp down' ? Math.max(0, hz - ulpOf(hz)) : hz;
}

function ulpOf(value: number): number {
  return value === 0 ? Number.MIN_VALUE : 2 ** (Math.floor(Math.log2(value)) - 52);
}

function stampOf(micros: number, zone: string): string {
  const sign = zone.startsWith('-') ? -1 : 1;
  const [hours = 0, minutes = 0] = zone.toUpperCase() === 'Z' ? [] : zone.slice(1).split(':').map(Number);
  const local = micros + sign * (hours * 60 + minutes) * 60_000_000;
  const fraction = String(((local % 1e6) + 1e6) % 1e6).padStart(6, '0');
  return `${new Date(Math.floor(local / 1000)).toISOString().slice(0, 19)}.${fraction}${zone}`;
}

function decimal(value: number): number {
  return Number(value.toFixed(9)) + 0;
}

function within180(lon: number): number {
  return lon > 180 ? decimal(lon - 360) : lon;
}
