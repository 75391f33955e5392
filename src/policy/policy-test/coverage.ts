import type { CompiledStatement } from '../compile/statement.ts';
import type { PolicySet } from '../policy-set.ts';
import type { CaseResult } from './run-policy-tests.ts';

/** How often the cases of some tests matched one statement. */
export interface StatementCoverage {
  readonly statement: CompiledStatement;
  /** The test that brings the statement along; absent for the policies around the tests. */
  readonly test: string | undefined;
  /** In how many cases it was among the matched. */
  readonly cases: number;
}

/** Every statement of `around` and of the sets that decided `results`, in their own order. */
export function coverageOf(results: readonly CaseResult[], around: readonly PolicySet[]): readonly StatementCoverage[] {
  const sets = new Map<PolicySet, string | undefined>(around.map((set) => [set, undefined]));
  const counts = new Map<PolicySet, Map<string, number>>();
  for (const { set, test, decision } of results) {
    if (set === undefined || decision === undefined) continue;
    if (!sets.has(set)) sets.set(set, test.own === undefined ? undefined : test.id);
    const count = counts.get(set) ?? new Map<string, number>();
    counts.set(set, count);
    for (const { policyId, statement } of decision.matched) {
      const key = JSON.stringify([policyId, statement]);
      count.set(key, (count.get(key) ?? 0) + 1);
    }
  }
  return [...sets].flatMap(([set, test]) =>
    set.statements.map((statement) => ({ statement, test, cases: counts.get(set)?.get(keyOf(statement)) ?? 0 })),
  );
}

function keyOf({ policy, statement }: CompiledStatement): string {
  return JSON.stringify([policy.id, statement.id]);
}
