import { type Kysely, type Transaction, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { EventBody, EventPosition, NewEvent, RecordedEvent } from './event.ts';

/** The append-only record of state changes. Rows are appended in the transaction of the change they tell of. */
export class EventLog {
  readonly #db: Kysely<Database>;
  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /** Adds `events` within `transaction`; readers are woken when it commits. */
  async append(transaction: Kysely<Database> | Transaction<Database>, events: readonly NewEvent[]): Promise<void> {
    if (events.length === 0) return;
    await transaction
      .insertInto('event')
      .values(
        events.map((event) => ({
          at: event.at,
          kind: event.body.kind,
          elementId: event.subject.elementId ?? null,
          sensorId: event.subject.sensorId ?? null,
          entryId: event.subject.entryId ?? null,
          taskId: event.subject.taskId ?? null,
          body: JSON.stringify(event.body),
        })),
      )
      .execute();
    await sql`select pg_notify(${EVENT_CHANNEL}, '')`.execute(transaction);
  }

  /**
   * Up to `limit` events after `after`, in order. Only transactions older than every running one are read, so that an
   * event which commits late is never behind the reader's position.
   */
  async readAfter(after: EventPosition, limit: number): Promise<RecordedEvent[]> {
    const rows = await this.#db
      .selectFrom('event')
      .selectAll()
      .where(sql<boolean>`(xid, sequence) > (${after.xid}::xid8, ${after.sequence}::bigint)`)
      .where(sql<boolean>`xid < pg_snapshot_xmin(pg_current_snapshot())`)
      .orderBy('xid')
      .orderBy('sequence')
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      position: { xid: row.xid, sequence: row.sequence },
      at: row.at,
      subject: {
        elementId: row.elementId ?? undefined,
        sensorId: row.sensorId ?? undefined,
        entryId: row.entryId ?? undefined,
        taskId: row.taskId ?? undefined,
      },
      // INVARIANT: only `append` writes bodies, so what is read back is an EventBody.
      body: row.body as EventBody,
    }));
  }

  /** The position after everything that is readable now. */
  async latest(): Promise<EventPosition> {
    const row = await this.#db
      .selectFrom('event')
      .select(['xid', 'sequence'])
      .where(sql<boolean>`xid < pg_snapshot_xmin(pg_current_snapshot())`)
      .orderBy('xid', 'desc')
      .orderBy('sequence', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? EVENT_START : { xid: row.xid, sequence: row.sequence };
  }
}

export const EVENT_CHANNEL = 'clearband_event';
/** Before the first event. */
export const EVENT_START: EventPosition = { xid: '0', sequence: 0 };

const POSITION = /^(\d{1,20})-(\d{1,16})$/;

/** `<xid>-<sequence>`, as SSE ids carry it. */
export function formatPosition(position: EventPosition): string {
  return `${position.xid}-${position.sequence}`;
}

/** The position a text names; undefined when it is none. */
export function parsePosition(text: string): EventPosition | undefined {
  const match = POSITION.exec(text);
  const [, xid, sequence] = match ?? [];
  if (xid === undefined || BigInt(xid) > 0x7fffffffffffffffn) return undefined;
  return Number.isSafeInteger(Number(sequence)) ? { xid, sequence: Number(sequence) } : undefined;
}
