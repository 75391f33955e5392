import { beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { sql } from 'kysely';
import { EventFeed } from '../../src/events/event-feed.ts';
import { EVENT_START, EventLog } from '../../src/events/event-log.ts';
import type { EventPosition, NewEvent, RecordedEvent } from '../../src/events/event.ts';
import { uuidv7 } from '../../src/spectrum/identifier.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { makePartitions } from '../tasking/zone.ts';

const NOON = new Date('2026-11-20T12:00:00Z');
const joined = (name: string): NewEvent => ({ at: NOON, subject: {}, body: { kind: 'sensor.joined', name } });
const nextOf = async (next: Promise<IteratorResult<readonly RecordedEvent[], unknown>>) => {
  const result = await next;
  return result.done === true ? ['the end'] : namesOf(result.value);
};
const namesOf = (events: readonly RecordedEvent[]) =>
  events.map(({ body }) => (body.kind === 'sensor.joined' ? body.name : body.kind));

describeEachDatabase('the record of events', (database) => {
  let log: EventLog;

  beforeAll(() => makePartitions(database()));
  beforeEach(async () => {
    await sql`delete from event`.execute(database().db);
    log = new EventLog(database().db);
  });

  const append = (...names: string[]) => log.append(database().db, names.map(joined));
  /** Reads on until `count` events came: another test of this server may hold them back for a moment. */
  const readAll = async (count: number, after: EventPosition = EVENT_START) => {
    let events: RecordedEvent[] = [];
    await expect
      .poll(async () => (events = await log.readAfter(after, 1000)).length, { timeout: 10_000, interval: 10 })
      .toBe(count);
    return events;
  };

  describe('read after a position', () => {
    it('is what was appended since, in order', async () => {
      await append('a', 'b');
      await append('c');
      const all = await readAll(3);
      expect(namesOf(all)).toEqual(['a', 'b', 'c']);
      for (const [index, { position }] of all.entries()) {
        expect(namesOf(await log.readAfter(position, 10))).toEqual(['a', 'b', 'c'].slice(index + 1));
      }
    });

    it('goes on in parts, leaving none out and repeating none', async () => {
      const names = Array.from({ length: 25 }, (_, index) => String(index));
      for (const [from, to] of [
        [0, 7],
        [7, 8],
        [8, 25],
      ])
        await append(...names.slice(from, to));
      await readAll(25);
      const seen: string[] = [];
      let position = EVENT_START;
      for (let part = await log.readAfter(position, 4); part.length > 0; part = await log.readAfter(position, 4)) {
        seen.push(...namesOf(part));
        position = part.at(-1)?.position ?? position;
      }
      expect(seen).toEqual(names);
    });

    it('gives every event back as it was appended', async () => {
      const subject = { elementId: uuidv7(), sensorId: uuidv7(), entryId: uuidv7(), taskId: uuidv7() };
      const body = {
        kind: 'task.state',
        state: 'failed',
        sequence: 3,
        starts_at: 'x',
        detail: '\u{1f4e1} "\\',
        code: 304,
      } as const;
      await log.append(database().db, [{ at: NOON, subject, body }]);
      const [event] = await readAll(1);
      expect(event).toEqual({ position: event?.position, at: NOON, subject, body });
    });

    it('has nothing of a transaction that was undone', async () => {
      const undone = database()
        .db.transaction()
        .execute(async (transaction) => {
          await log.append(transaction, [joined('undone')]);
          throw new Error('undo');
        });
      await expect(undone).rejects.toThrow('undo');
      await append('kept');
      expect(namesOf(await readAll(1))).toEqual(['kept']);
    });

    it('is empty after the latest position, which is before the first event of an empty record', async () => {
      expect(await log.latest()).toEqual(EVENT_START);
      await append('a', 'b');
      const all = await readAll(2);
      expect(await log.latest()).toEqual(all.at(-1)?.position);
    });

    it('does not mind positions that are no event’s', async () => {
      await append('a');
      await readAll(1);
      expect(await log.readAfter({ xid: '9223372036854775807', sequence: 0 }, 10)).toEqual([]);
    });
  });

  describe('followed', () => {
    const feedOf = async () => {
      const feed = new EventFeed(log);
      const woken: (() => void)[] = [];
      await feed.start(async (channel, onNotify) => {
        woken.push(onNotify);
        return database().listen(channel, onNotify);
      });
      return { feed, woken };
    };

    it('begins after the position given and never ends by itself', async () => {
      const { feed } = await feedOf();
      await append('a', 'b');
      const [first] = await readAll(2);
      const ending = new AbortController();
      const seen: string[] = [];
      for await (const batch of feed.follow(first?.position, ending.signal)) {
        seen.push(...namesOf(batch));
        if (seen.length === 1) await append('c', 'd');
        if (seen.length >= 3) ending.abort();
      }
      expect(seen).toEqual(['b', 'c', 'd']);
      await feed.stop();
    });

    it('begins now when no position is given', async () => {
      await append('before');
      await readAll(1);
      const { feed } = await feedOf();
      const ending = new AbortController();
      const events = feed.follow(undefined, ending.signal);
      const next = events.next();
      // `latest` is read before anything else; what comes after it is new.
      await log.latest();
      await append('after');
      expect(await nextOf(next)).toEqual(['after']);
      ending.abort();
      expect((await events.next()).done).toBe(true);
      await feed.stop();
    });

    it('ends at once when its reader goes, though nothing happens', async () => {
      // The next look by itself never comes: only the abort can end the wait.
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      onTestFinished(() => {
        vi.useRealTimers();
      });
      const { feed } = await feedOf();
      const ending = new AbortController();
      const next = feed.follow(EVENT_START, ending.signal).next();
      ending.abort();
      expect(await next).toEqual({ done: true, value: undefined });
      expect((await feed.follow(EVENT_START, AbortSignal.abort()).next()).done).toBe(true);
      await feed.stop();
    });

    it('finds what is new even when no notification arrives', async () => {
      const feed = new EventFeed(log);
      await feed.start(() => Promise.resolve(() => Promise.resolve()));
      const ending = new AbortController();
      const next = feed.follow(EVENT_START, ending.signal).next();
      await append('unannounced');
      expect(await nextOf(next)).toEqual(['unannounced']);
      ending.abort();
      await feed.stop();
    });

    it('reaches every reader, from one listener', async () => {
      const { feed, woken } = await feedOf();
      const ending = new AbortController();
      const readers = Array.from({ length: 5 }, () => feed.follow(EVENT_START, ending.signal).next());
      await append('a');
      for (const reader of readers) expect(await nextOf(reader)).toEqual(['a']);
      expect(woken).toHaveLength(1);
      ending.abort();
      await feed.stop();
    });
  });
});
