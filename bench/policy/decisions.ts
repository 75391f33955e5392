import { decide, decideBriefly, decideUnexplained } from '../../src/policy/decide.ts';
import type { PolicySet } from '../../src/policy/policy-set.ts';
import type { PolicyRequest } from '../../src/policy/request.ts';
import type { Bench, Figure } from '../bench.ts';
import { median, percentile } from '../statistics.ts';
import { decisionTimes, warmUp } from './decision-times.ts';
import { generatedSet, loadedSet, SEED } from './generated/loaded-set.ts';

const SIZES = [10, 100, 1000, 10_000, 100_000] as const;
/** The size that the targets speak of. */
const NAMED_SIZE = 10_000;
const REQUESTS = 1000;
const DRAWN = 8 * REQUESTS;
const ROUNDS = 15;
const WARM_UP_MS = 600;
const LEAST_PERMITTED = 0.5;

/** `policy-decisions`: narrow requests of a whole generated country, by the number of statements. */
export const policyDecisionsBench: Bench = {
  group: 'policy',
  name: 'policy-decisions',
  summary: 'µs a decision at 10 to 100,000 statements: the answer alone, and with all matched statements',
  figures: [
    'policy-decision',
    'policy-decision-p99',
    'policy-decision-ids',
    'policy-decision-ids-p99',
    'policy-decision-growth',
    ...SIZES.filter((size) => size !== NAMED_SIZE).map((size) => `policy-decision-${size}`),
  ],
  run({ progress }) {
    const medians = new Map<number, number>();
    const figures: Figure[] = [];
    for (const size of SIZES) {
      const { file, requests: drawn } = generatedSet(size, DRAWN);
      const set = loadedSet([file]);
      const requests = halfPermitted(set, drawn);
      const permitted = checkAnswers(set, requests);
      progress(
        `${size} statements, seed ${SEED}: ${Math.round(permitted * 100)} % of ${REQUESTS} requests are permitted`,
      );
      const brief = timesOf(requests, (request) => decideBriefly(set, request));
      medians.set(size, median(brief));
      if (size !== NAMED_SIZE) {
        figures.push({ name: `policy-decision-${size}`, value: median(brief), unit: 'µs' });
        continue;
      }
      const withIds = timesOf(requests, (request) => decideUnexplained(set, request));
      figures.push(
        { name: 'policy-decision', value: median(brief), unit: 'µs' },
        { name: 'policy-decision-p99', value: percentile(brief, 0.99), unit: 'µs' },
        { name: 'policy-decision-ids', value: median(withIds), unit: 'µs' },
        { name: 'policy-decision-ids-p99', value: percentile(withIds, 0.99), unit: 'µs' },
      );
    }
    const [small, large] = [medians.get(1000) ?? Number.NaN, medians.get(100_000) ?? Number.NaN];
    return Promise.resolve([
      ...figures,
      {
        name: 'policy-decision-growth',
        value: large,
        unit: 'µs',
        reference: { against: 'the same at 1,000 statements', againstValue: small },
      },
    ]);
  },
};

/** As drawn, but for denials beyond half of them: a set that permits little would flatter the figure. */
function halfPermitted(set: PolicySet, drawn: readonly PolicyRequest[]): readonly PolicyRequest[] {
  let denied = 0;
  return drawn
    .filter((request) => {
      if (decideBriefly(set, request).decision === 'Permit') return true;
      denied += 1;
      return denied <= REQUESTS / 2;
    })
    .slice(0, REQUESTS);
}

function timesOf(requests: readonly PolicyRequest[], deciding: (request: PolicyRequest) => unknown): readonly number[] {
  warmUp(deciding, requests, WARM_UP_MS);
  return decisionTimes(deciding, requests, ROUNDS);
}

/**
 * The share of permits.
 * @throws {Error} where a short answer is not the full one, or too little is permitted
 */
function checkAnswers(set: PolicySet, requests: readonly PolicyRequest[]): number {
  let permitted = 0;
  for (const request of requests) {
    const { decision, reason } = decide(set, request);
    if (decision === 'Permit') permitted += 1;
    if (decideBriefly(set, request).reason !== reason || decideUnexplained(set, request).reason !== reason) {
      throw new Error(`the answers to ${JSON.stringify(request)} differ`);
    }
  }
  const share = permitted / requests.length;
  if (share < LEAST_PERMITTED) {
    throw new Error(`only ${permitted} of ${requests.length} requests are permitted`);
  }
  return share;
}
