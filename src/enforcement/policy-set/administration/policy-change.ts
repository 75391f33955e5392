import { ConflictError, type Fault, InvalidInputError, PolicyLockOutError } from '../../../errors.ts';
import type { AuthenticatedActor } from '../../../identity/actor.ts';
import type { PolicyFault, PolicySet } from '../../../policy/policy-set.ts';
import type { Policy } from '../../../policy/terms/tree.ts';
import type { Access, ResourceQuery } from '../../access.ts';
import { lostAdministration } from './lock-out.ts';
import { loadPolicies } from '../policy-loader.ts';
import { policyQuery, setQuery } from './policy-resources.ts';
import type { SetInForce } from '../policy-set-in-force.ts';
import { summarise } from '../set-difference.ts';
import type { ChangeSummary, SetFile } from '../set-file.ts';

/** What the set would become. */
export interface Candidate {
  readonly set: PolicySet;
  readonly files: readonly SetFile[];
  readonly warnings: readonly PolicyFault[];
  readonly summary: ChangeSummary;
  /** What the author could not administer any more; names of resources. */
  readonly lost: readonly string[];
}

/** A change on its way: by whom, from what, to which files. */
export interface Change {
  readonly access: Access;
  readonly before: SetInForce;
  readonly files: readonly SetFile[];
  /** The file that the author sent, whose faults point into the body; undefined where there was none. */
  readonly draft: SetFile | undefined;
  /** What the change was asked for. */
  readonly queries: readonly ResourceQuery[];
  readonly now: Date;
}

/** The set that a change makes. @throws {InvalidInputError} naming every fault */
export async function candidateOf(change: Change): Promise<Candidate> {
  const { access, before, files, queries, now } = change;
  const loaded = await loadPolicies(files);
  if (!loaded.ok) throw new InvalidInputError(tellableFaults(loaded.faults, change));
  const { set } = loaded;
  const asked = [...queries, setQuery(access.actor.element.name)];
  return {
    set,
    files,
    warnings: loaded.warnings.filter(({ path }) => path === change.draft?.path),
    summary: await summarise(before.set, set),
    lost: lostAdministration(access.actor, asked, { before: before.set, after: set, now }),
  };
}

/** @throws {PolicyLockOutError} unless it is forced */
export function refuseLockOut({ lost }: Candidate, isForced: boolean): void {
  if (lost.length === 0 || isForced) return;
  const what = lost.map((resource) => `\`${resource}\``).join(', ');
  throw new PolicyLockOutError(
    `under the changed policies you could no longer administer ${what}; say \`force=true\` if that is meant`,
  );
}

/** @throws {ConflictError} when a policy of these names is in force already */
export function refuseTaken(set: PolicySet, ids: ReadonlySet<string>): void {
  const taken = set.policies.find(({ id }) => ids.has(id));
  if (taken === undefined) return;
  const { namespace, name, id } = taken;
  throw new ConflictError(
    `\`${namespace}\` already has a policy \`${name}\`; replace it with PUT /api/v1/policies/${id}`,
  );
}

/** `<Element>:<user>`. */
export function authorOf({ element, user }: AuthenticatedActor): string {
  return `${element.name}:${user}`;
}

/**
 * Faults of the draft point into the body. What a fault says of other files is told only to those who may administer
 * all that stands there: it may be confidential.
 */
function tellableFaults(faults: readonly PolicyFault[], { access, before, draft }: Change): readonly Fault[] {
  const hidden = before.set.policies.filter((policy) => !access.permits(policyQuery(policy)));
  const hiddenFiles = new Set(hidden.map(({ place }) => place.file.path));
  return faults.map((fault) => {
    const { code, pointer } = fault;
    const detail = hidden.some((policy) => names(fault, policy))
      ? 'it contradicts a policy that you may not see'
      : fault.detail;
    if (fault.path === draft?.path) return { code, detail, pointer };
    if (hiddenFiles.has(fault.path))
      return { code, detail: 'another policy, which you may not see, would be at fault' };
    return { code, detail: `${fault.path} at ${pointer}: ${detail}` };
  });
}

function names({ detail }: PolicyFault, { namespace, name }: Policy): boolean {
  return detail.includes(`\`${namespace}:${name}\``);
}
