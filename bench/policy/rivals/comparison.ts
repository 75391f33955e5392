import type { Bench, Figure } from '../../bench.ts';
import { median } from '../../statistics.ts';
import { SEED } from '../generated/loaded-set.ts';
import { Random } from '../generated/random.ts';
import type { Engine } from './engines.ts';
import { caslEngine, cedarEngine, clearbandEngine, jsonLogicEngine, loopEngine } from './engines.ts';
import type { PlainRequest, PlainRule } from './rules.ts';
import { plainRequests, plainRules } from './rules.ts';

const SIZES = [10, 100, 1000, 10_000, 100_000] as const;
const REQUESTS = 200;
const ROUNDS = 5;
/** An engine stays out of the larger sets once a decision takes longer than this, µs. */
const PATIENCE_US = 5000;
/** All decisions of one engine at one size take about this long, µs; the slow ones are asked less. */
const BUDGET_US = 1e6;

const RIVALS = {
  loop: { name: 'a plain compiled loop', make: loopEngine },
  casl: { name: 'CASL, one ability a role', make: caslEngine },
  'json-logic': { name: 'json-logic-js', make: jsonLogicEngine },
  cedar: { name: 'Cedar (WASM, parsed before)', make: cedarEngine },
} as const satisfies Record<string, { name: string; make: (rules: readonly PlainRule[]) => Engine }>;
type Rival = keyof typeof RIVALS;
const RIVAL_NAMES = Object.keys(RIVALS) as Rival[];

/** `policy-rivals`: the same rules and requests in other engines, answers checked equal first. */
export const policyRivalsBench: Bench = {
  group: 'policy',
  name: 'policy-rivals',
  summary: 'µs a decision on rules that every engine can express, beside a loop, CASL, json-logic-js and Cedar',
  figures: SIZES.flatMap((size) => RIVAL_NAMES.map((rival) => figureName(size, rival))),
  run({ progress }) {
    const figures: Figure[] = [];
    const tooSlow = new Set<Rival>();
    for (const size of SIZES) {
      const random = new Random(SEED);
      const rules = plainRules(size, random);
      const requests = plainRequests(REQUESTS, rules, random);
      const ours = clearbandEngine(rules);
      const permitted = requests.filter((request) => ours.prepare(request)()).length;
      progress(
        `${size} rules, seed ${SEED}: ${Math.round((100 * permitted) / REQUESTS)} % of ${REQUESTS} are permitted`,
      );
      for (const rival of RIVAL_NAMES.filter((name) => !tooSlow.has(name))) {
        const { name, make } = RIVALS[rival];
        const sides = compare(ours, make(rules), requests);
        figures.push({
          name: figureName(size, rival),
          value: sides.ours,
          unit: 'µs',
          reference: { against: name, againstValue: sides.theirs },
        });
        if (sides.theirs > PATIENCE_US) {
          tooSlow.add(rival);
          progress(`${name} takes ${Math.round(sides.theirs)} µs at ${size} rules and is left out of larger sets`);
        }
      }
    }
    return Promise.resolve(figures);
  },
};

function figureName(size: number, rival: Rival): string {
  return `policy-beside-${rival}-${size}`;
}

/** Medians of both sides in µs, in turns. @throws {Error} where the two answer differently */
function compare(
  ours: Engine,
  theirs: Engine,
  requests: readonly PlainRequest[],
): { readonly ours: number; readonly theirs: number } {
  const few = requests.slice(0, affordable(theirs, requests));
  const pairs = few.map((request) => ({ ours: ours.prepare(request), theirs: theirs.prepare(request), request }));
  for (const pair of pairs) {
    if (pair.ours() !== pair.theirs()) throw new Error(`the answers to ${JSON.stringify(pair.request)} differ`);
  }
  const fastest = { ours: few.map(() => Infinity), theirs: few.map(() => Infinity) };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const side of ['ours', 'theirs'] as const) {
      for (const [index, pair] of pairs.entries()) {
        fastest[side][index] = Math.min(fastest[side][index] ?? Infinity, microsecondsOf(pair[side]));
      }
    }
  }
  return { ours: median(fastest.ours), theirs: median(fastest.theirs) };
}

/** How many requests can be decided in each round. */
function affordable(engine: Engine, requests: readonly PlainRequest[]): number {
  const [first] = requests;
  if (first === undefined) return 0;
  const one = microsecondsOf(engine.prepare(first));
  return Math.max(3, Math.min(requests.length, Math.floor(BUDGET_US / ROUNDS / one)));
}

function microsecondsOf(decide: () => boolean): number {
  const began = process.hrtime.bigint();
  decide();
  return Number(process.hrtime.bigint() - began) / 1000;
}
