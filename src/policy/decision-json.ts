import type { Denial, StatementReference } from './decision.ts';

/** One statement that stood in the way, in JSON: as it is kept, and as people read it. */
export interface DenialGround {
  /** `<namespace>:<policy name>`; empty for a fault of the request. */
  readonly policy: string;
  readonly statement: string;
  readonly description?: string;
  readonly detail: string;
  readonly values: readonly {
    readonly field: string;
    readonly actual?: unknown;
    readonly operator?: string;
    readonly limit?: unknown;
    readonly unit?: string;
  }[];
}

/** Everything that stood in the way. */
export function groundsOf(decision: Denial): DenialGround[] {
  const faults = decision.faults.map((fault) => ({ policy: '', statement: '', detail: fault.detail, values: [] }));
  const grounds = decision.because.map((because) => ({
    policy: `${because.namespace}:${because.policy}`,
    statement: because.statement,
    ...(because.description === '' ? {} : { description: because.description }),
    detail: because.detail,
    values: because.values.map(({ field, actual, operator, limit, unit }) => ({
      field,
      operator,
      ...(actual === undefined ? {} : { actual }),
      ...(limit === undefined ? {} : { limit }),
      ...(unit === undefined ? {} : { unit }),
    })),
  }));
  return [...faults, ...grounds];
}

/** A statement as records and answers name it: `<namespace>:<policy>#<StatementId>`. */
export function statementName({ namespace, policy, statement }: StatementReference): string {
  return `${namespace}:${policy}#${statement}`;
}
