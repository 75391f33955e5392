import { describe, expect, it } from 'vitest';
import { SharedReads } from '../../src/sensors/shared-reads.ts';

/** Reads that end when the test says so; each gives its number, counted from 1 in the order in which they began. */
function controlledReads() {
  const begun: { end: () => void; fail: () => void }[] = [];
  const waiting: (() => void)[] = [];
  const read = () => {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const number = begun.length + 1;
    begun.push({
      end: () => {
        resolve(number);
      },
      fail: () => {
        reject(new Error(`read ${number} failed`));
      },
    });
    waiting.splice(0).forEach((wake) => {
      wake();
    });
    return promise;
  };
  /** Resolves once `count` reads have begun. */
  const began = async (count: number) => {
    while (begun.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  return { begun, read, began };
}

describe('shared reads', () => {
  it('are done once for all who ask at the same time', async () => {
    const { begun, read, began } = controlledReads();
    const reads = new SharedReads<number>();
    const answers = [1, 2, 3].map(() => reads.read('all', read));
    await began(1);
    begun[0]?.end();
    expect(await Promise.all(answers)).toEqual([1, 1, 1]);
    expect(begun).toHaveLength(1);
  });

  it('never begin before a caller asked: who comes during a read shares the next one', async () => {
    const { begun, read, began } = controlledReads();
    const reads = new SharedReads<number>();
    const early = reads.read('all', read);
    await began(1);
    const late = [reads.read('all', read), reads.read('all', read)];
    expect(begun).toHaveLength(1);
    begun[0]?.end();
    expect(await early).toBe(1);
    await began(2);
    begun[1]?.end();
    expect(await Promise.all(late)).toEqual([2, 2]);
  });

  it('fail for those who shared them, and for nobody else', async () => {
    const { begun, read, began } = controlledReads();
    const reads = new SharedReads<number>();
    const first = reads.read('all', read);
    await began(1);
    const second = reads.read('all', read);
    begun[0]?.fail();
    await expect(first).rejects.toThrow('read 1 failed');
    await began(2);
    begun[1]?.end();
    expect(await second).toBe(2);
    const third = reads.read('all', read);
    await began(3);
    begun[2]?.end();
    expect(await third).toBe(3);
  });

  it('of different keys have nothing to do with each other', async () => {
    const { begun, read, began } = controlledReads();
    const reads = new SharedReads<number>();
    const answers = [reads.read('one', read), reads.read('other', read)];
    await began(2);
    begun[1]?.end();
    expect(await answers[1]).toBe(2);
    begun[0]?.end();
    expect(await answers[0]).toBe(1);
  });
});
