import type { CompiledStatement } from '../compile/statement.ts';
import type { PolicySet } from '../policy-set.ts';
import { GLOBAL } from '../terms/namespace.ts';
import { SCOPES } from '../terms/scope.ts';
import type { Scope } from '../terms/tree.ts';
import type { DiffEffort } from './exploration.ts';
import { Exploration } from './exploration.ts';
import type { AxisName, LiveStatement } from './live-statement.ts';
import { axisOf, SettledRequest } from './live-statement.ts';
import { mergeDifferences } from './merge-differences.ts';
import type { PolicySetDifference } from './policy-difference.ts';
import type { StatementMeaning } from './statement-meaning.ts';
import { MeaningReader } from './statement-meaning.ts';

/** Some ten seconds. */
const EFFORT: DiffEffort = { looks: 12_000_000, decided: 30_000 };

/**
 * In what two policy sets differ in meaning: the requests that are permitted, denied, or given other settings or
 * obligations, each sort with a request that both sets decided. Spelling, order, names of statements and policies, and
 * the reason of a denial are no differences. Without differences, and complete, no request is decided differently.
 */
export function diffPolicySets(before: PolicySet, after: PolicySet, effort: DiffEffort = EFFORT): PolicySetDifference {
  if (before.hash === after.hash) return { differences: [], isComplete: true, notLookedAt: [] };
  const live = liveStatements(before, after);
  const exploration = new Exploration({ old: before, new: after }, effort);
  for (const scope of SCOPES) {
    const ofScope = live.filter(({ statement }) => statement.policy.scope === scope);
    for (const namespace of namespacesOf(ofScope)) exploreNamespace(exploration, { scope, namespace, live: ofScope });
  }
  const { notLookedAt } = exploration;
  return { differences: mergeDifferences(exploration.differences), isComplete: notLookedAt.length === 0, notLookedAt };
}

function exploreNamespace(
  exploration: Exploration,
  { scope, namespace, live }: { scope: Scope; namespace: string; live: readonly LiveStatement[] },
): void {
  const request = { scope, namespace };
  const open = new Set<AxisName>([...OPEN_PARTS, ...live.flatMap(({ tests }) => tests.map(({ axis }) => axis))]);
  for (const { statement } of live) {
    for (const { attribute } of statement.statement.settings) {
      if (attribute.field !== undefined) open.add(`field ${attribute.field}`);
    }
  }
  const settled = new SettledRequest(request, open);
  const applying = live.flatMap((one) => settled.settle(one, 'namespace', []) ?? []);
  exploration.explore(request, applying, open);
}

const OPEN_PARTS: readonly AxisName[] = ['task', 'frequency', 'time', 'location', 'resource', 'actor'];

/** Where policies apply: nowhere in particular, and in each namespace that has some. */
function namespacesOf(live: readonly LiveStatement[]): readonly string[] {
  return [...new Set([GLOBAL, ...live.map(({ statement }) => statement.policy.namespace)])];
}

/** Every statement of both sets once by what it means, with the set it is of. */
function liveStatements(before: PolicySet, after: PolicySet): readonly LiveStatement[] {
  const [ofOld, ofNew] = [byMeaning(before), byMeaning(after)];
  const toLive = (set: PolicySet, side: LiveStatement['side']) => {
    return ({ statement, meaning }: Meant): LiveStatement => ({
      statement,
      side,
      meaning,
      tests: (statement.condition?.tests ?? [])
        .flatMap((number) => set.tests[number] ?? [])
        .map((compiled) => ({ compiled, axis: axisOf(compiled) })),
      isUnknown: false,
    });
  };
  const common = [...ofOld].filter(([key]) => ofNew.has(key)).map(([, one]) => toLive(before, 'both')(one));
  const old = [...ofOld].filter(([key]) => !ofNew.has(key)).map(([, one]) => toLive(before, 'old')(one));
  const added = [...ofNew].filter(([key]) => !ofOld.has(key)).map(([, one]) => toLive(after, 'new')(one));
  return [...common, ...old, ...added];
}

interface Meant {
  readonly statement: CompiledStatement;
  readonly meaning: StatementMeaning;
}

function byMeaning(set: PolicySet): ReadonlyMap<string, Meant> {
  const reader = new MeaningReader(set);
  return new Map(
    set.statements.map((statement) => {
      const meaning = reader.meaningOf(statement);
      return [meaning.whole, { statement, meaning }];
    }),
  );
}
