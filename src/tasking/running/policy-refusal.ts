import type { Denial } from '../../enforcement/policy-denied-error.ts';
import { bareResult, type FinalTaskState, type TaskResult } from '../task.ts';

/** How a task ends that policy denies: with the statements that do, as far as anybody may know them. */
export function refusedByPolicy(
  status: Extract<FinalTaskState, 'rejected' | 'cancelled'>,
  denial: Denial,
  { when, now }: { readonly when: string; readonly now: Date },
): TaskResult {
  const statements = denial.because.map(({ policy, statement, detail }) =>
    policy === '' ? detail : `${policy}#${statement}: ${detail}`,
  );
  const because = statements.length === 0 ? '' : `: ${statements.join('; ')}`;
  const detail = `denied by policy ${when} (${denial.reason}, decision ${denial.decisionId})${because}`;
  return bareResult(status, denial.code, detail, now);
}
