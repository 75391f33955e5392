import type { OpenDatabase } from '../database/open-database.ts';
import type { PolicySetHealth } from '../enforcement/policy-set/policy-set-health.ts';
import type { Readiness } from './domain.ts';

/**
 * Ready: the database answers and a policy set is in force. A fault in the policy directory alone is only told. Anybody
 * may ask, so nothing is said of what the policies hold, and no hash, which would tell when they change.
 */
export async function readinessOf(database: OpenDatabase, policies: PolicySetHealth): Promise<Readiness> {
  const isUp = await database.isUp();
  const { isInForce, problem } = policies;
  return {
    ready: isUp && isInForce,
    checks: [
      {
        name: 'database',
        ok: isUp,
        detail: isUp ? `${database.kind} database answers` : 'the database does not answer',
      },
      {
        name: 'policy-set',
        ok: problem === undefined,
        detail: problem ?? 'a policy set is in force',
      },
    ],
  };
}
