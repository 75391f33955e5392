import { conditionLayout } from '../format/condition-layout.ts';
import { layOut } from '../format/json-layout.ts';
import { decideUnexplained } from '../decide.ts';
import type { PolicySet } from '../policy-set.ts';
import { loadPolicySet } from '../policy-set.ts';
import { parsePolicyRequest } from '../request-json.ts';
import { normalCondition } from '../terms/normal-form.ts';
import type { ConditionTest } from '../terms/tree.ts';
import type { RequestParts } from './request-parts.ts';
import { toRequest } from './request-parts.ts';

const CONTEXT = { scope: 'sensing-management', namespace: 'global' } as const;

/** Asks the engine itself what single tests come to: each stands in a statement of its own, and so does its contrary. */
export class Probe {
  readonly #set: PolicySet | undefined;
  readonly #tests: readonly ConditionTest[];

  /** `tests` are free of aliases. */
  constructor(tests: readonly ConditionTest[]) {
    this.#tests = tests;
    const statements = tests.flatMap((test, index) => {
      const condition = conditionLayout(normalCondition(test));
      return [
        `{"StatementId":"${index}","Policy-Action":"Permit","Condition":${layOut(condition)}}`,
        `{"StatementId":"not ${index}","Policy-Action":"Permit","Condition":{"not":${layOut(condition)}}}`,
      ];
    });
    const text = `{"Policy":{"name":"probe","Policy-type":"SPA-Policy","Scope":"${CONTEXT.scope}","Statement":[${statements.join(',')}]}}`;
    const load = loadPolicySet([{ path: 'probe.json', text }]);
    this.#set = load.ok ? load.set : undefined;
  }

  /** What each test comes to; those that are unknown are left out. */
  truths(parts: RequestParts): ReadonlyMap<ConditionTest, boolean> {
    if (this.#set === undefined) return new Map();
    const reading = parsePolicyRequest(toRequest(parts, CONTEXT));
    if (!reading.ok) return new Map();
    const { matched: statements } = decideUnexplained(this.#set, reading.request);
    const matched = new Set(statements.map(({ statement }) => statement));
    return new Map(
      this.#tests.flatMap((test, index) => {
        const isTrue = matched.has(String(index));
        return isTrue || matched.has(`not ${index}`) ? [[test, isTrue] as const] : [];
      }),
    );
  }
}
