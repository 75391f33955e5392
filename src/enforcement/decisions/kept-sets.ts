import type { Kysely } from 'kysely';
import type { Database } from '../../database/schema.ts';
import type { PolicyFile, PolicySet } from '../../policy/policy-set.ts';
import { loadPolicies } from '../policy-set/policy-loader.ts';

/** Sets that are kept ready beside the one in force: a page of decisions seldom spans more. */
const MOST = 4;

/** Every policy set that ever was in force, by its hash, so that what was decided under it can be told and made again. */
export class KeptSets {
  readonly #db: Kysely<Database>;
  readonly #inForce: { readonly current: PolicySet | undefined };
  /** The last used one last. */
  readonly #loaded = new Map<string, Promise<PolicySet | undefined>>();

  constructor(db: Kysely<Database>, inForce: { readonly current: PolicySet | undefined }) {
    this.#db = db;
    this.#inForce = inForce;
  }

  /** Undefined when no such set is kept, or it can't be read by this program any more. */
  async find(hash: string): Promise<PolicySet | undefined> {
    const { current } = this.#inForce;
    if (current?.hash === hash) return current;
    const loading = this.#loaded.get(hash) ?? this.#load(hash);
    this.#loaded.delete(hash);
    this.#loaded.set(hash, loading);
    for (const oldest of this.#loaded.keys()) {
      if (this.#loaded.size <= MOST) break;
      this.#loaded.delete(oldest);
    }
    try {
      return await loading;
    } catch (error) {
      this.#loaded.delete(hash);
      throw error;
    }
  }

  /** The files of a set, as they were when it came into force. */
  async files(hash: string): Promise<readonly PolicyFile[] | undefined> {
    const query = this.#db.selectFrom('policySet').select('files').where('hash', '=', hash);
    return (await query.executeTakeFirst())?.files;
  }

  async #load(hash: string): Promise<PolicySet | undefined> {
    const files = await this.files(hash);
    const loaded = files && (await loadPolicies(files));
    return loaded?.ok === true ? loaded.set : undefined;
  }
}
