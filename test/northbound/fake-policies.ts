import type { Access } from '../../src/enforcement/access.ts';
import type { ChangeOptions, Changed } from '../../src/enforcement/policy-set/administration/policy-administration.ts';
import { documentOf, etagOf } from '../../src/enforcement/policy-set/administration/policy-document.ts';
import type { PolicyFilter } from '../../src/enforcement/policy-set/administration/policy-reading.ts';
import { summarise } from '../../src/enforcement/policy-set/set-difference.ts';
import type { SetFile, StoredSet } from '../../src/enforcement/policy-set/set-file.ts';
import { InvalidInputError, NotFoundError, StaleVersionError } from '../../src/errors.ts';
import type { Domain } from '../../src/northbound/domain.ts';
import { layOver, withoutPolicy } from '../../src/policy/edit/lay-over.ts';
import { policyId } from '../../src/policy/parse/policy.ts';
import { type PolicySet, loadPolicySet } from '../../src/policy/policy-set.ts';
import type { Policy } from '../../src/policy/terms/tree.ts';
import { toPage } from '../../src/spectrum/page.ts';
import { NOW } from './fake-things.ts';

/** PolicyID of the policy that is there from the beginning. */
export const MADE_BEFORE = policyId('global', 'Made-before');

const FIRST = {
  Version: '2017-02-15',
  Policy: {
    name: 'Made-before',
    'Policy-type': 'SSM-Policy',
    Scope: 'sensing-management',
    Statement: [{ StatementId: 'closed', 'Policy-Action': 'Deny', time: [{ daily: ['02:00', '03:00'] }] }],
  },
};

/** A policy set in memory, whoever asks. */
export class FakePolicies {
  /** What was asked for last. */
  asked: { text?: string; options?: ChangeOptions; filter?: PolicyFilter } = {};
  #files: readonly SetFile[] = [draftOf(JSON.stringify(FIRST))];
  #set = setOf(this.#files);
  readonly #ask: (access: Access) => Promise<void>;

  constructor(ask: (access: Access) => Promise<void>) {
    this.#ask = ask;
  }

  readonly policies: Domain['policies'] = {
    install: (text, options, access) => {
      this.asked = { text, options };
      return this.#change(access, () => layOver(this.#files, [draftOf(text)]));
    },
    replace: (id, text, { options, access }) => {
      this.asked = { text, options };
      return this.#change(access, () => {
        this.#expected(id, options);
        return layOver(this.#files, [draftOf(text)]);
      });
    },
    withdraw: (id, { options, access }) => {
      this.asked = { options };
      return this.#change(access, () => withoutPolicy(this.#files, this.#expected(id, options)));
    },
    check: async (text, access) => {
      this.asked = { text };
      await this.#ask(access);
      try {
        const files = layOver(this.#files, [draftOf(text)]);
        const set = setOf(files);
        const summary = await summarise(this.#set, set);
        const candidate = { set, files, summary, warnings: [], lost: [] };
        return { ok: true, hash: set.hash, hashBefore: this.#set.hash, candidate };
      } catch (error) {
        if (error instanceof InvalidInputError) return { ok: false, error };
        throw error;
      }
    },
  };

  readonly policySets: Domain['policySets'] = {
    find: async (filter, page, access) => {
      this.asked = { filter };
      await this.#ask(access);
      return toPage(
        this.#set.policies.map((policy) => ({ ...shown(policy), id: policy.id })),
        page.limit,
      );
    },
    get: async (id, access) => {
      await this.#ask(access);
      const policy = this.#expected(id, { isForced: false });
      return { ...shown(policy), document: documentOf(policy) };
    },
    overview: async (access) => {
      await this.#ask(access);
      const { hash, policies, aliases } = this.#set;
      const stored = this.#stored();
      return { stored, hash, policies, aliases: aliases.length, problem: undefined, warnings: [] };
    },
    history: async (page, access) => {
      await this.#ask(access);
      const summary = { added: [], changed: [], withdrawn: [] };
      const cause = { kind: 'import', setBy: 'directory', forced: false } as const;
      const change = { ...cause, revision: 1, at: NOW, hash: this.#set.hash, hashBefore: undefined, summary };
      return { items: page.afterId === undefined ? [change] : [] };
    },
    files: async (hash, access) => {
      await this.#ask(access);
      if (hash !== 'in-force' && hash !== this.#set.hash) throw new NotFoundError('policy set', hash);
      return { hash: this.#set.hash, files: this.#files };
    },
  };

  async #change(access: Access, files: () => readonly SetFile[]): Promise<Changed> {
    await this.#ask(access);
    const next = files();
    const before = this.#set;
    const set = setOf(next);
    this.#files = next;
    this.#set = set;
    const policies = set.policies.filter(({ place }) => place.file === next.at(-1));
    const summary = await summarise(before, set);
    return { set, files: next, warnings: [], summary, lost: [], hash: set.hash, hashBefore: before.hash, policies };
  }

  #expected(id: string, { isExpected }: ChangeOptions): Policy {
    const policy = this.#set.policies.find((one) => one.id === id);
    if (policy === undefined) throw new NotFoundError('policy', id);
    if (isExpected?.(etagOf(policy)) === false) throw new StaleVersionError('it changed');
    return policy;
  }

  #stored(): StoredSet {
    const { hash } = this.#set;
    return { revision: 1, hash, since: NOW, setBy: 'directory', files: this.#files, directoryFiles: undefined };
  }
}

function shown(policy: Policy) {
  return { policy, etag: etagOf(policy), origin: 'api' as const };
}

function draftOf(text: string): SetFile {
  return { path: 'draft.json', text, origin: 'api' };
}

function setOf(files: readonly SetFile[]): PolicySet {
  const loaded = loadPolicySet(files);
  if (loaded.ok) return loaded.set;
  throw new InvalidInputError(loaded.faults.map(({ code, detail, pointer }) => ({ code, detail, pointer })));
}
