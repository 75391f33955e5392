import { type Kysely, sql } from 'kysely';
import { parseWindow, windowValue } from '../database/ranges.ts';
import type { Database } from '../database/schema.ts';
import type { TimeWindow } from '../spectrum/time-window.ts';

/** A slot about to hold a sensor's radio. */
export interface NewSlot {
  readonly slotId: string;
  readonly sensorId: string;
  readonly window: TimeWindow;
}

/** The slots that hold radios: live ones only. */
export class SlotRepository {
  readonly #db: Kysely<Database>;
  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /** @throws an exclusion violation of `slot_no_overlap` when a radio is taken. */
  async insert(slots: readonly NewSlot[]): Promise<void> {
    await this.#db
      .insertInto('slot')
      .values(
        slots.map(({ slotId, sensorId, window }) => ({ id: slotId, radioId: sensorId, span: windowValue(window) })),
      )
      .execute();
  }

  /** What is taken on the radio of each sensor that reaches into `reach`, in order; nothing is kept for a free one. */
  async taken(sensorIds: readonly string[], reach: TimeWindow): Promise<ReadonlyMap<string, readonly TimeWindow[]>> {
    if (sensorIds.length === 0) return new Map();
    const rows = await this.#db
      .selectFrom('slot')
      .select(['radioId', 'span'])
      .where(sql<boolean>`radio_id = any(${[...sensorIds]}::uuid[])`)
      .where(sql<boolean>`span && ${windowValue(reach)}`)
      .orderBy(sql`lower(span)`)
      .execute();
    const taken = new Map<string, TimeWindow[]>();
    for (const { radioId, span } of rows) {
      const known = taken.get(radioId);
      if (known === undefined) taken.set(radioId, [parseWindow(span)]);
      else known.push(parseWindow(span));
    }
    return taken;
  }
}
