import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Database } from '../../database/schema.ts';
import type { NewDecision } from '../../enforcement/decision-log.ts';
import type { PolicyGate } from '../../enforcement/gate.ts';
import type { EventLog } from '../../events/event-log.ts';
import type { Clock } from '../../spectrum/clock.ts';
import type { TaskDispatcher } from '../task-dispatcher.ts';
import { LIVE_TASK_STATES, type LiveTaskState, type Task, type TaskResult } from '../task.ts';
import { TaskRepository } from '../task-repository.ts';
import { operationOfTask } from '../measurement-question.ts';
import { refusedByPolicy } from './policy-refusal.ts';
import { endEvent } from './task-events.ts';
import { lookAround, type TaskSurroundings } from './task-surroundings.ts';
import type { TaskingLog } from './tasking-log.ts';

export interface PolicyReviewParts {
  readonly db: Kysely<Database>;
  readonly gate: PolicyGate;
  /** Hash of the set that is in force for all processes. */
  readonly hashInForce: (db: Kysely<Database>) => Promise<string | undefined>;
  readonly events: EventLog;
  readonly dispatcher: TaskDispatcher;
  readonly clock: Clock;
  readonly log: TaskingLog;
}

interface EndedTask {
  readonly task: Task;
  readonly result: TaskResult;
}

const BATCH = 100;
/** Other work of the process is never kept waiting for longer. */
const TURN_MS = 8;
/** Tasks that another process has in hand are waited for so often, and so long each time. */
const WAITS = 20;
const WAIT_MS = 25;
const LOOK_EVERY_MS = 2000;
const AT_AGENTS: readonly LiveTaskState[] = LIVE_TASK_STATES.filter((state) => state !== 'planned');

/**
 * Decides every live task again after a change of the policy set. One that is now denied ends with the statement
 * that denies it; its slot is free and, where an agent has it, the agent is told. Every task remembers the set it was
 * decided under last: whatever is left over by a crash, or came in meanwhile, is found; several processes share the work.
 */
export class PolicyReview {
  readonly #parts: PolicyReviewParts;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(parts: PolicyReviewParts) {
    this.#parts = parts;
  }

  /** Looks again and again for tasks that are not decided under the set in force. */
  start(): void {
    void this.reviewAll();
    this.#timer = setInterval(() => void this.reviewAll(), LOOK_EVERY_MS);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    await this.#working;
  }

  /** Decides what agents already have; resolves when all of it is decided, here or in another process. Never rejects. */
  reviewAtAgents(): Promise<void> {
    return this.#guarded(async () => {
      await this.#review(AT_AGENTS);
      for (let waited = 0; waited < WAITS && (await this.#isLeft(AT_AGENTS)); waited += 1) {
        await delay(WAIT_MS);
        await this.#review(AT_AGENTS);
      }
    });
  }

  /** Decides everything that is live. Never rejects. */
  reviewAll(): Promise<void> {
    return this.#guarded(async () => {
      if (await this.#isLeft(LIVE_TASK_STATES)) await this.#review(LIVE_TASK_STATES);
    });
  }

  #guarded(work: () => Promise<void>): Promise<void> {
    this.#working = this.#working.then(work).catch((error: unknown) => {
      this.#parts.log.error({ err: error }, 'tasks could not be decided again and will be tried again');
    });
    return this.#working;
  }

  #isLeft(states: readonly LiveTaskState[]): Promise<boolean> {
    const { db, gate } = this.#parts;
    return new TaskRepository(db).isUndecided(gate.setHash, states);
  }

  async #review(states: readonly LiveTaskState[]): Promise<void> {
    while (!this.#isStopped && (await this.#batch(states)) === BATCH);
  }

  /** @returns how many tasks were decided. */
  async #batch(states: readonly LiveTaskState[]): Promise<number> {
    const { db, gate, events, dispatcher, clock, hashInForce } = this.#parts;
    const { count, ended } = await db.transaction().execute(async (transaction) => {
      const tasks = new TaskRepository(transaction);
      // A process that has not followed yet must not undo what those who have did.
      const hash = gate.setHash;
      if ((await hashInForce(transaction)) !== hash) return { count: 0, ended: [] };
      const taken = await tasks.takeUndecided(hash, { states, limit: BATCH });
      const judged = await this.#judge(await lookAround(transaction, taken, clock));
      await tasks.markDecided(
        taken.map(({ id }) => id),
        hash,
      );
      await tasks.finish(judged.ended);
      await gate.keep(transaction, judged.decisions);
      await events.append(
        transaction,
        judged.ended.map(({ task, result }) => endEvent(task, result)),
      );
      return { count: taken.length, ended: judged.ended };
    });
    for (const { task, result } of ended)
      if (task.state !== 'planned') dispatcher.cancel(task.sensorId, task.id, result.detail);
    return count;
  }

  /** Permits change nothing and are not kept: what the tasks were accepted by is. */
  async #judge(all: readonly TaskSurroundings[]): Promise<{ ended: EndedTask[]; decisions: NewDecision[] }> {
    const { gate, clock } = this.#parts;
    const ended: EndedTask[] = [];
    const decisions: NewDecision[] = [];
    let began = performance.now();
    for (const { task, asked } of all) {
      if (performance.now() - began > TURN_MS) {
        await nextTurn();
        began = performance.now();
      }
      // Its entry or sensor is gone: it ends when it is due.
      if (asked === undefined) continue;
      const { entry, question } = asked;
      const { verdict, record } = gate.judge(entry.owner, operationOfTask(entry.action, 'policy-review'), question);
      if (verdict.permitted) continue;
      const status = task.state === 'planned' ? 'rejected' : 'cancelled';
      const when = `after a change of the policies, while ${task.state}`;
      ended.push({ task, result: refusedByPolicy(status, verdict.denial, { when, now: clock.now() }) });
      decisions.push(record);
    }
    return { ended, decisions };
  }
}

/** As the database has it. */
export async function storedHashInForce(db: Kysely<Database>): Promise<string | undefined> {
  return (await db.selectFrom('policySetInForce').select('hash').executeTakeFirst())?.hash;
}
