import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../../../database/schema.ts';
import type { Actor } from '../../../identity/actor.ts';
import { scopesOf } from '../../../identity/roles.ts';
import type { PolicySet } from '../../../policy/policy-set.ts';
import type { Clock } from '../../../spectrum/clock.ts';
import { mayAdminister } from '../administration/lock-out.ts';
import { setQuery } from '../administration/policy-resources.ts';
import type { PolicySetInForce } from '../policy-set-in-force.ts';

/** The Users whose Role lets them change policies at all, as policy sees them. */
export async function findAdministrators(db: Kysely<Database>): Promise<readonly Actor[]> {
  const rows = await db
    .selectFrom('elementUser')
    .innerJoin('element', 'element.id', 'elementUser.elementId')
    .select(['elementUser.name as user', 'elementUser.roles', 'element.id as elementId', 'element.name as element'])
    .execute();
  return rows
    .filter(({ roles }) => scopesOf(roles).includes('policies:write'))
    .map(({ user, roles, elementId, element }) => ({
      user,
      roles,
      groups: [],
      element: { id: elementId, name: element },
    }));
}

/** Whether `set` lets any of them administer the policies now; true where there is nobody who could. */
export function reachesAnyone(set: PolicySet, administrators: readonly Actor[], now: Date): boolean {
  if (administrators.length === 0) return true;
  return administrators.some((actor) => mayAdminister(set, actor, { query: setQuery(actor.element.name), now }));
}

/**
 * Watches that somebody may still change the policies. A directory that locks every administrator out is a regulator's
 * word and holds all the same, so it is only told: on the machine itself `clearband policy restore` brings the set
 * before back.
 */
export class AdministratorReach {
  readonly #parts: ReachParts;
  #isLost = false;

  constructor(parts: ReachParts) {
    this.#parts = parts;
  }

  /** Nobody may administer the policies that are in force. */
  get isLost(): boolean {
    return this.#isLost;
  }

  async start(): Promise<void> {
    this.#parts.policySet.onChange(() => this.#look());
    await this.#look();
  }

  async #look(): Promise<void> {
    const { policySet, db, clock, log } = this.#parts;
    const administrators = await findAdministrators(db);
    const { current } = policySet;
    this.#isLost = current !== undefined && !reachesAnyone(current, administrators, clock.now());
    if (this.#isLost) log.warn(LOCKED_OUT);
  }
}

/** What is told when nobody may administer the policies. */
export const LOCKED_OUT =
  'the policies in force let no administrator change them; `clearband policy restore` on the machine brings the set before back';

interface ReachParts {
  readonly policySet: PolicySetInForce;
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly log: Logger;
}
