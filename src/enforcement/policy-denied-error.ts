import { ClearbandError } from '../errors.ts';
import type { DenialGround } from '../policy/decision-json.ts';

export interface Denial {
  readonly decisionId: string;
  readonly reason: string;
  readonly code: number;
  /** One sentence for a person. */
  readonly detail?: string;
  /** Empty where only statements decided that are confidential to this reader. */
  readonly because: readonly DenialGround[];
  /** The nearest request that would be permitted, in the policy language's own spelling; only with a refusal. */
  readonly nearest?: unknown;
  /** Only for an Actor from whom nothing of the set is hidden: the hash changes with confidential contents too. */
  readonly policySetHash?: string;
}

/** The Actor asked for something no policy permits, or some policy denies. The denial is stored. */
export class PolicyDeniedError extends ClearbandError {
  readonly kind = 'policy-denied';
  override readonly scosCode: number;
  readonly denial: Denial;
  constructor(denial: Denial) {
    super(denial.because[0]?.detail ?? denial.detail ?? `denied by policy: ${denial.reason}`);
    this.denial = denial;
    this.scosCode = denial.code;
  }
}
