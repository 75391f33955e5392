import { sql } from 'kysely';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { EVENT_START, EventLog } from '../../src/events/event-log.ts';
import type { NewEvent, RecordedEvent } from '../../src/events/event.ts';
import { describePostgres } from '../support/databases.ts';
import { makePartitions } from '../tasking/zone.ts';

const joined = (name: string): NewEvent => ({
  at: new Date('2026-11-20T12:00:00Z'),
  subject: {},
  body: { kind: 'sensor.joined', name },
});

describePostgres('an event that commits late', (database) => {
  let log: EventLog;

  beforeAll(() => makePartitions(database()));
  beforeEach(async () => {
    await sql`delete from event`.execute(database().db);
    log = new EventLog(database().db);
  });

  /** A transaction that has appended `name` and waits to be told to commit. */
  async function begin(name: string): Promise<{ commit: () => Promise<void> }> {
    const appended = Promise.withResolvers<undefined>();
    const told = Promise.withResolvers<undefined>();
    const ended = database()
      .db.transaction()
      .execute(async (transaction) => {
        await log.append(transaction, [joined(name)]);
        appended.resolve(undefined);
        await told.promise;
      });
    await appended.promise;
    const commit = () => {
      told.resolve(undefined);
      return ended;
    };
    return { commit };
  }

  /** A reader that remembers where it is, as a client does with `Last-Event-ID`. */
  function reader() {
    const seen: string[] = [];
    let position = EVENT_START;
    const read = async () => {
      const events: RecordedEvent[] = await log.readAfter(position, 100);
      position = events.at(-1)?.position ?? position;
      seen.push(...events.map(({ body }) => (body.kind === 'sensor.joined' ? body.name : '')));
      return seen;
    };
    return { seen, read, readUntil: (count: number) => expect.poll(read, { timeout: 10_000 }).toHaveLength(count) };
  }

  it('is not skipped by a reader who was there before it: the earlier transaction commits last', async () => {
    const client = reader();
    const early = await begin('early');
    const late = await begin('late');
    await late.commit();
    expect(await client.read()).toEqual([]);
    await early.commit();
    await client.readUntil(2);
    expect(client.seen).toEqual(['early', 'late']);
  });

  it('is not skipped when the later transaction commits last either', async () => {
    const client = reader();
    const early = await begin('early');
    const late = await begin('late');
    await early.commit();
    await client.readUntil(1);
    expect(await client.read()).toEqual(['early']);
    await late.commit();
    await client.readUntil(2);
    expect(client.seen).toEqual(['early', 'late']);
  });

  it('is not skipped among many that overlap, and none is seen twice', async () => {
    const client = reader();
    const names = Array.from({ length: 8 }, (_, index) => String(index));
    const open = await Promise.all(names.map(begin));
    for (const index of [5, 0, 7, 2, 1, 6, 4, 3]) {
      await open[index]?.commit();
      await client.read();
    }
    await client.readUntil(8);
    expect([...client.seen].sort()).toEqual(names);
  });

  it('does not begin the record of a reader who comes while it is under way', async () => {
    const early = await begin('early');
    const late = await begin('late');
    await late.commit();
    const latest = await log.latest();
    expect(latest).toEqual(EVENT_START);
    await early.commit();
    await expect.poll(() => log.readAfter(latest, 10), { timeout: 10_000 }).toHaveLength(2);
  });
});
