import type { Kysely } from 'kysely';
import type { Database } from '../../../database/schema.ts';
import { ClearbandError, ConflictError, NotFoundError } from '../../../errors.ts';
import type { Clock } from '../../../spectrum/clock.ts';
import { findAdministrators, reachesAnyone } from './administrator-reach.ts';
import { loadPolicies } from '../policy-loader.ts';
import type { PolicySetInForce, Proposal } from '../policy-set-in-force.ts';
import { PolicySetRepository } from '../policy-set-repository.ts';
import { summarise } from '../set-difference.ts';
import type { SetChange, SetFile, StoredSet } from '../set-file.ts';

/** What somebody on the machine itself asks for. */
export interface RestoreRequest {
  readonly id: string;
  /** The set, or how its hash begins; undefined: the one before. */
  readonly hash?: string | undefined;
  /** Also a set that lets no administrator change it. */
  readonly isForced: boolean;
}

/** What came of it. */
export interface Restored {
  readonly hash: string;
  readonly hashBefore: string | undefined;
  /** When the set that is back came into force first or last. */
  readonly since: Date;
}

/** Brings sets back that were in force, outside the gate: for whoever has the machine, when nobody else can. */
export class PolicyRestore {
  readonly #parts: RestoreParts;
  readonly #repository: PolicySetRepository;

  constructor(parts: RestoreParts) {
    this.#parts = parts;
    this.#repository = new PolicySetRepository(parts.db);
  }

  /** Once for each request, also when it is asked again after a crash. @throws NotFoundError, ConflictError */
  async restore(request: RestoreRequest): Promise<Restored> {
    const done = await this.#repository.changeFor(request.id);
    if (done !== undefined) return { hash: done.hash, hashBefore: done.hashBefore, since: done.at };
    let target: Target | undefined;
    let hashBefore: string | undefined;
    await this.#parts.policySet.change(async (now) => {
      target = request.hash === undefined ? await this.#before(now) : await this.#named(request.hash);
      hashBefore = now?.hash;
      if (target.hash === hashBefore) throw new ConflictError(`the set \`${target.hash}\` is in force already`);
      return this.#proposal(target, request);
    });
    if (target === undefined) throw new Error('a restore ended without a set');
    return { hash: target.hash, hashBefore, since: target.at };
  }

  async #proposal(target: Target, { id, isForced }: RestoreRequest): Promise<Proposal> {
    const { policySet, db, clock } = this.#parts;
    const files = await this.#repository.filesOf(target.hash);
    if (files === undefined) throw new NotFoundError('policy set', target.hash);
    const loaded = await loadPolicies(files);
    if (!loaded.ok) throw new ConflictError(`the set \`${target.hash}\` can't be read by this program`);
    const { set, warnings } = loaded;
    const isReached = reachesAnyone(set, await findAdministrators(db), clock.now());
    if (!isReached && !isForced) {
      const why = 'lets no administrator change it; name another one, or say `--force`';
      throw new ConflictError(`the set \`${target.hash}\` ${why}`);
    }
    const restoredRevision = target.revision;
    const cause = {
      kind: 'restore' as const,
      setBy: 'restore',
      forced: !isReached,
      requestId: id,
      ...(restoredRevision !== undefined && { restoredRevision }),
    };
    const summary = await summarise(policySet.current, set);
    return { set, warnings, files: files satisfies readonly SetFile[], cause, summary };
  }

  /**
   * The set before the one in force. After a restore it is the one before the set that came back, so that asking again
   * goes further back, never back and forth.
   */
  async #before(now: StoredSet | undefined): Promise<Target> {
    let change = now && (await this.#original(await this.#repository.changeAt(now.revision)));
    while (change !== undefined && change.hash === now?.hash) {
      change = await this.#original(await this.#repository.changeAt(change.revision - 1));
    }
    if (change === undefined) throw new NotFoundError('policy set', 'before the one in force');
    return change;
  }

  /** The change that first brought the set of `change`, where that one only brought it back. */
  async #original(change: SetChange | undefined): Promise<SetChange | undefined> {
    if (change?.restoredRevision === undefined) return change;
    return this.#original(await this.#repository.changeAt(change.restoredRevision));
  }

  async #named(prefix: string): Promise<Target> {
    const [hash, other] = await this.#repository.hashesFrom(prefix);
    if (hash === undefined) throw new NotFoundError('policy set', prefix);
    if (other !== undefined) throw new ConflictError(`more than one policy set begins with \`${prefix}\``);
    const change = await this.#repository.latestChangeTo(hash);
    return change ?? { hash, at: this.#parts.clock.now(), revision: undefined };
  }
}

type Target = Pick<SetChange, 'hash' | 'at'> & { readonly revision: number | undefined };

interface RestoreParts {
  readonly policySet: PolicySetInForce;
  readonly db: Kysely<Database>;
  readonly clock: Clock;
}

/** One line for whoever asked. */
export function describeRefusal(error: unknown): string {
  return error instanceof ClearbandError ? error.message : 'a fault of the Manager; its log says more';
}
