import type { PolicySet } from '../../policy/policy-set.ts';
import { GLOBAL, namespaceApplies } from '../../policy/terms/namespace.ts';
import type { Policy, Scope } from '../../policy/terms/tree.ts';

/** How much of a policy set a reader may know. */
export interface Insight {
  readonly set: PolicySet;
  /** Whether it may know which set it is: the hash changes with confidential contents too. */
  readonly knowsSet: boolean;
  /** Whether anything of the set is hidden from it. */
  readonly hidesAny: boolean;
  /** Whether a confidential statement that it may not see could have a part in such a request. */
  isHidden(about: QuestionArea): boolean;
  /** Whether this confidential statement, `<namespace>:<policy>#<StatementId>`, is one of those it may not see. */
  hidesStatement(name: string): boolean;
}

/** Which policies a request is decided under. */
export interface QuestionArea {
  readonly scope: Scope;
  /** Absent: global. */
  readonly namespace?: string | undefined;
}

/** Says of a policy whether the reader may administer it. */
export type MayAdminister = (policy: Pick<Policy, 'namespace' | 'name'>) => boolean;

/** What anybody may know: for whatever is kept where others read it. */
export function outsiderInsight(set: PolicySet): Insight {
  return insightInto(set, { mayAdminister: () => false, knowsSets: false });
}

/**
 * What a reader may know who may administer these policies. It is told from scope, namespace and names of confidential
 * policies, never from what they say.
 */
export function insightInto(
  set: PolicySet,
  { mayAdminister, knowsSets }: { readonly mayAdminister: MayAdminister; readonly knowsSets: boolean },
): Insight {
  const hidden = confidentialPolicies(set).filter((policy) => !mayAdminister(policy));
  return {
    set,
    knowsSet: knowsSets && hidden.length === 0,
    hidesAny: hidden.length > 0,
    isHidden: ({ scope, namespace }) => {
      const asked = namespace?.normalize('NFC') ?? GLOBAL;
      return hidden.some((policy) => policy.scope === scope && namespaceApplies(policy.namespace, asked));
    },
    hidesStatement: (name) => hidden.some((policy) => name.startsWith(`${policy.namespace}:${policy.name}#`)),
  };
}

const confidential = new WeakMap<PolicySet, readonly Policy[]>();

/** The policies of a set that are confidential, or hold a statement that is. */
function confidentialPolicies(set: PolicySet): readonly Policy[] {
  const known = confidential.get(set);
  if (known !== undefined) return known;
  const found = set.policies.filter((policy) => policy.confidential || policy.statements.some(isConfidential));
  confidential.set(set, found);
  return found;
}

function isConfidential(statement: Policy['statements'][number]): boolean {
  return statement.confidential;
}
