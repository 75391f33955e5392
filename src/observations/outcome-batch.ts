import type { Kysely } from 'kysely';
import { withPartitions } from '../database/partitions.ts';
import type { Database } from '../database/schema.ts';
import type { NewDecision } from '../enforcement/decision-log.ts';
import type { PolicyGate } from '../enforcement/gate.ts';
import type { EventLog } from '../events/event-log.ts';
import type { NewEvent } from '../events/event.ts';
import { SensorRepository } from '../sensors/sensor-repository.ts';
import type { Clock } from '../spectrum/clock.ts';
import { endEvent } from '../tasking/running/task-events.ts';
import { ScheduleRepository } from '../tasking/schedule-repository.ts';
import { TaskRepository } from '../tasking/task-repository.ts';
import type { Task, TaskResult } from '../tasking/task.ts';
import { type NewObservation, ObservationRepository } from './observation-repository.ts';
import { type Judged, judgeOutcome, refusalOf } from './outcome-judgement.ts';
import type { Receipt, TaskOutcome } from './outcome.ts';
import type { RecordingsStore } from './recordings-store.ts';

export interface ReportedOutcome {
  readonly sensorId: string;
  readonly outcome: TaskOutcome;
}

export interface OutcomeBatchParts {
  readonly db: Kysely<Database>;
  readonly gate: PolicyGate;
  readonly events: EventLog;
  readonly store: RecordingsStore;
  readonly clock: Clock;
}

/** The observation of a task, by content. */
interface StoredDataset {
  readonly id: string;
  readonly sha512: string;
}

/** Everything that one batch writes. */
interface Writes {
  readonly observations: NewObservation[];
  readonly ended: { task: Task; result: TaskResult }[];
  readonly events: NewEvent[];
  readonly decisions: NewDecision[];
}

/** Stores a batch of outcomes in one transaction: observations, results, freed slots, events, decisions. */
export class OutcomeBatch {
  readonly #parts: OutcomeBatchParts;
  constructor(parts: OutcomeBatchParts) {
    this.#parts = parts;
  }

  /** One receipt for each outcome, in order. Either all of it is stored or nothing. */
  async store(batch: readonly ReportedOutcome[]): Promise<Receipt[]> {
    const { db } = this.#parts;
    const starts: Date[] = [];
    const receipts = await withPartitions(db, { observation: starts, recording: starts }, () =>
      db.transaction().execute((transaction) => this.#within(transaction, batch, starts)),
    );
    await this.#dropUnwanted(batch, receipts);
    return receipts;
  }

  /** A recording that was refused while it arrived; the task it names ends with it, if it is this sensor's. */
  async recordRefusal(sensorId: string, refusal: Extract<Receipt, { kind: 'refused' }>): Promise<void> {
    const now = this.#parts.clock.now();
    await this.#parts.db.transaction().execute(async (transaction) => {
      const tasks = new TaskRepository(transaction);
      const task = (await tasks.takeMany([refusal.taskId])).get(refusal.taskId);
      if (task?.sensorId !== sensorId || task.result !== undefined) return;
      const ending = refusalOf({ task, sensorId, elementId: undefined, refusal, now });
      await tasks.finish([ending]);
      await this.#parts.events.append(transaction, [ending.event, endEvent(task, ending.result)]);
    });
  }

  async #within(transaction: Kysely<Database>, batch: readonly ReportedOutcome[], starts: Date[]): Promise<Receipt[]> {
    const tasks = new TaskRepository(transaction);
    const about = await this.#look(transaction, batch);
    const writes: Writes = { observations: [], ended: [], events: [], decisions: [] };
    const receipts: Receipt[] = [];
    for (const { sensorId, outcome } of batch) {
      const task = about.tasks.get(outcome.taskId);
      const judged = judgeOutcome({
        outcome,
        sensorId,
        task,
        entry: task && about.entries.get(task.entryId),
        sensor: about.sensors.get(sensorId),
        stored: about.stored.get(outcome.taskId),
        gate: this.#parts.gate,
        now: this.#parts.clock.now(),
      });
      if (judged.kind === 'stored') await this.#settleData(outcome);
      collect(judged, writes);
      remember(judged, about);
      receipts.push(judged.receipt);
    }
    starts.push(...writes.observations.map((added) => added.startedAt));
    await new ObservationRepository(transaction).insert(writes.observations);
    await tasks.finish(writes.ended);
    await this.#parts.gate.keep(transaction, writes.decisions);
    await this.#parts.events.append(transaction, writes.events);
    return receipts;
  }

  /** What the batch is about, with its tasks locked. */
  async #look(transaction: Kysely<Database>, batch: readonly ReportedOutcome[]) {
    const tasks = await new TaskRepository(transaction).takeMany([
      ...new Set(batch.map(({ outcome }) => outcome.taskId)),
    ]);
    const entries = await new ScheduleRepository(transaction).findMany([
      ...new Set([...tasks.values()].map((task) => task.entryId)),
    ]);
    const sensorIds = [...new Set(batch.map(({ sensorId }) => sensorId))];
    const sensors = await new SensorRepository(transaction, this.#parts.clock).findByIds(sensorIds);
    const stored = new Map<string, StoredDataset>();
    const observations = new ObservationRepository(transaction);
    for (const task of tasks.values()) {
      if (task.result?.acquisitionId === undefined) continue;
      const found = await observations.findOfTask({
        sensorId: task.sensorId,
        taskId: task.id,
        startsAt: task.startsAt,
      });
      if (found !== undefined) stored.set(task.id, found);
    }
    return { tasks, entries, sensors, stored };
  }

  /** A large dataset becomes readable under its hash before the row that refers to it is committed. */
  async #settleData(outcome: TaskOutcome): Promise<void> {
    if (outcome.kind !== 'completed' || outcome.recording.data.kind !== 'staged') return;
    await this.#parts.store.put(outcome.recording.data);
  }

  async #dropUnwanted(batch: readonly ReportedOutcome[], receipts: readonly Receipt[]): Promise<void> {
    for (const [index, { outcome }] of batch.entries()) {
      const receipt = receipts[index];
      const wanted = receipt?.kind === 'stored' && !receipt.duplicate;
      if (!wanted) await this.forget(outcome);
    }
  }

  /** Drops the staged dataset of an outcome that is not stored; its sensor still has it. */
  async forget(outcome: TaskOutcome): Promise<void> {
    if (outcome.kind !== 'completed' || outcome.recording.data.kind !== 'staged') return;
    await this.#parts.store.discard(outcome.recording.data);
  }
}

/** What the rest of the batch says of the same task is judged as if this had been stored long ago. */
function remember(judged: Judged, about: { tasks: Map<string, Task>; stored: Map<string, StoredDataset> }): void {
  if (judged.kind === 'answered') return;
  const { task, result } = judged;
  about.tasks.set(task.id, { ...task, state: result.status, result });
  if (judged.kind === 'stored') {
    const { id, sha512 } = judged.observation.observation;
    about.stored.set(task.id, { id, sha512 });
  }
}

function collect(judged: Judged, writes: Writes): void {
  writes.decisions.push(...judged.decisions);
  if (judged.kind === 'answered') {
    writes.events.push(...judged.events);
    return;
  }
  writes.ended.push({ task: judged.task, result: judged.result });
  writes.events.push(...judged.events, endEvent(judged.task, judged.result));
  if (judged.kind === 'stored') writes.observations.push(judged.observation);
}
