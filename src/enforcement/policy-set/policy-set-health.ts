import type { PolicyFault } from '../../policy/policy-set.ts';
import { type PolicyDirectoryImport, placeOfFault } from './directory/policy-directory-import.ts';
import type { PolicySetInForce } from './policy-set-in-force.ts';
import { type AdministratorReach, LOCKED_OUT } from './restore/administrator-reach.ts';
import type { SetFailure } from './set-failure.ts';

/** How it stands with the policy set, for readiness and for administrators. */
export class PolicySetHealth {
  readonly #parts: HealthParts;

  constructor(parts: HealthParts) {
    this.#parts = parts;
  }

  get isInForce(): boolean {
    return this.#parts.policySet.current !== undefined;
  }

  /** What is wrong, as anybody may know it: where the faults are, nothing of what stands there, and nothing of the machine. */
  get problem(): string | undefined {
    return this.#describe({
      fault: (fault) => (fault.path === '' ? fault.detail : `${placeOfFault(fault)} ${fault.code}`),
      failure: ({ what }) => what,
    });
  }

  /** What is wrong, for those who may administer all policies. */
  get details(): string | undefined {
    return this.#describe({
      fault: (fault) => `${placeOfFault(fault)} ${fault.detail}`.trim(),
      failure: ({ what, why }) => `${what}: ${why}`,
    });
  }

  #describe(describe: Wording): string | undefined {
    const { policySet, directory, reach } = this.#parts;
    const { faults } = directory;
    const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`;
    const told = faults.slice(0, 5).map(describe.fault).join('; ');
    const problems = [
      policySet.failure && describe.failure(policySet.failure),
      directory.failure && describe.failure(directory.failure),
      faults.length > 0 ? `the policy directory has ${count}, the set before stays in force: ${told}` : undefined,
      this.isInForce ? undefined : 'no policy set was loaded yet',
      reach.isLost ? LOCKED_OUT : undefined,
    ].filter((problem) => problem !== undefined);
    return problems.length === 0 ? undefined : problems.join('; ');
  }
}

/** How much is said of what is wrong. */
interface Wording {
  readonly fault: (fault: PolicyFault) => string;
  readonly failure: (failure: SetFailure) => string;
}

interface HealthParts {
  readonly policySet: PolicySetInForce;
  readonly directory: PolicyDirectoryImport;
  readonly reach: AdministratorReach;
}
