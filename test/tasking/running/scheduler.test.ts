import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Scheduler } from '../../../src/tasking/running/scheduler.ts';

const NOON = Date.parse('2026-11-20T12:00:00Z');

/** Steps that a test scripts: what each look at the due tasks answers, and how often the horizon rolled. */
class Steps {
  readonly looks: number[] = [];
  readonly rolls: number[] = [];
  answer: () => Promise<Date | undefined> = () => Promise.resolve(undefined);
  roll: () => Promise<void> = () => Promise.resolve();

  readonly due = {
    dispatch: () => {
      this.looks.push(Date.now() - NOON);
      return this.answer();
    },
  };
  readonly roller = {
    roll: () => {
      this.rolls.push(Date.now() - NOON);
      return this.roll();
    },
  };
}

let steps: Steps;
let scheduler: Scheduler;

beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
  steps = new Steps();
  const clock = { now: () => new Date() };
  scheduler = new Scheduler({ due: steps.due, roller: steps.roller, clock, log: pino({ level: 'silent' }) });
});
afterEach(async () => {
  await scheduler.stop();
  vi.useRealTimers();
});

describe('the scheduler', () => {
  it('looks at once, then every second, and rolls the horizon every two', async () => {
    scheduler.start();
    await vi.advanceTimersByTimeAsync(4500);
    expect(steps.looks).toEqual([0, 1000, 2000, 3000, 4000]);
    expect(steps.rolls).toEqual([0, 2000, 4000]);
  });

  it('looks again two seconds before the next task starts', async () => {
    steps.answer = () => Promise.resolve(new Date(NOON + 2300));
    scheduler.start();
    await vi.advanceTimersByTimeAsync(299);
    expect(steps.looks).toEqual([0]);
    await vi.advanceTimersByTimeAsync(1);
    expect(steps.looks).toEqual([0, 300]);
  });

  it('does not spin on a task that it can’t send yet', async () => {
    steps.answer = () => Promise.resolve(new Date(NOON));
    scheduler.start();
    await vi.advanceTimersByTimeAsync(100);
    expect(steps.looks.length).toBeLessThanOrEqual(11);
  });

  it('looks at once when it is woken, and once more when woken while it looks', async () => {
    scheduler.start();
    await vi.advanceTimersByTimeAsync(400);
    const slow = Promise.withResolvers<Date | undefined>();
    steps.answer = () => slow.promise;
    scheduler.wake();
    for (let times = 0; times < 5; times++) scheduler.wake();
    await vi.advanceTimersByTimeAsync(50);
    expect(steps.looks).toEqual([0, 400]);
    slow.resolve(undefined);
    await vi.advanceTimersByTimeAsync(50);
    expect(steps.looks).toEqual([0, 400, 450]);
  });

  it('goes on when a step fails', async () => {
    steps.answer = () => Promise.reject(new Error('the database is away'));
    steps.roll = () => Promise.reject(new Error('and so is this'));
    scheduler.start();
    await vi.advanceTimersByTimeAsync(1200);
    expect(steps.looks).toEqual([0, 500, 1000]);
    steps.answer = () => Promise.resolve(undefined);
    await vi.advanceTimersByTimeAsync(2000);
    expect(steps.rolls.length).toBeGreaterThan(0);
    expect(steps.looks.length).toBeGreaterThan(4);
  });

  it('rolls the horizon though nothing can be sent, and sends though nothing can be rolled', async () => {
    steps.answer = () => Promise.reject(new Error('a task that can’t be sent'));
    steps.roll = () => Promise.reject(new Error('an entry that can’t be laid'));
    scheduler.start();
    await vi.advanceTimersByTimeAsync(2100);
    expect(steps.looks.length).toBeGreaterThan(2);
    expect(steps.rolls).toEqual([0, 2000]);
  });

  it('rolls even when its clock is set back', async () => {
    scheduler.start();
    await vi.advanceTimersByTimeAsync(100);
    vi.setSystemTime(NOON - 3_600_000);
    await vi.advanceTimersByTimeAsync(2000);
    expect(steps.rolls.length).toBeGreaterThanOrEqual(2);
  });

  it('stops after the step under way and is not woken any more', async () => {
    const slow = Promise.withResolvers<Date | undefined>();
    steps.answer = () => slow.promise;
    scheduler.start();
    scheduler.wake();
    const stopped = scheduler.stop();
    slow.resolve(undefined);
    await stopped;
    scheduler.wake();
    await vi.advanceTimersByTimeAsync(5000);
    expect(steps.looks).toEqual([0]);
  });
});
