import { describe, expect, it } from 'vitest';
import { Closers } from '../../src/app/closers.ts';

describe('closing', () => {
  it('takes every step, the last first, whatever becomes of the others, and then says what failed', async () => {
    const taken: number[] = [];
    const closers = new Closers();
    for (const step of [1, 2, 3, 4]) {
      closers.add(async () => {
        await Promise.resolve();
        taken.push(step);
        if (step % 2 === 1) throw new Error(`step ${step} failed`);
      });
    }
    await expect(closers.run()).rejects.toThrow('step 3 failed; step 1 failed');
    expect(taken).toEqual([4, 3, 2, 1]);
    await closers.run();
    expect(taken).toHaveLength(4);
  });
});
