import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PublishMessage } from '../../proto/generated/clearband/scos/v1/PublishMessage.ts';
import { StorageFullError } from '../../src/errors.ts';
import { uuidv7 } from '../../src/spectrum/identifier.ts';
import { type TestEdge, openEdge } from './edge.ts';
import { RawAgent, certify } from './raw-agent.ts';

let edge: TestEdge;
let agent: RawAgent;

beforeEach(async () => {
  edge = await openEdge({ maxRecordingBytes: 1_000_000 });
  agent = new RawAgent(edge, await certify(edge));
});
afterEach(async () => {
  agent.close();
  await edge.stop();
});

function completed(data: Buffer, changes: object = {}): { readonly taskId: string; readonly message: PublishMessage } {
  const taskId = uuidv7();
  const recording = {
    metaJson: Buffer.from('{}'),
    sha512: createHash('sha512').update(data).digest('hex'),
    dataBytes: data.length,
    ...(data.length <= 65_536 ? { data } : {}),
    ...changes,
  };
  return {
    taskId,
    message: { outcome: { taskId, outcome: 'TASK_OUTCOME_COMPLETED', startedMs: 1, finishedMs: 2, recording } },
  };
}

const CUTS = fc.sample(fc.integer({ min: 1, max: 90_000 }), { seed: 20_261_120, numRuns: 30 });

describe('publishing', () => {
  it('gives a receipt for every outcome, whatever its size and however it is cut', async () => {
    const { call, receipts, ended } = agent.publish();
    const sent: { taskId: string; data: Buffer }[] = [];
    const sizes = [0, 1, 65_536, 65_537, 300_000, 20_000];
    for (const size of sizes) {
      const data = randomBytes(size);
      const { taskId, message } = completed(data);
      sent.push({ taskId, data });
      call.write(message);
      if (size > 65_536) for (const chunk of cut(data, CUTS)) call.write({ chunk });
    }
    call.end();
    await ended;
    expect(receipts.map(({ taskId, code }) => [taskId, code]).sort()).toEqual(
      sent.map(({ taskId }) => [taskId, 0]).sort(),
    );
    for (const { taskId, data } of sent) {
      const taken = edge.domain.outcomes.find(({ outcome }) => outcome.taskId === taskId);
      expect(taken?.bytes?.equals(data)).toBe(true);
    }
    expect(edge.staging.open).toBe(0);
  });

  it('keeps at least 64 outcomes in hand and sends the receipts of one commit together', async () => {
    const { promise: commit, resolve } = Promise.withResolvers<undefined>();
    let inHand = 0;
    edge.domain.answer = async ({ taskId }) => {
      inHand += 1;
      await commit;
      return { kind: 'stored', taskId, duplicate: false };
    };
    const { call, receipts, messages } = agent.publish();
    for (let index = 0; index < 64; index++) call.write(completed(randomBytes(100)).message);
    await expect.poll(() => inHand).toBe(64);
    resolve(undefined);
    await expect.poll(() => receipts.length).toBe(64);
    expect(messages.length).toBeLessThan(5);
  });

  it.each([
    ['a hash that is none', { sha512: 'abc' }, 'the SHA-512 must be'],
    ['a dataset longer than announced', { dataBytes: 5 }, '10 bytes, 5 were announced'],
    ['a dataset beyond the limit', { dataBytes: 1_000_001, data: undefined }, 'longer than 1000000 bytes'],
  ])('refuses %s with code 403 and goes on', async (_name, changes, text) => {
    const { call, receipts } = agent.publish();
    const bad = completed(Buffer.alloc(10), changes);
    const good = completed(Buffer.alloc(10));
    call.write(bad.message);
    call.write(good.message);
    await expect.poll(() => receipts.length).toBe(2);
    expect(receipts.find(({ taskId }) => taskId === bad.taskId)).toMatchObject({
      code: 403,
      retry: false,
      text: expect.stringContaining(text) as string,
    });
    expect(receipts.find(({ taskId }) => taskId === good.taskId)).toMatchObject({ code: 0 });
    expect(edge.domain.refusedRecordings).toMatchObject([{ taskId: bad.taskId, code: 403 }]);
  });

  it('refuses a completed task without its recording', async () => {
    const { call, receipts } = agent.publish();
    call.write({ outcome: { taskId: uuidv7(), outcome: 'TASK_OUTCOME_COMPLETED' } });
    await expect.poll(() => receipts).toMatchObject([{ code: 403 }]);
  });

  it('refuses a dataset that is cut short or overlong, and takes the next', async () => {
    const { call, receipts } = agent.publish();
    const short = completed(randomBytes(100_000));
    const long = completed(randomBytes(100_000));
    const good = completed(randomBytes(10));
    call.write(short.message);
    call.write({ chunk: randomBytes(60_000) });
    call.write(long.message);
    call.write({ chunk: randomBytes(60_000) });
    call.write({ chunk: randomBytes(60_000) });
    call.write({ chunk: randomBytes(60_000) });
    call.write(good.message);
    await expect.poll(() => receipts.length).toBe(3);
    expect(receipts.map(({ taskId, code }) => [taskId, code])).toEqual([
      [short.taskId, 403],
      [long.taskId, 403],
      [good.taskId, 0],
    ]);
    expect(edge.staging.open).toBe(0);
  });

  it('asks for a dataset again that it has no room for', async () => {
    const { call, receipts } = agent.publish();
    const data = randomBytes(100_000);
    const { taskId, message } = completed(data);
    edge.staging.failure = new StorageFullError('no room for recordings');
    call.write(message);
    call.write({ chunk: data.subarray(0, 50_000) });
    call.write({ chunk: data.subarray(50_000) });
    await expect.poll(() => receipts).toMatchObject([{ taskId, retry: true, text: 'no room for recordings' }]);
    expect(edge.log).toMatchObject([
      { fields: { taskId, reason: 'no room for recordings' }, message: 'outcome put off' },
    ]);
    edge.staging.failure = undefined;
    call.write(message);
    call.write({ chunk: data });
    await expect.poll(() => receipts.length).toBe(2);
    expect(receipts[1]).toMatchObject({ taskId, code: 0 });
  });

  it('tells in its log of what the store puts off', async () => {
    edge.domain.answer = ({ taskId }) => Promise.resolve({ kind: 'later', taskId, detail: 'the database is away' });
    const { call, receipts } = agent.publish();
    const { taskId, message } = completed(randomBytes(10));
    call.write(message);
    await expect.poll(() => receipts).toMatchObject([{ taskId, retry: true }]);
    expect(edge.log).toMatchObject([
      { fields: { taskId, reason: 'the database is away' }, message: 'outcome put off' },
    ]);
  });

  it('asks again for what it failed on by a fault of its own', async () => {
    edge.domain.answer = () => Promise.reject(new TypeError('a bug, with a secret in it'));
    const { call, receipts } = agent.publish();
    call.write(completed(randomBytes(10)).message);
    await expect.poll(() => receipts).toMatchObject([{ retry: true, text: 'internal error' }]);
  });

  it.each([
    ['a chunk that nothing announced', { chunk: Buffer.alloc(3) }],
    ['an empty message', {}],
    ['an outcome of no task', { outcome: { taskId: '../../etc', outcome: 'TASK_OUTCOME_FAILED' } }],
    ['an outcome without a kind', { outcome: { taskId: uuidv7() } }],
    [
      'a time that no calendar has',
      { outcome: { taskId: uuidv7(), outcome: 'TASK_OUTCOME_FAILED', startedMs: '9223372036854775807' } },
    ],
  ] as const)('ends a stream that sends %s', async (_name, message) => {
    const { call, ended } = agent.publish();
    call.write(message);
    expect(await ended).toMatchObject({ status: 'INVALID_ARGUMENT' });
    expect(edge.domain.outcomes).toEqual([]);
  });

  it('keeps nothing of a dataset whose sender is gone', async () => {
    const { call } = agent.publish();
    call.write(completed(randomBytes(100_000)).message);
    call.write({ chunk: randomBytes(50_000) });
    await expect.poll(() => edge.staging.open).toBe(1);
    call.cancel();
    await expect.poll(() => edge.staging.open).toBe(0);
    expect(edge.domain.outcomes).toEqual([]);
  });
});

function* cut(data: Buffer, sizes: readonly number[]): Generator<Buffer> {
  let at = 0;
  for (const size of sizes) {
    if (at >= data.length) return;
    yield data.subarray(at, at + size);
    at += size;
  }
  if (at < data.length) yield data.subarray(at);
}
