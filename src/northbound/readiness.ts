import type { OpenDatabase } from '../database/open-database.ts';
import type { PolicySetInForce } from '../enforcement/policy-set/policy-set-in-force.ts';
import type { Readiness } from './domain.ts';

/** Ready: the database answers and a policy set is in force. A fault in the policy directory alone is only told. */
export async function readinessOf(database: OpenDatabase, policySet: PolicySetInForce): Promise<Readiness> {
  const isUp = await database.isUp();
  const { current, problem } = policySet;
  return {
    ready: isUp && current !== undefined,
    checks: [
      {
        name: 'database',
        ok: isUp,
        detail: isUp ? `${database.kind} database answers` : 'the database does not answer',
      },
      {
        name: 'policy-set',
        ok: current !== undefined && problem === undefined,
        detail: problem ?? `in force: ${current?.hash ?? 'none'}`,
      },
    ],
  };
}
