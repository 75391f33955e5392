import type { IncomingMessage } from 'node:http';
import { get } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UnavailableError } from '../../../src/errors.ts';
import { parsePosition } from '../../../src/events/event-log.ts';
import { contractAjv } from '../../../src/northbound/contract/contract-ajv.ts';
import { readContract } from '../../../src/northbound/contract/contract-document.ts';
import { ADMIN_TOKEN } from '../fake-domain.ts';
import { idOf } from '../fake-things.ts';
import { RunningEdge } from '../running-edge.ts';

let edge: RunningEdge;
beforeEach(async () => {
  edge = await RunningEdge.start({ heartbeatMs: 20 });
});
afterEach(async () => {
  await edge[Symbol.asyncDispose]();
});

/** An event stream as a client reads it. */
class Reader {
  readonly #response: Response;
  readonly #parts: AsyncIterator<Uint8Array>;
  #text = '';

  static async open(path = '/api/v1/events', headers: Record<string, string> = {}): Promise<Reader> {
    const response = await edge.fetch(path, { headers });
    return new Reader(response);
  }

  private constructor(response: Response) {
    this.#response = response;
    this.#parts = (response.body as ReadableStream<Uint8Array>)[Symbol.asyncIterator]();
  }

  get headers(): Headers {
    return this.#response.headers;
  }

  /** The next block for which `wanted` holds; others are skipped. */
  async next(wanted: (block: string) => boolean): Promise<string> {
    for (;;) {
      const end = this.#text.indexOf('\n\n');
      if (end === -1) {
        const part = await this.#parts.next();
        if (part.done === true) throw new Error('the stream has ended');
        this.#text += new TextDecoder().decode(part.value);
        continue;
      }
      const block = this.#text.slice(0, end);
      this.#text = this.#text.slice(end + 2);
      if (wanted(block)) return block;
    }
  }

  async nextEvent(): Promise<{ id: string; event: string; data: Record<string, unknown> }> {
    const block = await this.next((text) => text.startsWith('id: '));
    const [, id = '', event = '', data = ''] = /^id: (.*)\nevent: (.*)\ndata: (.*)$/.exec(block) ?? [];
    return { id, event, data: JSON.parse(data) as Record<string, unknown> };
  }

  async ended(): Promise<void> {
    while ((await this.#parts.next()).done !== true) this.#text = '';
  }

  async leave(): Promise<void> {
    await this.#parts.return?.();
  }
}

const isConnected = (block: string) => block.includes(': connected');
const isHeartbeat = (block: string) => block === ': heartbeat';

function finish(sequence: number) {
  const subject = { sensorId: idOf('1', 1), entryId: idOf('a', 1), taskId: idOf('b', sequence) };
  return edge.domain.record({
    subject,
    body: { kind: 'task.state', state: 'completed', sequence, starts_at: '2026-11-20T12:00:00.000Z' },
  });
}

describe('the event stream', () => {
  it('sends what happens from now on, as the contract says', async () => {
    finish(1);
    const reader = await Reader.open();
    expect(reader.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    await reader.next(isConnected);
    finish(2);
    const { id, event, data } = await reader.nextEvent();
    expect([id, event]).toEqual(['700-2', 'task.state']);
    expect(data).toEqual({
      id: '700-2',
      at: '2026-11-20T12:00:00.000Z',
      kind: 'task.state',
      state: 'completed',
      sequence: 2,
      starts_at: '2026-11-20T12:00:00.000Z',
      sensor_id: idOf('1', 1),
      schedule_entry_id: idOf('a', 1),
      task_id: idOf('b', 2),
    });
    const ajv = contractAjv();
    ajv.addSchema(JSON.parse(readContract()) as object, 'contract');
    expect(ajv.validate({ $ref: 'contract#/components/schemas/Event' }, data)).toBe(true);
  });

  it('goes on after the event that a browser received last, whatever the address says', async () => {
    [1, 2, 3].forEach(finish);
    const reader = await Reader.open('/api/v1/events?after=0-0', { 'last-event-id': '700-2' });
    expect((await reader.nextEvent()).id).toBe('700-3');
    expect(edge.domain.asked.after).toEqual(parsePosition('700-2'));
  });

  it('begins with the first event kept when asked for', async () => {
    [1, 2].forEach(finish);
    const reader = await Reader.open('/api/v1/events?after=0-0');
    expect([(await reader.nextEvent()).id, (await reader.nextEvent()).id]).toEqual(['700-1', '700-2']);
  });

  it('refuses a place that is none, in the header too', async () => {
    const response = await edge.fetch('/api/v1/events', { headers: { 'last-event-id': 'yesterday' } });
    expect(await response.json()).toMatchObject({
      status: 400,
      errors: [{ code: 'invalid-format', parameter: 'last-event-id' }],
    });
  });

  it('sends a comment now and then while nothing happens', async () => {
    const reader = await Reader.open();
    await reader.next(isHeartbeat);
    await reader.next(isHeartbeat);
    finish(1);
    expect((await reader.nextEvent()).id).toBe('700-1');
  });

  it('is let go of when its client leaves', async () => {
    const reader = await Reader.open();
    await reader.next(isConnected);
    expect(edge.domain.followers.size).toBe(1);
    await reader.leave();
    await expect.poll(() => edge.domain.followers.size).toBe(0);
    await expect.poll(() => edge.logged.join('')).toContain('"status":499');
    expect(edge.logged.join('')).not.toContain('unexpected');
  });

  it('ends when the Manager stops, and not as an error', async () => {
    const reader = await Reader.open();
    await reader.next(isConnected);
    edge.shutDown();
    await reader.ended();
    expect(edge.logged.join('')).not.toContain('unexpected');
  });

  it('ends when its token is revoked, saying so', async () => {
    const reader = await Reader.open();
    await reader.next(isConnected);
    edge.domain.revoked.add(ADMIN_TOKEN);
    await reader.next((block) => block === ': the token was revoked');
    await reader.ended();
    expect(edge.domain.followers.size).toBe(0);
    expect(edge.logged.join('')).not.toContain('unexpected');
  });

  it('is settled with the gate before the first byte', async () => {
    const reader = await Reader.open();
    await reader.next(isConnected);
    expect(edge.domain.settled.map(({ operation }) => operation)).toEqual(['event_follow']);
  });

  it('is a problem document when it can not begin', async () => {
    edge.domain.failure = new UnavailableError('the database is down');
    expect((await edge.fetch('/api/v1/events')).status).toBe(503);
  });

  it('waits for a client that does not read', async () => {
    const large = 'x'.repeat(100_000);
    for (let number = 0; number < 400; number += 1) {
      edge.domain.record({ subject: {}, body: { kind: 'sensor.disassociated', reason: large } });
    }
    const response = await new Promise<IncomingMessage>((resolve) => {
      get(`${edge.url}/api/v1/events?after=0-0`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } }, resolve);
    });
    // Nothing is read yet: what the Manager has written is what fits into the buffers of the connection.
    await expect.poll(() => response.readableLength).toBeGreaterThan(0);
    const served = await stableValue(() => edge.domain.served);
    expect(served).toBeLessThan(400);
    let bytes = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > 400 * 100_000) break;
    }
    expect(edge.domain.served).toBe(400);
  });
});

/** The value once it has stayed the same over several looks. */
async function stableValue(look: () => number): Promise<number> {
  let seen = look();
  for (let same = 0; same < 5;) {
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    const now = look();
    same = now === seen ? same + 1 : 0;
    seen = now;
  }
  return seen;
}
