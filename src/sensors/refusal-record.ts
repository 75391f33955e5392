import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { EventLog } from '../events/event-log.ts';
import type { Clock } from '../spectrum/clock.ts';

/** A peer that the southbound edge turned away. */
export interface Refused {
  /** SCOS code. */
  readonly code: number;
  readonly reason: string;
  readonly sensorId?: string;
}

/** Anybody can knock, as often as they like: no more than this many refusals a minute become events. */
const MOST_A_MINUTE = 60;
const MINUTE_MS = 60_000;

/** Keeps refusals as events, up to a bound; the log of the process has them all. */
export class RefusalRecord {
  readonly #db: Kysely<Database>;
  readonly #events: EventLog;
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  #minuteStart = 0;
  #inMinute = 0;

  constructor(parts: {
    readonly db: Kysely<Database>;
    readonly events: EventLog;
    readonly clock: Clock;
    readonly onError: (error: unknown) => void;
  }) {
    this.#db = parts.db;
    this.#events = parts.events;
    this.#clock = parts.clock;
    this.#onError = parts.onError;
  }

  /** Never throws: a record that can't be written goes to `onError`. */
  add({ code, reason, sensorId }: Refused): void {
    const at = this.#clock.now();
    if (Math.abs(at.getTime() - this.#minuteStart) >= MINUTE_MS) {
      this.#minuteStart = at.getTime();
      this.#inMinute = 0;
    }
    this.#inMinute += 1;
    if (this.#inMinute > MOST_A_MINUTE) return;
    const last = this.#inMinute === MOST_A_MINUTE ? '; more in this minute are only in the log' : '';
    const body = { kind: 'sensor.refused', code, reason: `${reason}${last}` } as const;
    this.#events.append(this.#db, [{ at, subject: { sensorId }, body }]).catch(this.#onError);
  }
}
