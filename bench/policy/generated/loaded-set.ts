import type { PolicyFile, PolicySet } from '../../../src/policy/policy-set.ts';
import { loadPolicySet } from '../../../src/policy/policy-set.ts';
import type { PolicyRequest } from '../../../src/policy/request.ts';
import { operatorsFor } from './country.ts';
import { generatePolicies } from './policies.ts';
import { Random } from './random.ts';
import { generateRequests } from './requests.ts';

/** Seed of everything that is generated for the benches of policy. */
export const SEED = 20_261_120;

/** A generated set as text, and requests for it. */
export interface GeneratedSet {
  readonly file: PolicyFile;
  readonly requests: readonly PolicyRequest[];
}

/** The same set and requests each time for one number of statements. */
export function generatedSet(statements: number, requests: number): GeneratedSet {
  const random = new Random(SEED);
  const operators = operatorsFor(statements, random);
  const file = generatePolicies(statements, operators, random);
  return { file, requests: generateRequests(requests, operators, random) };
}

/** @throws {Error} naming the first fault */
export function loadedSet(files: readonly PolicyFile[]): PolicySet {
  const load = loadPolicySet(files);
  if (!load.ok) throw new Error(load.faults[0]?.detail ?? 'the generated policies have faults');
  return load.set;
}
