import { type Kysely, type RawBuilder, type SelectQueryBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import type { Database, DecisionTable } from '../../database/schema.ts';
import type { DenialGround } from '../../policy/decision-json.ts';
import { timeOfUuidv7 } from '../../spectrum/identifier.ts';
import { type Page, type PageRequest, toPage } from '../../spectrum/page.ts';
import type { Settings } from '../access.ts';
import type { NewDecision } from '../decision-log.ts';

/** Which decisions are looked for; what is left out does not matter. */
export interface DecisionFilter {
  /** `<Element>:<user>`. */
  readonly actor?: string | undefined;
  /** `<Element>:Sensors::<name>` … */
  readonly resource?: string | undefined;
  readonly outcome?: NewDecision['outcome'] | undefined;
  /** `<namespace>:<policy>#<StatementId>`, one of those that matched. */
  readonly statement?: string | undefined;
  readonly operation?: string | undefined;
  readonly reason?: string | undefined;
  /** Decided at this instant or later. */
  readonly from?: Date | undefined;
  /** Decided before this instant. */
  readonly to?: Date | undefined;
}

/** Whose decisions come into question at all: those about what these owners have, and an Actor's own. */
export interface DecisionReach {
  readonly owners: readonly string[];
  readonly ownActor: string;
}

/** The decisions that are kept. */
export class DecisionRepository {
  readonly #db: Kysely<Database>;
  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /** By its id, which says when it was made and so in which partition it is. */
  async find(id: string): Promise<NewDecision | undefined> {
    const at = timeOfUuidv7(id);
    if (at === undefined) return undefined;
    const query = this.#db.selectFrom('decision').selectAll().where('at', '=', at).where('id', '=', id);
    const row = await query.executeTakeFirst();
    return row && toDecision(row);
  }

  /** Newest first. Without `reach` everybody's. */
  async page(filter: DecisionFilter, page: PageRequest, reach?: DecisionReach): Promise<Page<NewDecision>> {
    let query = matching(this.#db.selectFrom('decision').selectAll(), filter);
    if (reach !== undefined) query = query.where(isWithin(reach));
    if (page.afterId !== undefined) query = query.where(isOlderThan(page.afterId));
    const rows = await query
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(page.limit + 1)
      .execute();
    return toPage(rows.map(toDecision), page.limit);
  }
}

type DecisionQuery = SelectQueryBuilder<Database, 'decision', Selectable<DecisionTable>>;

function matching(all: DecisionQuery, filter: DecisionFilter): DecisionQuery {
  let query = all;
  for (const column of ['actor', 'resource', 'outcome', 'operation', 'reason'] as const) {
    const wanted = filter[column];
    if (wanted !== undefined) query = query.where(column, '=', wanted);
  }
  if (filter.statement !== undefined) query = query.where(sql<SqlBool>`statements @> ${[filter.statement]}::text[]`);
  if (filter.from !== undefined) query = query.where('at', '>=', filter.from);
  if (filter.to !== undefined) query = query.where('at', '<', filter.to);
  return query;
}

/** A comparison of rows, as the index has them. An id without a time is from nowhere: nothing is older. */
function isOlderThan(id: string): RawBuilder<SqlBool> {
  const at = timeOfUuidv7(id) ?? new Date(0);
  return sql<SqlBool>`(at, id) < (${at}::timestamptz, ${id}::uuid)`;
}

function isWithin({ owners, ownActor }: DecisionReach): RawBuilder<SqlBool> {
  if (owners.length === 0) return sql<SqlBool>`actor = ${ownActor}`;
  const owner = sql`split_part(coalesce(resource, actor), ':', 1)`;
  return sql<SqlBool>`(actor = ${ownActor} or ${owner} = any(${[...owners]}::text[]))`;
}

function toDecision(row: Selectable<DecisionTable>): NewDecision {
  return {
    ...row,
    resource: row.resource ?? undefined,
    request: row.request ?? undefined,
    // INVARIANT: both are written by DecisionLog alone, from these types.
    settings: (row.settings as Settings | null) ?? undefined,
    because: (row.because as readonly DenialGround[] | null) ?? undefined,
  };
}

/** The Element or namespace whose things a decision is about; of a read of many things, the asking Actor's Element. */
export function ownerOf({ resource, actor }: Pick<NewDecision, 'resource' | 'actor'>): string {
  return (resource ?? actor).split(':', 1)[0] ?? '';
}
