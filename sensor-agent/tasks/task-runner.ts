import { type ActionParameters, estimatedSeconds } from '../../src/spectrum/action-parameters.ts';
import type { Band } from '../../src/spectrum/band.ts';
import { type Capture, captureOf } from '../../src/spectrum/fence/capture.ts';
import type { Location } from '../../src/spectrum/location.ts';
import type { AgentLog } from '../agent-log.ts';
import type { TaskFence } from '../fence/fence-guard.ts';
import type { Outcome, OutcomeHeader } from '../spool/outcome.ts';
import type { Spool } from '../spool/spool.ts';
import { AcquisitionStop, type AcquisitionSetup, acquire } from './acquisition.ts';
import { OutcomeKeeper } from './outcome-keeper.ts';
import { RadioTurns } from './radio-turns.ts';
import { waitUntil } from './start-timer.ts';
import { checkOrder, isTaskId } from './task-check.ts';
import type { JournalEntry, TaskJournal } from './task-journal.ts';
import type { TaskOrder } from './task-order.ts';

/** How far a task has come, for the Manager. */
export interface Progress {
  readonly taskId: string;
  readonly state: 'accepted' | 'running';
  readonly atMs: number;
}

export interface TaskRunnerParts {
  readonly setup: AcquisitionSetup;
  readonly fence: TaskFence;
  readonly journal: TaskJournal;
  readonly spool: Spool;
  readonly log: AgentLog;
}

interface HeldTask {
  readonly order: TaskOrder;
  readonly capture: Capture;
  readonly stopper: AbortController;
  state: Progress['state'];
  /** Of the present state. */
  sinceMs: number;
  /** Resolves when its outcome is in the spool. */
  done: Promise<void>;
}

const REJECTED = 304;
const INCOMPLETE = 305;
const SPOOL_FULL = 405;

/**
 * Runs the tasks that the Manager orders, each at its start by this machine's clock and one at a time, whether the
 * Manager can be reached or not. Every task that was accepted ends as exactly one outcome in the spool.
 */
export class TaskRunner {
  readonly #parts: TaskRunnerParts;
  readonly #keeper: OutcomeKeeper;
  readonly #held = new Map<string, HeldTask>();
  /** Orders that are on their way into the journal. */
  readonly #accepting = new Map<string, Promise<void>>();
  readonly #listeners: ((progress: Progress) => void)[] = [];
  readonly #radio = new RadioTurns();
  #running: string | undefined;
  #isStopping = false;

  constructor(parts: TaskRunnerParts) {
    this.#parts = parts;
    this.#keeper = new OutcomeKeeper(parts);
    parts.fence.onChange(() => {
      this.#holdAgainstFence();
    });
  }

  /** Calls `listener` for every step of every task. */
  onProgress(listener: (progress: Progress) => void): void {
    this.#listeners.push(listener);
  }

  get runningTaskId(): string | undefined {
    return this.#running;
  }

  /** Everything in hand, also what is being accepted just now; what is in the spool is not among it. */
  heldTaskIds(): string[] {
    return [...new Set([...this.#accepting.keys(), ...this.#held.keys()])];
  }

  /** Where the tasks in hand stand. */
  progress(): Progress[] {
    return [...this.#held.values()].map(({ order, state, sinceMs }) => ({
      taskId: order.taskId,
      state,
      atMs: sinceMs,
    }));
  }

  /** Takes up what an earlier process of this agent left: still to come, cut off, or never begun. */
  async recover(): Promise<void> {
    const { journal, log } = this.#parts;
    for (const entry of await journal.entries()) {
      await this.#recover(entry).catch((error: unknown) => {
        // The journal still has it; the others are not to suffer for it.
        log.error({ err: error, taskId: entry.order.taskId }, 'a task could not be taken up again');
      });
    }
  }

  async #recover({ order, begunMs }: JournalEntry): Promise<void> {
    const { journal, spool, log } = this.#parts;
    const { taskId } = order;
    if (spool.has(taskId)) {
      await journal.remove(taskId);
    } else if (begunMs !== undefined) {
      log.warn({ taskId }, 'task was cut off');
      const detail = 'the agent was restarted during the acquisition';
      const end = { kind: 'incomplete', code: INCOMPLETE, detail, startedMs: begunMs } as const;
      await this.#keeper.keep({ header: this.#header(taskId, end) });
    } else {
      await this.#hold(order);
    }
  }

  /** Accepts the order, or rejects it with an outcome that says why. An order that is known already is answered again. */
  async accept(order: TaskOrder): Promise<void> {
    const { taskId } = order;
    const { spool, log } = this.#parts;
    if (!isTaskId(taskId)) {
      log.error({ taskId: taskId.slice(0, 100) }, 'the Manager sent a task with an id that can not be one');
      return;
    }
    const held = this.#held.get(taskId);
    if (held !== undefined) this.#tell(held);
    if (held !== undefined || this.#accepting.has(taskId) || spool.has(taskId)) return;
    const taken = this.#take(order);
    this.#accepting.set(taskId, taken);
    try {
      await taken;
    } finally {
      this.#accepting.delete(taskId);
    }
  }

  async #take(order: TaskOrder): Promise<void> {
    const { taskId } = order;
    const { journal, spool } = this.#parts;
    if (spool.isFull) {
      await this.#reject(taskId, SPOOL_FULL, 'the spool is full: the Manager has not taken its recordings');
      return;
    }
    if (this.#isStopping) {
      await this.#reject(taskId, REJECTED, 'the agent is stopping');
      return;
    }
    try {
      await journal.add(order);
    } catch (error) {
      await this.#reject(taskId, SPOOL_FULL, `the order could not be kept: ${messageOf(error)}`);
      return;
    }
    await this.#hold(order);
  }

  /** Drops a task: one that waits is not begun, one that runs is cut off. */
  cancel(taskId: string, reason: string): void {
    this.#held.get(taskId)?.stopper.abort(new AcquisitionStop('cancelled', reason));
  }

  /** Ends what the fence excludes. A task that waits for its start is left to it while there is no valid fence. */
  #holdAgainstFence(): void {
    const { fence } = this.#parts;
    for (const { state, capture, stopper } of this.#held.values()) {
      if (state === 'accepted' && !fence.isValid) continue;
      const refusal = fence.refusal(capture);
      const kind = state === 'running' ? 'incomplete' : 'rejected';
      if (refusal !== undefined) stopper.abort(new AcquisitionStop(kind, refusal));
    }
  }

  /** Cuts off what runs, leaves what waits to the next start and rejects what comes; resolves when it is all kept. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await Promise.allSettled(this.#accepting.values());
    const running = this.#running === undefined ? undefined : this.#held.get(this.#running);
    for (const task of this.#held.values()) {
      if (task !== running) this.#held.delete(task.order.taskId);
      task.stopper.abort(
        task === running ? new AcquisitionStop('incomplete', 'the agent was stopped') : new LeftForLater(),
      );
    }
    await running?.done;
  }

  async #hold(order: TaskOrder): Promise<void> {
    // Its place in the journal leaves it to the next start.
    if (this.#isStopping) return;
    const { taskId } = order;
    const check = checkOrder(order, this.#nowMs());
    if (!check.ok) {
      await this.#reject(taskId, check.code, check.detail);
      return;
    }
    const { setup, fence } = this.#parts;
    const capture = captureOf(check.parameters, momentOf(order, setup.location), order.policyValues ?? {});
    const refusal = fence.refusal(capture);
    if (refusal !== undefined) {
      await this.#reject(taskId, REJECTED, refusal);
      return;
    }
    const task: HeldTask = {
      order,
      capture,
      stopper: new AbortController(),
      state: 'accepted',
      sinceMs: this.#nowMs(),
      done: Promise.resolve(),
    };
    this.#held.set(taskId, task);
    this.#tell(task);
    task.done = this.#run(task, check.parameters).catch((error: unknown) => {
      if (error instanceof LeftForLater) return;
      // The journal still has the task, so that the next start reports it.
      this.#parts.log.error({ err: error, taskId }, 'the outcome of a task could not be kept');
    });
  }

  async #run(task: HeldTask, parameters: ActionParameters): Promise<void> {
    const outcome = await this.#outcomeOf(task, parameters);
    await this.#keeper.keep(outcome);
    this.#held.delete(task.order.taskId);
  }

  async #outcomeOf(task: HeldTask, parameters: ActionParameters): Promise<Outcome> {
    const { order, capture, stopper } = task;
    const { setup, fence } = this.#parts;
    const spans = { refusal: (band: Band) => fence.refusal(this.#untilNow({ ...capture, band })) };
    try {
      await waitUntil(order.startMs, setup.clock, stopper.signal);
      return await this.#radio.take(stopper.signal, async () => {
        const tooLate = this.#tooLate(order, parameters);
        if (tooLate !== undefined) return tooLate;
        const refusal = fence.refusal(capture);
        if (refusal !== undefined) throw new AcquisitionStop('rejected', refusal);
        this.#begin(task);
        try {
          return await acquire(order, parameters, { setup, fence: spans, signal: stopper.signal });
        } finally {
          this.#running = undefined;
        }
      });
    } catch (error) {
      if (error instanceof AcquisitionStop)
        return { header: this.#header(order.taskId, { kind: error.kind, code: REJECTED, detail: error.message }) };
      if (error instanceof LeftForLater) throw error;
      // Not even its beginning could be noted: the disk is full, or broken.
      return { header: this.#header(order.taskId, { kind: 'failed', code: SPOOL_FULL, detail: messageOf(error) }) };
    }
  }

  /** A radio that is slower than its slot is long must not take in what is closed by then. */
  #untilNow(capture: Capture): Capture {
    return { ...capture, stopMicros: Math.max(capture.stopMicros, this.#nowMs() * 1000 + 1) };
  }

  /** The rejection of a task that would outlast its slot: policy permits it only there, and others may follow it. */
  #tooLate({ taskId, startMs, slotMs }: TaskOrder, parameters: ActionParameters): Outcome | undefined {
    const lateMs = this.#nowMs() - startMs;
    const neededMs = estimatedSeconds(parameters) * 1000;
    if (lateMs + neededMs <= slotMs) return undefined;
    const detail = `the radio was free ${lateMs} ms after its start; it takes ${neededMs} ms, its slot is ${slotMs} ms`;
    return { header: this.#header(taskId, { kind: 'rejected', code: REJECTED, detail }) };
  }

  #begin(task: HeldTask): void {
    const { taskId } = task.order;
    this.#parts.journal.begin(taskId, this.#nowMs());
    this.#running = taskId;
    task.state = 'running';
    task.sinceMs = this.#nowMs();
    this.#tell(task);
  }

  async #reject(taskId: string, code: number, detail: string): Promise<void> {
    this.#parts.log.warn({ taskId, code, detail }, 'task rejected');
    await this.#keeper.keep({ header: this.#header(taskId, { kind: 'rejected', code, detail }) });
  }

  #header(
    taskId: string,
    end: Pick<OutcomeHeader, 'kind' | 'code' | 'detail'> & { readonly startedMs?: number },
  ): OutcomeHeader {
    return { taskId, startedMs: 0, finishedMs: this.#nowMs(), ...end };
  }

  #tell({ order, state, sinceMs }: HeldTask): void {
    for (const listener of this.#listeners) listener({ taskId: order.taskId, state, atMs: sinceMs });
  }

  #nowMs(): number {
    return this.#parts.setup.clock.now().getTime();
  }
}

function momentOf({ startMs, slotMs, slotSeconds = slotMs / 1000 }: TaskOrder, location: Location | undefined) {
  return { startMs, slotSeconds, location };
}

/** A task that has not begun when the agent stops: its place in the journal is its outcome. */
class LeftForLater extends Error {
  override readonly name = 'LeftForLater';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
