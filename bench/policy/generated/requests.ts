import type { PolicyRequest } from '../../../src/policy/request.ts';
import { HIGHEST_HZ, LOWEST_HZ, megahertz, type Operator, SHARE_HZ } from './country.ts';
import type { Random } from './random.ts';

/** Nothing that is asked for is wider, Hz. */
const WIDEST_HZ = 20e6;
const FROM = Date.UTC(2026, 2, 1);
const WEEKS_MS = 60 * 86_400_000;

/** Narrow requests of the operators' people for sensors, at places and times of all sorts. */
export function generateRequests(
  count: number,
  operators: readonly Operator[],
  random: Random,
): readonly PolicyRequest[] {
  return Array.from({ length: count }, () => requestOf(random.pick(operators), random));
}

function requestOf(operator: Operator, random: Random): PolicyRequest {
  const sensor = random.pick(operator.sensors);
  const isOwn = random.chance(0.92);
  const width = random.whole(1, WIDEST_HZ / 1e6 + 1) * 1e6;
  const from = isOwn ? operator.startHz + 0.1 * SHARE_HZ : LOWEST_HZ;
  const room = isOwn ? 0.8 * SHARE_HZ : HIGHEST_HZ - LOWEST_HZ;
  const startHz = megahertz(from + random.next() * (room - width));
  return {
    scope: 'sensing-management',
    namespace: operator.name,
    actor: {
      user: random.pick(operator.users),
      groups: [`${operator.name}-lab`, ...(random.chance(0.3) ? ['universities'] : [])],
      roles: random.chance(0.7) ? ['client', 'researcher'] : ['analyst'],
    },
    resource: { id: sensor.id, groups: ['field-sites'], attributes: { sensitivity: -100 } },
    task: { operation: random.chance(0.9) ? 'Scanning' : 'Calibration', name: 'm4s' },
    band: { startHz, stopHz: startHz + width },
    time: new Date(FROM + Math.floor(random.next() * WEEKS_MS)),
    durationSeconds: random.pick([0, 1, 10, 60]),
    location: { latitude: sensor.latitude, longitude: sensor.longitude },
    attributes: {
      'resolution-bandwidth': random.pick([10e3, 25e3, 100e3]),
      'slot-duration': random.pick([0.5, 1, 10]),
      purpose: random.pick(['study', 'survey', 'planning']),
    },
  };
}
