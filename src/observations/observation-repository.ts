import { type Kysely, sql } from 'kysely';
import { locationColumns, pointValue } from '../database/geography.ts';
import { bandValue, overlapsBand, parseBand, parseWindow, windowValue } from '../database/ranges.ts';
import type { Database } from '../database/schema.ts';
import { withinPlace } from '../sensors/place-filter.ts';
import { timeOfUuidv7 } from '../spectrum/identifier.ts';
import { type Page, type PageRequest, toPage } from '../spectrum/page.ts';
import type { TimeWindow } from '../spectrum/time-window.ts';
import type { Observation, ObservationQuery, SigmfMetadata, StoredObservation } from './observation.ts';

/** An observation about to be stored; its dataset comes along when it is small. */
export interface NewObservation {
  readonly observation: Omit<Observation, 'sensorName' | 'sensorGroups' | 'entryName' | 'sequence'>;
  /** The task's own start: the partition key, and the instant the id carries. */
  readonly startedAt: Date;
  readonly inlineData: Buffer | undefined;
  /** For how long policy lets it be stored; absent: no limit. */
  readonly maxStorageSeconds?: number;
}

/** Observations and the datasets that live in the database. */
export class ObservationRepository {
  readonly #db: Kysely<Database>;
  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /** @throws a missing-partition error when a day has no partition yet */
  async insert(added: readonly NewObservation[]): Promise<void> {
    if (added.length === 0) return;
    await this.#db.insertInto('observation').values(added.map(toRow)).execute();
    const inline = added.flatMap(({ observation, startedAt, inlineData }) =>
      inlineData === undefined
        ? []
        : [{ sensorId: observation.sensorId, startedAt, id: observation.id, data: inlineData }],
    );
    if (inline.length > 0) await this.#db.insertInto('recording').values(inline).execute();
    for (const { observation, inlineData } of added) {
      if (inlineData === undefined) await this.#refer(observation.sha512, observation.dataBytes);
    }
  }

  async find(id: string): Promise<StoredObservation | undefined> {
    const startedAt = timeOfUuidv7(id);
    if (startedAt === undefined) return undefined;
    const row = await this.#rows()
      .where('observation.startedAt', '=', startedAt)
      .where('observation.id', '=', id)
      .executeTakeFirst();
    return row && toObservation(row);
  }

  /** What a task's sensor delivered for it, by content. */
  async findOfTask(task: {
    readonly sensorId: string;
    readonly taskId: string;
    readonly startsAt: Date;
  }): Promise<{ readonly id: string; readonly sha512: string } | undefined> {
    return this.#db
      .selectFrom('observation')
      .select(['id', 'sha512'])
      .where('sensorId', '=', task.sensorId)
      .where('startedAt', '=', task.startsAt)
      .where('taskId', '=', task.taskId)
      .executeTakeFirst();
  }

  /** In order of the tasks' own starts. */
  async page(query: ObservationQuery, page: PageRequest): Promise<Page<StoredObservation>> {
    let rows = this.#rows();
    if (query.place !== undefined) rows = rows.where(withinPlace('observation.location', query.place));
    if (query.band !== undefined) rows = rows.where(overlapsBand('observation.bandHz', query.band));
    if (query.sensorId !== undefined) rows = rows.where('observation.sensorId', '=', query.sensorId);
    if (query.taskId !== undefined) rows = rows.where('observation.taskId', '=', query.taskId);
    if (query.entryId !== undefined) rows = rows.where('observation.entryId', '=', query.entryId);
    if (query.action !== undefined) rows = rows.where('observation.action', '=', query.action);
    const { start, stop } = query.window ?? {};
    if (start !== undefined) rows = rows.where(sql<boolean>`upper(observation.span) > ${start}`);
    if (stop !== undefined) rows = rows.where(sql<boolean>`lower(observation.span) < ${stop}`);
    // Samples are taken within a day and a little of the task's start: lets whole partitions be left out.
    if (start !== undefined)
      rows = rows.where('observation.startedAt', '>', new Date(start.getTime() - LONGEST_RUN_MS));
    if (stop !== undefined) rows = rows.where('observation.startedAt', '<', new Date(stop.getTime() + EARLY_MS));
    const after = page.afterId === undefined ? undefined : timeOfUuidv7(page.afterId);
    if (page.afterId !== undefined && after !== undefined) {
      rows = rows
        .where('observation.startedAt', '>=', after)
        .where(sql<boolean>`(observation.started_at, observation.id) > (${after}, ${page.afterId}::uuid)`);
    }
    const found = await rows
      .orderBy('observation.startedAt')
      .orderBy('observation.id')
      .limit(page.limit + 1)
      .execute();
    return toPage(found.map(toObservation), page.limit);
  }

  /** The dataset of an observation whose dataset lives in the database. */
  async inlineData(observation: Pick<Observation, 'id' | 'sensorId'>): Promise<Buffer | undefined> {
    const startedAt = timeOfUuidv7(observation.id);
    if (startedAt === undefined) return undefined;
    const row = await this.#db
      .selectFrom('recording')
      .select('data')
      .where('sensorId', '=', observation.sensorId)
      .where('startedAt', '=', startedAt)
      .where('id', '=', observation.id)
      .executeTakeFirst();
    return row?.data;
  }

  async #refer(sha512: string, dataBytes: number): Promise<void> {
    await this.#db
      .insertInto('recordingFile')
      .values({ sha512, dataBytes, referenceCount: 1 })
      .onConflict((conflict) =>
        conflict.column('sha512').doUpdateSet({ referenceCount: sql<number>`recording_file.reference_count + 1` }),
      )
      .execute();
  }

  #rows() {
    return this.#db
      .selectFrom('observation')
      .innerJoin('sensor', 'sensor.id', 'observation.sensorId')
      .innerJoin('element', 'element.id', 'observation.elementId')
      .innerJoin('scheduleEntry', 'scheduleEntry.id', 'observation.entryId')
      .innerJoin('task', 'task.id', 'observation.taskId')
      .select([
        'observation.id',
        'observation.sensorId',
        'sensor.name as sensorName',
        'sensor.groups as sensorGroups',
        'observation.elementId',
        'element.name as elementName',
        'observation.taskId',
        'observation.entryId',
        'scheduleEntry.name as entryName',
        'scheduleEntry.parameters',
        'scheduleEntry.priority',
        'scheduleEntry.intervalSeconds',
        'task.sequence',
        'task.slotSeconds',
        'observation.action',
        ...locationColumns('observation.location'),
        'observation.bandHz',
        'observation.span',
        'observation.metadata',
        'observation.datatype',
        'observation.dataBytes',
        'observation.sha512',
        'observation.acceptedAt',
      ]);
  }
}

const LONGEST_RUN_MS = 86_400_000;
const EARLY_MS = 60_000;

function toRow({ observation, startedAt, maxStorageSeconds }: NewObservation) {
  return {
    sensorId: observation.sensorId,
    startedAt,
    id: observation.id,
    taskId: observation.taskId,
    entryId: observation.entryId,
    elementId: observation.element.id,
    action: observation.action,
    location: pointValue(observation.location),
    bandHz: bandValue(observation.band),
    span: windowValue(atLeastAnInstant(observation.window)),
    metadata: JSON.stringify(observation.metadata),
    datatype: observation.datatype,
    dataBytes: observation.dataBytes,
    sha512: observation.sha512,
    acceptedAt: observation.acceptedAt,
    maxStorageSeconds: maxStorageSeconds ?? null,
  };
}

/** A capture shorter than a millisecond still happened: an empty range would be found by no query. */
function atLeastAnInstant(window: TimeWindow): TimeWindow {
  return window.stop > window.start ? window : { start: window.start, stop: new Date(window.start.getTime() + 1) };
}

interface ObservationRow {
  readonly id: string;
  readonly sensorId: string;
  readonly sensorName: string;
  readonly sensorGroups: string[];
  readonly elementId: string;
  readonly elementName: string;
  readonly taskId: string;
  readonly entryId: string;
  readonly entryName: string;
  readonly parameters: unknown;
  readonly priority: number;
  readonly intervalSeconds: number | null;
  readonly sequence: number;
  readonly slotSeconds: number;
  readonly action: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly bandHz: string;
  readonly span: string;
  readonly metadata: unknown;
  readonly datatype: string;
  readonly dataBytes: number;
  readonly sha512: string;
  readonly acceptedAt: Date;
}

function toObservation(row: ObservationRow): StoredObservation {
  const { elementId, elementName, latitude, longitude, bandHz, span, metadata, ...others } = row;
  const { parameters, priority, intervalSeconds, slotSeconds, ...same } = others;
  return {
    ...same,
    asked: { parameters, priority, intervalSeconds: intervalSeconds ?? undefined, slotSeconds },
    element: { id: elementId, name: elementName },
    location: { latitude, longitude },
    band: parseBand(bandHz),
    window: parseWindow(span),
    // INVARIANT: stored only after readSigmf accepted it.
    metadata: metadata as SigmfMetadata,
  };
}
