import { type Kysely, type Selectable, sql } from 'kysely';
import { bandValue, parseBand } from '../database/ranges.ts';
import type { Database, ScheduleEntryTable } from '../database/schema.ts';
import type { Actor } from '../identity/actor.ts';
import { type Page, type PageRequest, toPage } from '../spectrum/page.ts';
import type { ScheduleEntry, SensorSelection } from './schedule-entry.ts';

export interface ScheduleFilter {
  readonly isActive?: boolean;
  readonly name?: string;
}

/** An entry with what planning needs to go on. */
export interface PlannableEntry extends ScheduleEntry {
  readonly nextSequence: number;
}

/** How far planning must reach beyond `now`: so many occurrences, within these limits. */
export interface LowWater {
  readonly now: Date;
  readonly occurrences: number;
  readonly minSeconds: number;
  readonly maxSeconds: number;
}

/** Schedule entries. */
export class ScheduleRepository {
  readonly #db: Kysely<Database>;
  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /** @throws a unique violation of `schedule_entry_element_id_name_key` when the Element has an entry of that name. */
  async insert(entry: PlannableEntry): Promise<void> {
    await this.#db
      .insertInto('scheduleEntry')
      .values({
        id: entry.id,
        name: entry.name,
        elementId: entry.owner.element.id,
        owner: JSON.stringify(entry.owner),
        action: entry.action,
        parameters: JSON.stringify(entry.parameters),
        bandHz: bandValue(entry.band),
        selection: JSON.stringify(entry.selection),
        sensorIds: [...entry.sensorIds],
        startAt: entry.start,
        stopAt: entry.stop ?? null,
        intervalSeconds: entry.intervalSeconds ?? null,
        slotSeconds: entry.slotSeconds,
        priority: entry.priority,
        isActive: entry.isActive,
        settings: JSON.stringify(entry.settings),
        toldSettings: entry.toldSettings === undefined ? null : JSON.stringify(entry.toldSettings),
        plannedUntil: entry.plannedUntil ?? null,
        nextSequence: entry.nextSequence,
        createdAt: entry.createdAt,
        modifiedAt: entry.modifiedAt,
      })
      .execute();
  }

  async find(id: string): Promise<ScheduleEntry | undefined> {
    const row = await this.#db.selectFrom('scheduleEntry').selectAll().where('id', '=', id).executeTakeFirst();
    return row && toScheduleEntry(row);
  }

  async findMany(ids: readonly string[]): Promise<Map<string, ScheduleEntry>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#db
      .selectFrom('scheduleEntry')
      .selectAll()
      .where('id', 'in', [...ids])
      .execute();
    return new Map(rows.map((row) => [row.id, toScheduleEntry(row)]));
  }

  async page(filter: ScheduleFilter, page: PageRequest): Promise<Page<ScheduleEntry>> {
    let query = this.#db.selectFrom('scheduleEntry').selectAll();
    if (filter.isActive !== undefined) query = query.where('isActive', '=', filter.isActive);
    if (filter.name !== undefined) query = query.where('name', '=', filter.name);
    if (page.afterId !== undefined) query = query.where('id', '>', page.afterId);
    const rows = await query
      .orderBy('id')
      .limit(page.limit + 1)
      .execute();
    return toPage(rows.map(toScheduleEntry), page.limit);
  }

  /** Whether the Element has an entry of that name. */
  async hasName(elementId: string, name: string): Promise<boolean> {
    const row = await this.#db
      .selectFrom('scheduleEntry')
      .select('id')
      .where('elementId', '=', elementId)
      .where('name', '=', name)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Locks the entry. @returns it when it was active. */
  async deactivate(id: string, at: Date): Promise<ScheduleEntry | undefined> {
    const row = await this.#db
      .updateTable('scheduleEntry')
      .set({ isActive: false, plannedUntil: null, modifiedAt: at })
      .where('id', '=', id)
      .where('isActive', '=', true)
      .returningAll()
      .executeTakeFirst();
    return row && toScheduleEntry(row);
  }

  /** The ids of active entries whose planning runs low, those that run out first before the others. */
  async idsRunningLow(low: LowWater, page: { readonly except: readonly string[]; readonly limit: number }) {
    const rows = await this.#db
      .selectFrom('scheduleEntry')
      .select('id')
      .where(runsLow(low))
      .where(sql<boolean>`id <> all(${[...page.except]}::uuid[])`)
      .orderBy('plannedUntil')
      .limit(page.limit)
      .execute();
    return rows.map(({ id }) => id);
  }

  /** The entry, locked, if its planning still runs low and no other process holds it. */
  async takeRunningLow(id: string, low: LowWater): Promise<PlannableEntry | undefined> {
    const row = await this.#db
      .selectFrom('scheduleEntry')
      .selectAll()
      .where('id', '=', id)
      .where(runsLow(low))
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    return row && { ...toScheduleEntry(row), nextSequence: row.nextSequence };
  }

  /** `plannedUntil` undefined: no occurrence is left to plan. */
  async setPlanned(id: string, plannedUntil: Date | undefined, nextSequence: number): Promise<void> {
    await this.#db
      .updateTable('scheduleEntry')
      .set({ plannedUntil: plannedUntil ?? null, nextSequence })
      .where('id', '=', id)
      .execute();
  }

  /** Deactivates entries that are planned to their end and have no live task left. */
  async finishDone(at: Date): Promise<ScheduleEntry[]> {
    const rows = await this.#db
      .updateTable('scheduleEntry')
      .set({ isActive: false, modifiedAt: at })
      .where('isActive', '=', true)
      .where('plannedUntil', 'is', null)
      .where(
        sql<boolean>`not exists (select from task where task.entry_id = schedule_entry.id
          and task.state in ('planned', 'dispatched', 'accepted', 'running'))`,
      )
      .returningAll()
      .execute();
    return rows.map(toScheduleEntry);
  }
}

function runsLow({ now, occurrences, minSeconds, maxSeconds }: LowWater) {
  const seconds = sql`least(greatest(coalesce(interval_seconds, 0) * ${occurrences}::float8, ${minSeconds}::float8),
    ${maxSeconds}::float8)`;
  return sql<boolean>`is_active and planned_until < ${now}::timestamptz + ${seconds} * interval '1 second'`;
}

function toScheduleEntry(row: Selectable<ScheduleEntryTable>): ScheduleEntry {
  return {
    id: row.id,
    name: row.name,
    // INVARIANT: only `insert` writes the JSON columns, from these very types.
    owner: row.owner as Actor,
    action: row.action,
    parameters: row.parameters,
    band: parseBand(row.bandHz),
    selection: row.selection as SensorSelection,
    sensorIds: row.sensorIds,
    start: row.startAt,
    stop: row.stopAt ?? undefined,
    intervalSeconds: row.intervalSeconds ?? undefined,
    slotSeconds: row.slotSeconds,
    priority: row.priority,
    isActive: row.isActive,
    settings: row.settings as ScheduleEntry['settings'],
    ...(row.toldSettings !== null && { toldSettings: row.toldSettings as ScheduleEntry['settings'] }),
    plannedUntil: row.plannedUntil ?? undefined,
    createdAt: row.createdAt,
    modifiedAt: row.modifiedAt,
  };
}
