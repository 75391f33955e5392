import { InvalidInputError, NotFoundError, StaleVersionError, UnavailableError } from '../../../errors.ts';
import { type Part, partsOf } from '../../../policy/edit/file-parts.ts';
import { layOver, withoutPolicy } from '../../../policy/edit/lay-over.ts';
import type { PolicyFault, PolicySet } from '../../../policy/policy-set.ts';
import { faultOfName } from '../../../policy/source/reading.ts';
import type { Policy } from '../../../policy/terms/tree.ts';
import type { Clock } from '../../../spectrum/clock.ts';
import type { Access, ResourceQuery } from '../../access.ts';
import { keepDecisions } from '../../gate-passage.ts';
import { type Candidate, authorOf, candidateOf, refuseLockOut, refuseTaken } from './policy-change.ts';
import { etagOf } from './policy-document.ts';
import { partQuery, policyQuery, questionsOf, secretsFrom } from './policy-resources.ts';
import { loadPolicies } from '../policy-loader.ts';
import type { PolicySetInForce, SetInForce } from '../policy-set-in-force.ts';
import type { ChangeCause, SetFile, StoredSet } from '../set-file.ts';

/** How a change of the policies is meant. */
export interface ChangeOptions {
  /** Also when it locks its author out. */
  readonly isForced: boolean;
  /** The versions of the policy that may be changed; undefined: any. */
  readonly isExpected?: ((etag: string) => boolean) | undefined;
}

/** A change that was made. */
export interface Changed extends Candidate {
  /** Both undefined for an author from whom something confidential is hidden. */
  readonly hash: string | undefined;
  readonly hashBefore: string | undefined;
  /** Those that the draft held, as they are now in force. */
  readonly policies: readonly Policy[];
}

/** What a change would do. */
export type Checked =
  | ({ readonly ok: true; readonly candidate: Candidate } & Pick<Changed, 'hash' | 'hashBefore'>)
  | { readonly ok: false; readonly error: InvalidInputError };

/** Installs, replaces and withdraws policies of the set in force, each whole or not at all, as policy allows. */
export class PolicyAdministration {
  readonly #policySet: PolicySetInForce;
  readonly #clock: Clock;

  constructor(policySet: PolicySetInForce, clock: Clock) {
    this.#policySet = policySet;
    this.#clock = clock;
  }

  /**
   * Puts what a document holds in force beside the rest; aliases and defaults take the place of those of their name.
   * @throws InvalidInputError, ConflictError (a policy of that name is there), PolicyLockOutError, PolicyDeniedError
   */
  async install(text: string, options: ChangeOptions, access: Access): Promise<Changed> {
    return this.#change({ kind: 'install', options, access }, async (before) => {
      const { draft, parts, queries } = await this.#readDraft(text, access);
      refuseTaken(before.set, idsOf(parts));
      return { before, queries, ...laidOver(before.stored.files, draft) };
    });
  }

  /** Puts another text in a policy's place; the document holds that policy and may hold aliases and defaults. */
  async replace(id: string, text: string, { options, access }: ChangeContext): Promise<Changed> {
    return this.#change({ kind: 'replace', options, access }, async (before) => {
      const policy = expectedPolicy(before.set, id, { options, access });
      const { draft, parts, queries } = await this.#readDraft(text, access);
      refuseOthers(policy, parts);
      return { before, queries, ...laidOver(before.stored.files, draft) };
    });
  }

  /** Takes a policy out of the set. */
  async withdraw(id: string, { options, access }: ChangeContext): Promise<Changed> {
    return this.#change({ kind: 'withdraw', options, access }, async (before) => {
      const policy = expectedPolicy(before.set, id, { options, access });
      const query = policyQuery(policy);
      await access.require(query);
      return { before, draft: undefined, queries: [query], files: withoutPolicy(before.stored.files, policy) };
    });
  }

  /** Answers what laying a document over the set in force would do, and changes nothing. */
  async check(text: string, access: Access): Promise<Checked> {
    let checked: Checked | undefined;
    await this.#policySet.change(async (stored) => {
      const before = this.#readable(stored);
      try {
        const { draft, queries } = await this.#readDraft(text, access);
        const laid = laidOver(before.stored.files, draft);
        const candidate = await candidateOf({ access, before, queries, ...laid, now: this.#clock.now() });
        checked = { ok: true, candidate, ...hashesFor(access, before.set, candidate.set) };
      } catch (error) {
        if (!(error instanceof InvalidInputError)) throw error;
        checked = { ok: false, error };
      }
      return undefined;
    });
    if (checked === undefined) throw new Error('a check ended without an answer');
    return checked;
  }

  async #change(
    { kind, options, access }: ChangeContext & { readonly kind: ChangeCause['kind'] },
    plan: (before: SetInForce) => Promise<Plan>,
  ): Promise<Changed> {
    let made: { readonly candidate: Candidate; readonly plan: Plan } | undefined;
    const taken = await this.#policySet.change(async (stored) => {
      const planned = await plan(this.#readable(stored));
      const candidate = await candidateOf({ ...planned, access, now: this.#clock.now() });
      refuseLockOut(candidate, options.isForced);
      made = { candidate, plan: planned };
      const cause = { kind, setBy: authorOf(access.actor), forced: candidate.lost.length > 0 };
      return { ...candidate, cause, keep: (transaction) => keepDecisions(access, transaction) };
    });
    if (made === undefined || taken === undefined) throw new Error('a change of the policies ended without an outcome');
    const { candidate, plan: planned } = made;
    const policies = taken.set.policies.filter(({ place }) => place.file.path === planned.draft?.path);
    return { ...candidate, ...hashesFor(access, planned.before.set, taken.set), policies };
  }

  /** The set in force as this process decides with it. */
  #readable(stored: StoredSet | undefined): SetInForce {
    const { inForce } = this.#policySet;
    if (inForce !== undefined && inForce.stored.revision === stored?.revision) return inForce;
    throw new UnavailableError('there is no policy set in force that this Manager can read');
  }

  /** The text as a file of the set, and what it is about to change, which policy has permitted. */
  async #readDraft(text: string, access: Access): Promise<Draft> {
    const nameless = { path: 'body', text, origin: 'api' as const };
    const parts = partsOf([nameless]);
    const [first] = parts;
    if (first === undefined) {
      access.beginList();
      throw new InvalidInputError(await faultsAlone(nameless));
    }
    refuseNames(parts, access);
    const queries = questionsOf(parts);
    for (const query of queries) await access.require(query);
    const path = `api:${encodeURIComponent(first.namespace)}/${encodeURIComponent(first.name)}.json`;
    return { draft: { ...nameless, path }, parts, queries };
  }
}

/** Of what the Actor may not see nothing is told, nor that it changed. */
function hashesFor(access: Access, before: PolicySet, after: PolicySet): Pick<Changed, 'hash' | 'hashBefore'> {
  const isSecret = secretsFrom(access, before).length > 0 || secretsFrom(access, after).length > 0;
  return isSecret ? { hash: undefined, hashBefore: undefined } : { hash: after.hash, hashBefore: before.hash };
}

interface ChangeContext {
  readonly options: ChangeOptions;
  readonly access: Access;
}

interface Plan {
  readonly before: SetInForce;
  readonly files: readonly SetFile[];
  readonly draft: SetFile | undefined;
  readonly queries: readonly ResourceQuery[];
}

interface Draft {
  readonly draft: SetFile;
  readonly parts: readonly Part[];
  readonly queries: readonly ResourceQuery[];
}

/** The policy that is to be changed. @throws {NotFoundError} also where it must not be known, {StaleVersionError} */
function expectedPolicy(set: PolicySet, id: string, { options, access }: ChangeContext): Policy {
  const policy = findPolicy(set, id, access);
  if (options.isExpected?.(etagOf(policy)) === false) {
    throw new StaleVersionError(
      `the policy \`${policy.name}\` changed since it was read; its ETag is ${etagOf(policy)}`,
    );
  }
  return policy;
}

/** The policy of that PolicyID. @throws {NotFoundError} where there is none, or none that the Actor may know of */
export function findPolicy(set: PolicySet, id: string, access: Access): Policy {
  access.beginList();
  const policy = set.policies.find((one) => one.id === id);
  if (policy === undefined || !access.permits(policyQuery(policy))) throw new NotFoundError('policy', id);
  return policy;
}

/** The files with the draft laid over them, under a path that no other file has. */
function laidOver(files: readonly SetFile[], draft: SetFile): Pick<Plan, 'files' | 'draft'> {
  const rest = layOver(files, [draft]).slice(0, -1);
  const taken = new Set(rest.map(({ path }) => path));
  let path = draft.path;
  for (let number = 2; taken.has(path); number++) path = draft.path.replace(/\.json$/, `-${number}.json`);
  const renamed = { ...draft, path };
  return { files: [...rest, renamed], draft: renamed };
}

/** Policy can't be asked about what can't be named. @throws {InvalidInputError} */
function refuseNames(parts: readonly Part[], access: Access): void {
  const faults = parts.flatMap((part) => {
    const { resource } = partQuery(part);
    const fault = faultOfName(resource);
    const detail = `its resource \`${resource.slice(0, SHOWN_OF_NAME)}\` ${fault ?? ''}`;
    return fault === undefined ? [] : [{ code: 'bad-name', detail, pointer: part.pointer }];
  });
  if (faults.length === 0) return;
  access.beginList();
  throw new InvalidInputError(faults);
}

const SHOWN_OF_NAME = 80;

function idsOf(parts: readonly Part[]): ReadonlySet<string> {
  return new Set(parts.flatMap(({ policyId }) => policyId ?? []));
}

/** @throws {InvalidInputError} unless the one policy in `parts` is this one */
function refuseOthers(policy: Policy, parts: readonly Part[]): void {
  const ids = [...idsOf(parts)];
  if (ids.length === 1 && ids[0] === policy.id) return;
  const { namespace, name } = policy;
  const detail = `the document must hold the policy \`${name}\` of namespace \`${namespace}\`, and no other`;
  throw new InvalidInputError([{ code: 'other-policy', detail, pointer: '#' }]);
}

/** Of a document in which nothing can be made out: what it says is not held against the rest of the set. */
async function faultsAlone(file: SetFile): Promise<InvalidInputError['faults']> {
  const loaded = await loadPolicies([file]);
  const nothing = { code: 'empty-document', detail: 'the document holds nothing to put in force', pointer: '#' };
  if (loaded.ok) return [nothing];
  return loaded.faults.map(({ code, detail, pointer }: PolicyFault) => ({ code, detail, pointer }));
}
