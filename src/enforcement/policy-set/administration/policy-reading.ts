import type { Kysely } from 'kysely';
import type { Database } from '../../../database/schema.ts';
import { InvalidInputError, NotFoundError, UnavailableError } from '../../../errors.ts';
import type { PolicyFault, PolicySet } from '../../../policy/policy-set.ts';
import type { Policy, PolicyType, Scope } from '../../../policy/terms/tree.ts';
import type { Page, PageRequest } from '../../../spectrum/page.ts';
import type { Access } from '../../access.ts';
import { permittedPage } from '../../permitted-page.ts';
import { loadPolicies } from '../policy-loader.ts';
import type { PolicySetHealth } from '../policy-set-health.ts';
import type { PolicySetInForce, SetInForce } from '../policy-set-in-force.ts';
import { PolicySetRepository } from '../policy-set-repository.ts';
import { originsOf } from '../set-difference.ts';
import type { ChangeSummary, PolicyRef, SetChange, SetFile, StoredSet } from '../set-file.ts';
import { findPolicy } from './policy-administration.ts';
import { type PolicyDocument, documentOf, etagOf } from './policy-document.ts';
import { policyQuery, secretsFrom, setQuery } from './policy-resources.ts';

/** A policy in force, and where it comes from. */
export interface PolicyInForce {
  readonly policy: Policy;
  readonly etag: string;
  readonly origin: SetFile['origin'];
}

/** A policy in force with all it says. */
export type PolicyWithDocument = PolicyInForce & { readonly document: PolicyDocument };

/** Which policies are wanted; all that are given must hold. */
export interface PolicyFilter {
  readonly namespace?: string;
  readonly scope?: Scope;
  readonly type?: PolicyType;
  /** Somewhere in name or description, in any case. */
  readonly text?: string;
}

/** How the set in force stands. */
export interface SetOverview {
  readonly stored: Pick<StoredSet, 'since' | 'setBy' | 'revision'>;
  /** Undefined for an Actor from whom something confidential is hidden. */
  readonly hash: string | undefined;
  /** Without the confidential ones that the Actor may not see. */
  readonly policies: readonly Policy[];
  readonly aliases: number;
  /** What is wrong with the directory or the set. */
  readonly problem: string | undefined;
  readonly warnings: readonly PolicyFault[];
}

/** A change of the set as an Actor may know of it. */
export type ToldChange = Omit<SetChange, 'hash'> & { readonly hash: string | undefined };

/** Lists and shows policies, the set they make, and its history, as policy allows. */
export class PolicyReading {
  readonly #policySet: PolicySetInForce;
  readonly #health: PolicySetHealth;
  readonly #repository: PolicySetRepository;

  constructor(parts: {
    readonly policySet: PolicySetInForce;
    readonly health: PolicySetHealth;
    readonly db: Kysely<Database>;
  }) {
    this.#policySet = parts.policySet;
    this.#health = parts.health;
    this.#repository = new PolicySetRepository(parts.db);
  }

  /** By namespace and name. */
  async find(filter: PolicyFilter, page: PageRequest, access: Access): Promise<Page<PolicyInForce>> {
    const { set, stored } = this.#inForce();
    const wanted = set.policies.filter((policy) => fits(policy, filter));
    const fetch = (part: PageRequest) => Promise.resolve(pageOf(wanted, part));
    const found = await permittedPage(page, fetch, { access, queries: (policy) => [policyQuery(policy)] });
    const origins = originsOf({ set, files: stored.files });
    const items = found.items.map((policy) => toPolicyInForce(policy, origins.get(policy.id)));
    return { ...found, items };
  }

  /** @throws {NotFoundError} */
  get(id: string, access: Access): PolicyWithDocument {
    const { set, stored } = this.#inForce();
    const policy = findPolicy(set, id, access);
    const origins = originsOf({ set, files: stored.files });
    return { ...toPolicyInForce(policy, origins.get(id)), document: documentOf(policy) };
  }

  /** What is told of single policies is told of those that the Actor may see. */
  async overview(access: Access): Promise<SetOverview> {
    await access.require(setQuery(access.actor.element.name));
    const { set, stored, warnings } = this.#inForce();
    const hidden = new Set(hiddenPolicies(set, access).map(({ place }) => place.file.path));
    const seesAll = hidden.size === 0;
    const secrets = secretsFrom(access, set);
    return {
      stored,
      hash: secrets.length === 0 ? stored.hash : undefined,
      policies: set.policies.filter((policy) => !secrets.includes(policy)),
      aliases: set.aliases.length,
      problem: seesAll ? this.#health.details : this.#health.problem,
      warnings: warnings.filter(({ path }) => !hidden.has(path)),
    };
  }

  /** Newest first; of what the Actor may not see now nothing is told, nor which set it was where that is confidential. */
  async history(page: PageRequest, access: Access): Promise<Page<ToldChange>> {
    await access.require(setQuery(access.actor.element.name));
    const found = await this.#repository.history(page);
    const isSecret = secretsFrom(access, this.#inForce().set).length > 0;
    const tell = (change: SetChange): ToldChange => ({
      ...change,
      ...(isSecret && { hash: undefined, hashBefore: undefined }),
      summary: visible(change.summary, access),
    });
    return { ...found, items: found.items.map(tell) };
  }

  /**
   * The files of a set that is or was in force, for whoever may see every policy in it. `hash` may be `in-force`.
   * @throws NotFoundError (also where it must not be known), PolicyDeniedError
   */
  async files(hash: string, access: Access): Promise<{ readonly hash: string; readonly files: readonly SetFile[] }> {
    await access.require(setQuery(access.actor.element.name));
    const { set, stored } = this.#inForce();
    if (hash === 'in-force' || hash === set.hash) {
      if (hiddenPolicies(set, access).length > 0) throw new NotFoundError('policy set', hash);
      return { hash: set.hash, files: stored.files };
    }
    const files = await this.#repository.filesOf(hash);
    if (files === undefined) throw new NotFoundError('policy set', hash);
    const loaded = await loadPolicies(files);
    // What can't be read can't be shown to be nobody's secret.
    if (!loaded.ok || hiddenPolicies(loaded.set, access).length > 0) throw new NotFoundError('policy set', hash);
    return { hash, files };
  }

  #inForce(): SetInForce {
    const { inForce } = this.#policySet;
    if (inForce === undefined) throw new UnavailableError('no policy set is in force');
    return inForce;
  }
}

function toPolicyInForce(policy: Policy, origin: SetFile['origin'] = 'directory'): PolicyInForce {
  return { policy, etag: etagOf(policy), origin };
}

function fits(policy: Policy, { namespace, scope, type, text }: PolicyFilter): boolean {
  const sought = text?.toLowerCase();
  return (
    (namespace === undefined || policy.namespace === namespace) &&
    (scope === undefined || policy.scope === scope) &&
    (type === undefined || policy.type === type) &&
    (sought === undefined || `${policy.name}\n${policy.description}`.toLowerCase().includes(sought))
  );
}

/** A page of a list that is all there. */
function pageOf(policies: readonly Policy[], { limit, afterId }: PageRequest): Page<Policy> {
  const after = afterId === undefined ? -1 : policies.findIndex(({ id }) => id === afterId);
  if (afterId !== undefined && after === -1) {
    const detail = 'the policy that the page before ended with is gone; begin again without the cursor';
    throw new InvalidInputError([{ code: 'invalid-cursor', detail, parameter: 'cursor' }]);
  }
  const items = policies.slice(after + 1, after + 1 + limit);
  const last = items.at(-1);
  return after + 1 + limit < policies.length && last !== undefined ? { items, nextAfterId: last.id } : { items };
}

function hiddenPolicies(set: PolicySet, access: Access): readonly Policy[] {
  return set.policies.filter((policy) => !access.permits(policyQuery(policy)));
}

function visible(summary: ChangeSummary, access: Access): ChangeSummary {
  const seen = (policies: readonly PolicyRef[]) => policies.filter((policy) => access.permits(policyQuery(policy)));
  return {
    ...summary,
    added: seen(summary.added),
    changed: seen(summary.changed),
    withdrawn: seen(summary.withdrawn),
    ...(summary.superseded !== undefined && { superseded: seen(summary.superseded) }),
    ...(summary.aliases !== undefined && { aliases: summary.aliases.filter((alias) => seesAlias(alias, access)) }),
  };
}

function seesAlias(alias: string, access: Access): boolean {
  const [namespace = ''] = alias.split(':', 1);
  const name = alias.slice(namespace.length + 1);
  return access.permits({ resource: `${namespace}:Aliases::${name}`, namespace });
}
