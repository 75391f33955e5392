import { ClearbandError } from '../errors.ts';

/** One statement that stood in the way, as the refused Actor may see it. */
export interface DenialGround {
  /** `<namespace>:<policy name>`. */
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

export interface Denial {
  readonly decisionId: string;
  readonly reason: string;
  readonly code: number;
  /** Empty where the deciding statement is confidential. */
  readonly because: readonly DenialGround[];
  /** The nearest request that would be permitted, in the policy language's own spelling. */
  readonly nearest?: unknown;
  readonly policySetHash: string;
}

/** The Actor asked for something no policy permits, or some policy denies. The denial is stored. */
export class PolicyDeniedError extends ClearbandError {
  readonly kind = 'policy-denied';
  override readonly scosCode: number;
  readonly denial: Denial;
  constructor(denial: Denial) {
    super(denial.because[0]?.detail ?? `denied by policy: ${denial.reason}`);
    this.denial = denial;
    this.scosCode = denial.code;
  }
}
