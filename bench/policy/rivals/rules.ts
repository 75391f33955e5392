import type { PolicyFile } from '../../../src/policy/policy-set.ts';
import type { PolicyRequest } from '../../../src/policy/request.ts';
import type { Random } from '../generated/random.ts';

/**
 * A rule that every engine can express: who (a role), what (an operation), a band, and the finest resolution. Of the
 * language this leaves out windows, areas, wildcards, aliases, limits, unknowns and requests across an edge.
 */
export interface PlainRule {
  readonly effect: 'Permit' | 'Deny';
  readonly role: string;
  readonly operation: string;
  readonly startHz: number;
  readonly stopHz: number;
  readonly finestHz: number;
}

/** The same request for every engine. */
export interface PlainRequest {
  readonly role: string;
  readonly operation: string;
  readonly startHz: number;
  readonly stopHz: number;
  readonly resolutionHz: number;
}

const RULES_A_ROLE = 100;
const OPERATIONS = ['Scanning', 'Calibration'];
/** Edges of rules stand on this raster, Hz, and no request reaches across one: what lies across needs several rules. */
const RASTER_HZ = 20e6;
const CELLS = 300;
const DENIALS = 0.04;

/** Rules of ever more roles; four of a hundred are denials. */
export function plainRules(count: number, random: Random): readonly PlainRule[] {
  const roles = rolesFor(count);
  return Array.from({ length: count }, () => {
    const isDenial = random.chance(DENIALS);
    const first = random.whole(0, CELLS);
    const startHz = first * RASTER_HZ;
    return {
      effect: isDenial ? 'Deny' : 'Permit',
      role: `role-${random.whole(0, roles)}`,
      operation: random.pick(OPERATIONS),
      startHz,
      stopHz: startHz + random.whole(1, isDenial ? 4 : 30) * RASTER_HZ,
      finestHz: random.pick([1e3, 5e3, 10e3]),
    };
  });
}

/** Narrow requests, mostly for what some rule speaks of. */
export function plainRequests(count: number, rules: readonly PlainRule[], random: Random): readonly PlainRequest[] {
  return Array.from({ length: count }, () => {
    const { role, operation, startHz, stopHz } = random.pick(rules);
    const cell = random.whole(startHz / RASTER_HZ, stopHz / RASTER_HZ);
    const offset = random.whole(0, 10) * 1e6;
    return {
      role,
      operation,
      startHz: cell * RASTER_HZ + offset,
      stopHz: cell * RASTER_HZ + offset + random.whole(1, 11) * 1e6,
      resolutionHz: random.pick([5e3, 25e3, 100e3]),
    };
  });
}

/** The rules in the policy language; a resource is asked for by nobody here, and accepts. */
export function toPolicyFile(rules: readonly PlainRule[]): PolicyFile {
  const statements = rules.map(({ effect, role, operation, startHz, stopHz, finestHz }) => ({
    'Policy-Action': effect,
    Actor: `role:${role}`,
    'SCOS-Task': operation,
    frequency: [[startHz, stopHz]],
    Condition: { greaterthanequals: { 'resolution-bandwidth': finestHz } },
  }));
  const policy = { name: 'plain', 'Policy-type': 'SPA-Policy', Scope: 'sensing-management', Statement: statements };
  const defaults = { 'sensing-management': { actor: 'deny', resource: 'accept' } };
  return { path: 'plain.json', text: JSON.stringify({ Policies: [policy], Defaults: defaults }) };
}

export function toPolicyRequest({ role, operation, startHz, stopHz, resolutionHz }: PlainRequest): PolicyRequest {
  return {
    scope: 'sensing-management',
    actor: { user: 'ann', groups: [], roles: [role] },
    resource: { id: 'Foo:Sensors::A', groups: [] },
    task: { operation },
    band: { startHz, stopHz },
    attributes: { 'resolution-bandwidth': resolutionHz },
  };
}

function rolesFor(rules: number): number {
  return Math.max(2, Math.round(rules / RULES_A_ROLE));
}
