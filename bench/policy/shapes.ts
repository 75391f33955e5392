import { decideBriefly } from '../../src/policy/decide.ts';
import type { PolicySet } from '../../src/policy/policy-set.ts';
import type { PolicyRequest } from '../../src/policy/request.ts';
import type { Bench } from '../bench.ts';
import { median } from '../statistics.ts';
import { decisionTimes, warmUp } from './decision-times.ts';
import { loadedSet, SEED } from './generated/loaded-set.ts';
import { Random } from './generated/random.ts';

const CORNERS = 10_000;
const MEMBERS = 5000;
const MEMBERS_A_GROUP = 100;
const REQUESTS = 500;
const ROUNDS = 15;
const WARM_UP_MS = 400;

/** `policy-shapes`: what a long polygon and a long alias cost one decision. */
export const policyShapesBench: Bench = {
  group: 'policy',
  name: 'policy-shapes',
  summary: 'µs a decision with a polygon of 10,000 corners; with a nested alias of 5,000 members beside one name',
  figures: ['policy-polygon', 'policy-alias'],
  run({ progress }) {
    progress(`seed ${SEED}`);
    const random = new Random(SEED);
    const inPolygon = setOf([{ 'Policy-Action': 'Permit', location: coastline(random) }]);
    const polygon = medianTime(inPolygon, around(random));
    const users = Array.from({ length: REQUESTS }, () => requestOf(`user-${random.whole(0, MEMBERS)}`));
    const inAlias = setOf([{ 'Policy-Action': 'Permit', Actor: 'all' }], { actor: nestedAlias() });
    const named = setOf([{ 'Policy-Action': 'Permit', Actor: 'user:user-7' }]);
    return Promise.resolve([
      { name: 'policy-polygon', value: polygon, unit: 'µs' },
      {
        name: 'policy-alias',
        value: medianTime(inAlias, users),
        unit: 'µs',
        reference: {
          against: 'one name',
          againstValue: medianTime(
            named,
            users.map(() => requestOf('user-7')),
          ),
        },
      },
    ]);
  },
};

function setOf(statements: readonly object[], aliases: object = {}): PolicySet {
  const header = { name: 'shapes', 'Policy-type': 'SPA-Policy', Scope: 'sensing-management' };
  const document = {
    Policies: [{ ...header, Statement: statements }],
    Aliases: aliases,
    Defaults: { 'sensing-management': { actor: 'deny', resource: 'accept' } },
  };
  return loadedSet([{ path: 'shapes.json', text: JSON.stringify(document) }]);
}

function medianTime(set: PolicySet, requests: readonly PolicyRequest[]): number {
  const deciding = (request: PolicyRequest) => decideBriefly(set, request);
  warmUp(deciding, requests, WARM_UP_MS);
  return median(decisionTimes(deciding, requests, ROUNDS));
}

function requestOf(user: string): PolicyRequest {
  return {
    scope: 'sensing-management',
    actor: { user, groups: [], roles: [] },
    resource: { id: 'Foo:Sensors::A', groups: [] },
    task: { operation: 'Scanning' },
  };
}

/** A ring of about 3 degrees around the origin whose every corner juts out or in. */
function coastline(random: Random): object {
  const ring = Array.from({ length: CORNERS }, (_, index) => {
    const angle = (2 * Math.PI * index) / CORNERS;
    const radius = 3 + 0.2 * Math.sin(40 * angle) + 0.01 * random.next();
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  return { type: 'Polygon', coordinates: [[...ring, ring[0]]] };
}

/** Places within the box of the coastline, so that each has to be located among its corners. */
function around(random: Random): readonly PolicyRequest[] {
  const degrees = () => 5.8 * random.next() - 2.9;
  return Array.from({ length: REQUESTS }, () => ({
    ...requestOf('ann'),
    location: { latitude: degrees(), longitude: degrees() },
  }));
}

/** Members in groups of a hundred, these in one alias after another. */
function nestedAlias(): Readonly<Record<string, readonly string[]>> {
  const groups = Array.from({ length: MEMBERS / MEMBERS_A_GROUP }, (_, group) => {
    const members = Array.from({ length: MEMBERS_A_GROUP }, (_member, i) => `user:user-${group * MEMBERS_A_GROUP + i}`);
    return [`group-${group}`, [...members, ...(group === 0 ? [] : [`group-${group - 1}`])]] as const;
  });
  return { ...Object.fromEntries(groups), all: [`group-${groups.length - 1}`] };
}
