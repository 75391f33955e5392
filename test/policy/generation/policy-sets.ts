/**
 * Whole policy sets as JSON: policies of every type, action and scope in several namespaces, aliases of every kind
 * (nested, and redefined in a namespace), limits and switches, defaults. `arbitraryPolicySet` yields only sets that load;
 * what contradicts itself (less than one in fifty) is filtered, and counted in `generated`. A set holds plain JSON and shrinks policy by policy,
 * statement by statement and part by part. `loadPolicies` loads one, `toFiles` gives its files, whole or split up.
 */
import fc from 'fast-check';
import type { PolicyFile, PolicySet } from '../../../src/policy/policy-set.ts';
import { loadPolicySet } from '../../../src/policy/policy-set.ts';
import { arbitraryLocationAliases } from './areas.ts';
import { arbitraryFrequencyAliases, arbitraryTimeAliases } from './bands-and-windows.ts';
import { arbitraryValueAliases } from './conditions.ts';
import { inDraftSpelling } from './draft-spelling.ts';
import { ACTORS, aliasesOf, RESOURCES, TASKS } from './names.ts';
import type { GeneratedStatement, StatementOptions } from './statements.ts';
import { arbitraryExclusiveSwitches, arbitraryStatement, arbitrarySwitches } from './statements.ts';

/** A policy as JSON. */
export interface GeneratedPolicy {
  readonly name: string;
  readonly namespace: string;
  readonly 'Policy-type': string;
  readonly Scope: string;
  readonly Confidential?: boolean;
  readonly Statement: readonly GeneratedStatement[];
}

/** Aliases by kind and name. */
export type GeneratedAliases = Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>>;

/** A policy set as JSON. */
export interface PolicyDocument {
  readonly policies: readonly GeneratedPolicy[];
  /** By namespace. */
  readonly aliases: Readonly<Record<string, GeneratedAliases>>;
  /** By scope and step. */
  readonly defaults: Readonly<Record<string, Readonly<Record<string, 'accept' | 'deny'>>>>;
  /** Written with the keys of the drafts, and a policy of one statement without a list. */
  readonly isInDraftSpelling: boolean;
}

const VERSION = '2017-02-15';
const TYPES = ['SSM-Policy', 'SSD-Policy', 'SDM-Policy', 'SDM-Policy', 'SPU-Policy', 'SPA-Policy', 'SPA-Policy'];
const SCOPES = fc.oneof(
  { weight: 12, arbitrary: fc.constant('sensing-management') },
  { weight: 3, arbitrary: fc.constant('sensing-data-management') },
  { weight: 1, arbitrary: fc.constant('sensor-management') },
);
const NAMESPACES = fc.oneof(
  { weight: 6, arbitrary: fc.constant('global') },
  { weight: 3, arbitrary: fc.constant('Foo') },
  { weight: 1, arbitrary: fc.constantFrom('Foo.North', 'Bar') },
);

const aliases: fc.Arbitrary<GeneratedAliases> = fc.record({
  actor: aliasesOf(ACTORS),
  resource: aliasesOf(RESOURCES),
  task: aliasesOf(TASKS),
  frequency: arbitraryFrequencyAliases,
  time: arbitraryTimeAliases,
  location: arbitraryLocationAliases,
  value: arbitraryValueAliases,
});
const answer = fc.constantFrom<'accept' | 'deny'>('accept', 'accept', 'accept', 'deny');
const steps = fc.record({ actor: answer, resource: answer }, { requiredKeys: [] });
const defaults = fc.record(
  { 'sensing-management': steps, 'Sensing data management:': steps, 'sensor-management-scope': steps },
  { requiredKeys: [] },
);

/** Policies of every kind. */
export const arbitraryPolicySet: fc.Arbitrary<PolicyDocument> = policySets({
  wholeRequestFields: true,
  confidentialOfTen: 1,
});

/** Policies in which each field has the same value in every piece of a request (policy-language §4.10). */
export const withoutWholeRequestFields: fc.Arbitrary<PolicyDocument> = policySets({
  wholeRequestFields: false,
  confidentialOfTen: 1,
});

/** Policies with many confidential statements. */
export const withConfidential: fc.Arbitrary<PolicyDocument> = policySets({
  wholeRequestFields: true,
  confidentialOfTen: 4,
});

/** How many sets were made, and how many of them contradicted themselves and were dropped. */
export const generated = { sets: 0, dropped: 0 };

/** The set of a document; fails with every fault. */
export function loadPolicies(document: PolicyDocument): PolicySet {
  const load = loadPolicySet(toFiles(document));
  if (!load.ok) throw new Error(load.faults.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('\n'));
  return load.set;
}

/** The JSON documents of a set: one for each namespace's aliases, one with everything else. */
export function toJson(document: PolicyDocument): readonly object[] {
  const { aliases: byNamespace, defaults: Defaults } = document;
  const documents = Object.entries(byNamespace).map(([namespace, Aliases]) => ({ namespace, Aliases }));
  return [...documents, { Version: VERSION, Policies: writtenPolicies(document), Defaults }];
}

/** The files of a set. `split` gives every policy a file of its own, in reverse order. */
export function toFiles(document: PolicyDocument, { split = false } = {}): readonly PolicyFile[] {
  const documents = split
    ? [
        ...writtenPolicies(document)
          .map((Policy) => ({ Version: VERSION, Policy }))
          .reverse(),
        ...toJson({ ...document, policies: [] }),
      ]
    : toJson(document);
  return documents.map((json, index) => ({ path: `${index}.json`, text: JSON.stringify(json) }));
}

function writtenPolicies({ policies, isInDraftSpelling }: PolicyDocument): readonly object[] {
  return isInDraftSpelling ? policies.map(inDraftSpelling) : policies;
}

function policySets(options: StatementOptions): fc.Arbitrary<PolicyDocument> {
  const policies = fc
    .tuple(arbitrarySwitches, fc.option(arbitraryExclusiveSwitches, { freq: 2 }))
    .chain(([switches, exclusive]) =>
      fc
        .array(policyOf(withoutThoseOf(exclusive ?? [], switches), options), {
          minLength: 1,
          maxLength: 8,
          size: 'max',
        })
        .map((list) => withNames(list, exclusive ?? [])),
    );
  return fc
    .record({
      policies,
      aliases: fc.oneof(
        { weight: 3, arbitrary: fc.record({ global: aliases }) },
        { weight: 1, arbitrary: fc.record({ global: aliases, Foo: aliases }) },
      ),
      defaults,
      isInDraftSpelling: fc.boolean(),
    })
    .filter((document) => {
      generated.sets += 1;
      const loads = loadPolicySet(toFiles(document)).ok;
      generated.dropped += loads ? 0 : 1;
      return loads;
    });
}

function policyOf(
  switches: Readonly<Record<string, unknown>>,
  options: StatementOptions,
): fc.Arbitrary<Omit<GeneratedPolicy, 'name'>> {
  return fc.constantFrom(...TYPES).chain((type) =>
    fc.record({
      namespace: NAMESPACES,
      'Policy-type': fc.constant(type),
      Scope: type === 'SDM-Policy' ? fc.constant('sensing-data-management') : SCOPES,
      Statement: fc.array(arbitraryStatement(type, switches, options), { minLength: 1, maxLength: 4, size: 'max' }),
    }),
  );
}

/** Switches that the exclusive statements don't give other values to. */
function withoutThoseOf(
  exclusive: readonly GeneratedStatement[],
  switches: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const taken = JSON.stringify(exclusive);
  return Object.fromEntries(Object.entries(switches).filter(([name]) => !taken.includes(name)));
}

function withNames(
  policies: readonly Omit<GeneratedPolicy, 'name'>[],
  exclusive: readonly GeneratedStatement[],
): readonly GeneratedPolicy[] {
  const switches = exclusive.length === 0 ? [] : [{ ...SWITCH_POLICY, Statement: exclusive }];
  return [...policies, ...switches].map((policy, index) => ({
    ...policy,
    name: `p${index}`,
    Statement: policy.Statement.map((one, number) => ({ StatementId: `p${index}-${number}`, ...one })),
  }));
}

const SWITCH_POLICY = { namespace: 'global', 'Policy-type': 'SSM-Policy', Scope: 'sensing-management' };
