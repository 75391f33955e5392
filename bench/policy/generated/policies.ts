import type { PolicyFile } from '../../../src/policy/policy-set.ts';
import { COUNTRY, HIGHEST_HZ, LOWEST_HZ, megahertz, type Operator, SHARE_HZ } from './country.ts';
import type { Random } from './random.ts';

type Json = Readonly<Record<string, unknown>>;

const STATEMENTS_A_POLICY = 10;
const TASKS = ['Scanning', 'Scanning', 'Scanning', 'Calibration', '*'];
/** Of a hundred statements, how many are of each kind. */
const KINDS: readonly (readonly [number, (operator: Operator, random: Random) => Statement])[] = [
  [34, permitOwn],
  [14, permitWithCondition],
  [6, permitInWindow],
  [4, permitInWindowAnywhere],
  [14, permitByRole],
  [9, denyArea],
  [4, denyWithCondition],
  [3, denyUser],
  [12, limit],
];

/** A statement and the namespace of the policy it belongs in. */
interface Statement {
  readonly namespace: string;
  readonly body: Json;
}

/**
 * One file of so many statements in policies of ten: permits of operators for their own people and sensors (names,
 * wildcards, aliases), permits of roles everywhere, protected areas, time windows, conditions and limits.
 */
export function generatePolicies(statements: number, operators: readonly Operator[], random: Random): PolicyFile {
  const byNamespace = new Map<string, Json[]>();
  for (let i = 0; i < statements; i += 1) {
    const operator = operators[i % operators.length] ?? random.pick(operators);
    const { namespace, body } = kindFor(random)(operator, random);
    const list = byNamespace.get(namespace) ?? [];
    byNamespace.set(namespace, list);
    list.push({ StatementId: `s${list.length}`, ...body });
  }
  const policies = [...byNamespace].flatMap(([namespace, list]) => policiesOf(namespace, list));
  const document = { Version: '2017-02-15', Policies: policies, Aliases: aliasesOf(operators) };
  return { path: `generated-${statements}.json`, text: JSON.stringify(document, null, 1) };
}

function policiesOf(namespace: string, list: readonly Json[]): readonly Json[] {
  return Array.from({ length: Math.ceil(list.length / STATEMENTS_A_POLICY) }, (_, index) => ({
    namespace,
    name: `policy-${index}`,
    description: 'generated',
    'Policy-type': 'SPA-Policy',
    Scope: 'sensing-management',
    Statement: list.slice(index * STATEMENTS_A_POLICY, (index + 1) * STATEMENTS_A_POLICY),
  }));
}

function kindFor(random: Random): (operator: Operator, random: Random) => Statement {
  let left = random.whole(0, 100);
  for (const [share, kind] of KINDS) {
    left -= share;
    if (left < 0) return kind;
  }
  throw new RangeError('the shares of the kinds of statements must add up to 100');
}

function permitOwn(operator: Operator, random: Random): Statement {
  return {
    namespace: operator.name,
    body: {
      'Policy-Action': 'Permit',
      Actor: actorOf(operator, random),
      Resource: random.pick([`${operator.name}:Sensors::*`, random.pick(operator.sensors).id, 'all-sites']),
      'SCOS-Task': random.pick(TASKS),
      frequency: [ownBand(operator, random)],
    },
  };
}

function permitWithCondition(operator: Operator, random: Random): Statement {
  const own = permitOwn(operator, random);
  return { ...own, body: { ...own.body, Condition: conditionOf(random) } };
}

function permitInWindow(operator: Operator, random: Random): Statement {
  const own = permitOwn(operator, random);
  return { ...own, body: { ...own.body, time: [windowOf(random)] } };
}

function permitInWindowAnywhere(operator: Operator, random: Random): Statement {
  return {
    namespace: operator.name,
    body: {
      'Policy-Action': 'Permit',
      Actor: `user:${random.pick(operator.users)}`,
      Resource: random.pick(operator.sensors).id,
      'SCOS-Task': 'Calibration',
      time: random.chance(0.5) ? 'night' : [windowOf(random)],
    },
  };
}

/** Of the table of allocations: everybody in a role, everywhere. */
function permitByRole(_operator: Operator, random: Random): Statement {
  return {
    namespace: 'global',
    body: {
      'Policy-Action': 'Permit',
      Actor: random.pick(['role:client', 'role:analyst', 'role:researcher', 'group:universities']),
      'SCOS-Task': random.pick(TASKS),
      frequency: random.chance(0.1) ? ['amateur'] : [anyBand(random, 20e6)],
      ...(random.chance(0.3) ? { Condition: conditionOf(random) } : {}),
    },
  };
}

/** A protected site: nobody scans its band near it. */
function denyArea(operator: Operator, random: Random): Statement {
  const isGlobal = random.chance(0.5);
  return {
    namespace: isGlobal ? 'global' : operator.name,
    body: {
      'Policy-Action': 'Deny',
      'SCOS-Task': 'Scanning',
      frequency: [isGlobal ? anyBand(random, 100e6) : ownBand(operator, random)],
      location: random.chance(0.5) ? circle(random) : polygon(random),
    },
  };
}

function denyWithCondition(operator: Operator, random: Random): Statement {
  return {
    namespace: operator.name,
    body: {
      'Policy-Action': 'Deny',
      Resource: `${operator.name}:Sensors::*`,
      frequency: [ownBand(operator, random)],
      Condition: { like: { purpose: random.pick(['commercial*', '*resale*', 'test-?']) } },
    },
  };
}

function denyUser(operator: Operator, random: Random): Statement {
  return {
    namespace: operator.name,
    body: {
      'Policy-Action': 'Deny',
      Actor: `user:${random.pick(operator.users)}`,
      'SCOS-Task': 'Calibration',
      frequency: [ownBand(operator, random)],
      time: [windowOf(random)],
    },
  };
}

function limit(operator: Operator, random: Random): Statement {
  const isGlobal = random.chance(0.3);
  return {
    namespace: isGlobal ? 'global' : operator.name,
    body: {
      'Policy-Action': 'Set',
      frequency: [isGlobal ? anyBand(random, 40e6) : ownBand(operator, random)],
      ...(isGlobal ? {} : { Resource: `${operator.name}:Sensors::*` }),
      Attributes: random.chance(0.5)
        ? { 'Min-resolution-bandwidth': `${random.pick([1, 5, 10])} kHz` }
        : { 'Min-sensing-slot-duration': `${random.pick([10, 100, 500])} ms` },
    },
  };
}

function actorOf({ name, users }: Operator, random: Random): unknown {
  return random.pick([
    `user:${random.pick(users)}`,
    [`user:${random.pick(users)}`, `group:${name}-lab`],
    `group:${name}-lab`,
    `${name}-staff`,
    `role:client`,
  ]);
}

function conditionOf(random: Random): Json {
  return random.pick<() => Json>([
    () => ({ greaterthanequals: { 'resolution-bandwidth': `${random.pick([1, 5, 10, 25])} kHz` } }),
    () => ({ in: { purpose: ['study', random.pick(['planning', 'survey', 'enforcement'])] } }),
    () => ({
      allOf: [
        { lessthanequals: { bandwidth: `${random.pick([20, 40])} MHz` } },
        { not: { equals: { purpose: random.pick(['commercial', 'resale']) } } },
      ],
    }),
    () => ({ anyOf: [{ lessthan: { duration: `${random.pick([1, 10])} min` } }, { equals: { purpose: 'survey' } }] }),
  ])();
}

function windowOf(random: Random): Json {
  if (random.chance(0.4)) {
    return { from: `2026-0${random.whole(1, 4)}-01T00:00:00Z`, to: `2026-0${random.whole(6, 10)}-01T00:00:00Z` };
  }
  const start = random.whole(0, 24);
  const clock = (hour: number) => `${String(hour % 24).padStart(2, '0')}:${random.pick(['00', '30'])}`;
  const daily = [clock(start), clock(start + random.whole(8, 20))];
  return random.chance(0.3) ? { daily, days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'] } : { daily };
}

/** Within what the operator's policies speak of. */
function ownBand({ startHz }: Operator, random: Random): unknown {
  const width = random.whole(20, 160) * 1e6;
  const start = megahertz(startHz + random.next() * (SHARE_HZ - width));
  return asWritten(start, start + width, random);
}

function anyBand(random: Random, widestHz: number): unknown {
  const width = megahertz(1e6 + random.next() * (widestHz - 1e6));
  const start = megahertz(LOWEST_HZ + random.next() * (HIGHEST_HZ - LOWEST_HZ - width));
  return asWritten(start, start + width, random);
}

/** The spellings that authors use. */
function asWritten(startHz: number, stopHz: number, random: Random): unknown {
  if (random.chance(0.2)) return [startHz, stopHz];
  if (random.chance(0.5)) return [`${startHz / 1e6} MHz`, `${stopHz / 1e6} MHz`];
  return { min: `${startHz / 1e9} GHz`, max: `${stopHz / 1e9} GHz` };
}

function place(random: Random): readonly [number, number] {
  const { west, east, south, north } = COUNTRY;
  return [west + random.next() * (east - west), south + random.next() * (north - south)];
}

function circle(random: Random): Json {
  return { circle: { center: place(random), radius: `${random.whole(20, 150)} km` } };
}

/** A star-shaped zone of some tens of corners. */
function polygon(random: Random): Json {
  const [lon, lat] = place(random);
  const corners = random.whole(12, 40);
  const ring = Array.from({ length: corners }, (_, index) => {
    const angle = (2 * Math.PI * index) / corners;
    const radius = 0.3 + random.next();
    return [round(lon + radius * Math.cos(angle)), round(lat + radius * Math.sin(angle))];
  });
  return { type: 'Polygon', coordinates: [[...ring, ring[0]]] };
}

function round(degrees: number): number {
  return Number(degrees.toFixed(4));
}

function aliasesOf(operators: readonly Operator[]): Json {
  const staff = operators.flatMap(({ name, users }) => [
    [`${name}-staff`, [`${name}-engineers`, `group:${name}-lab`]],
    [`${name}-engineers`, users.map((user) => `user:${user}`)],
  ]);
  return {
    actor: Object.fromEntries(staff) as Json,
    resource: { 'all-sites': [`${operators[0]?.name ?? ''}:Sensors::*`, 'Operator*:Sensors::site-*'] },
    frequency: {
      amateur: [
        ['50 MHz', '54 MHz'],
        ['144 MHz', '148 MHz'],
        ['430 MHz', '440 MHz'],
        ['1240 MHz', '1300 MHz'],
        ['2390 MHz', '2450 MHz'],
      ],
    },
    time: { night: [{ daily: ['20:00', '06:00'] }] },
  };
}
