import type { Random } from './random.ts';

/** Statements that one operator and its users come with: more statements mean more operators, not longer lists. */
const STATEMENTS_AN_OPERATOR = 50;
const SENSORS = 4;
const USERS = 5;

/** Where the invented country lies, degrees. */
export const COUNTRY = { west: -120, east: -75, south: 30, north: 48 };

/** One operator of an invented country: an Element with its sensors and people. */
export interface Operator {
  readonly name: string;
  readonly users: readonly string[];
  readonly sensors: readonly Sensor[];
  /** The share of the spectrum that its own policies speak of. */
  readonly startHz: number;
}

/** A sensor by its resource name, with its place. */
export interface Sensor {
  readonly id: string;
  readonly latitude: number;
  readonly longitude: number;
}

/** From here on up policies speak of frequencies, Hz. */
export const LOWEST_HZ = 30e6;
/** Where they end, Hz. */
export const HIGHEST_HZ = 6000e6;
/** Width of what one operator's own policies speak of, Hz. */
export const SHARE_HZ = 800e6;

/** The operators that so many statements come with. */
export function operatorsFor(statements: number, random: Random): readonly Operator[] {
  return Array.from({ length: Math.max(1, Math.round(statements / STATEMENTS_AN_OPERATOR)) }, (_, index) => {
    const name = `Operator${index}`;
    return {
      name,
      users: Array.from({ length: USERS }, (_user, number) => `${name.toLowerCase()}-user${number}`),
      sensors: Array.from({ length: SENSORS }, (_sensor, number) => ({
        id: `${name}:Sensors::site-${number}`,
        longitude: COUNTRY.west + random.next() * (COUNTRY.east - COUNTRY.west),
        latitude: COUNTRY.south + random.next() * (COUNTRY.north - COUNTRY.south),
      })),
      startHz: megahertz(LOWEST_HZ + random.next() * (HIGHEST_HZ - LOWEST_HZ - SHARE_HZ)),
    };
  });
}

/** Rounded to whole megahertz. */
export function megahertz(hz: number): number {
  return Math.round(hz / 1e6) * 1e6;
}
