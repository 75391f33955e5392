/**
 * Two policy sets beside one another: one respelled or reordered so that it means the same, or with one thing changed.
 */
import fc from 'fast-check';
import type { GeneratedPolicy, PolicyDocument } from '../generation/policy-sets.ts';

/** The same set in another order, every list of names and bands turned round, names of policies and statements changed. */
export function respelled(document: PolicyDocument): PolicyDocument {
  return {
    ...document,
    policies: document.policies
      .map((policy, index) => ({
        ...policy,
        name: `other-${index}`,
        Statement: policy.Statement.map((one, number) => ({
          ...turnedRound(one),
          StatementId: `o${number}`,
        })).reverse(),
      }))
      .reverse(),
  };
}

/** A set with one statement taken out, doubled with another action, or with one number in it moved. */
export function arbitraryMutation(document: PolicyDocument): fc.Arbitrary<PolicyDocument> {
  const places = document.policies.flatMap((policy, index) =>
    policy.Statement.map((_, number) => [index, number] as const),
  );
  return fc
    .record({ place: fc.constantFrom(...places), how: fc.constantFrom('without', 'moved', 'turned'), seed: fc.nat(40) })
    .map(({ place: [index, number], how, seed }) => ({
      ...document,
      policies: document.policies.map((policy, at) => (at === index ? changed(policy, number, { how, seed }) : policy)),
    }))
    .filter(({ policies }) => policies.every(({ Statement }) => Statement.length > 0));
}

function changed(
  policy: GeneratedPolicy,
  number: number,
  { how, seed }: { how: string; seed: number },
): GeneratedPolicy {
  const Statement = policy.Statement.flatMap((one, at) => {
    if (at !== number) return [one];
    if (how === 'without') return [];
    if (how === 'turned') return [{ ...one, 'Policy-Action': opposite(one['Policy-Action']) }];
    return [moved(one, seed)];
  });
  return { ...policy, Statement };
}

function opposite(action: string): string {
  return action === 'Permit' ? 'Deny' : action === 'Deny' ? 'Permit' : action;
}

/** One of the numbers in the statement, a little larger. */
function moved<T>(statement: T, seed: number): T {
  const text = JSON.stringify(statement);
  const numbers = [...text.matchAll(/(?<=[[,:])\d{4,}(?=[\],}])/g)];
  const one = numbers[seed % Math.max(1, numbers.length)];
  if (one === undefined) return statement;
  return JSON.parse(`${text.slice(0, one.index)}${Number(one[0]) + 1000}${text.slice(one.index + one[0].length)}`) as T;
}

function turnedRound<T extends object>(statement: T): T {
  const entries = Object.entries(statement).map(([key, value]) => {
    const isList =
      Array.isArray(value) && ['Actor', 'Resource', 'SCOS-Task', 'frequency', 'location', 'time'].includes(key);
    return [key, isList ? (value as readonly unknown[]).toReversed() : (value as unknown)] as const;
  });
  return Object.fromEntries(entries.reverse()) as T;
}
