import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CertificateAuthority } from '../../src/identity/certificate-authority.ts';
import type { Receipt, RecordingData, TaskOutcome } from '../../src/observations/outcome.ts';
import {
  type AssociationEnd,
  type AssociationStore,
  Associations,
  type GrantedAssociation,
} from '../../src/sensors/association/association.ts';
import type { Sensor } from '../../src/sensors/sensor.ts';
import type { Clock } from '../../src/spectrum/clock.ts';
import { AgentSessions } from '../../src/southbound/agent-sessions.ts';
import type {
  OutcomeIntake,
  RecordingStaging,
  Refusal,
  StagedRecording,
  TaskProgressReport,
  TaskReports,
} from '../../src/southbound/domain.ts';
import { FenceDelivery } from '../../src/southbound/fence-delivery.ts';
import { type Southbound, startSouthbound } from '../../src/southbound/southbound.ts';
import { TestFences } from './fences.ts';
import { MemoryEnrollment } from './memory-enrollment.ts';

/** An outcome as it arrived, its dataset read back whole. */
export interface TakenOutcome {
  readonly sensorId: string;
  readonly outcome: TaskOutcome;
  readonly bytes: Buffer | undefined;
}

/** Everything the domain is told through the edge, kept; emits `outcome`, `progress`, `reachable`, `end`, `grant`, `refused`. */
export class FakeDomain extends EventEmitter implements TaskReports, OutcomeIntake, AssociationStore {
  readonly outcomes: TakenOutcome[] = [];
  readonly refusedRecordings: Receipt[] = [];
  readonly reconciled: (readonly string[])[] = [];
  readonly reports: TaskProgressReport[] = [];
  readonly grants: GrantedAssociation[] = [];
  readonly ends: AssociationEnd[] = [];
  readonly refusals: Refusal[] = [];
  /** What the next associations are answered with; undefined: granted. */
  policy: () => Error | undefined = () => undefined;
  /** What an outcome is answered with. */
  answer: (outcome: TaskOutcome) => Promise<Receipt> = ({ taskId }) =>
    Promise.resolve({ kind: 'stored', taskId, duplicate: false });

  authorize = (): Promise<void> => {
    const denial = this.policy();
    return denial === undefined ? Promise.resolve() : Promise.reject(denial);
  };

  reconcile(_sensorId: string, heldTaskIds: readonly string[]): Promise<void> {
    this.reconciled.push(heldTaskIds);
    return Promise.resolve();
  }

  reachable(sensorId: string): void {
    this.emit('reachable', sensorId);
  }

  progress(_sensorId: string, report: TaskProgressReport): Promise<void> {
    this.reports.push(report);
    this.emit('progress', report);
    return Promise.resolve();
  }

  async accept(sensorId: string, outcome: TaskOutcome): Promise<Receipt> {
    const bytes = outcome.kind === 'completed' ? await bytesOf(outcome.recording.data) : undefined;
    const receipt = await this.answer(outcome);
    this.outcomes.push({ sensorId, outcome, bytes });
    this.emit('outcome', outcome);
    return receipt;
  }

  recordRefusal(_sensorId: string, refusal: Receipt & { readonly kind: 'refused' }): Promise<void> {
    this.refusedRecordings.push(refusal);
    this.emit('refused', refusal);
    return Promise.resolve();
  }

  findSensor(): Promise<Sensor | undefined> {
    return Promise.resolve(undefined);
  }

  alive(): Promise<readonly []> {
    return Promise.resolve([]);
  }

  grant(_sensor: Sensor, grant: GrantedAssociation): Promise<void> {
    this.grants.push(grant);
    this.emit('grant', grant);
    return Promise.resolve();
  }

  end(_association: object, end: AssociationEnd): Promise<void> {
    this.ends.push(end);
    this.emit('end', end);
    return Promise.resolve();
  }

  recordHeartbeats(): Promise<void> {
    return Promise.resolve();
  }

  /** Resolves when `condition` holds; looked at after every event. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await once(this, 'any');
  }

  override emit(event: string, ...args: unknown[]): boolean {
    const heard = super.emit(event, ...args);
    super.emit('any');
    return heard;
  }
}

/** One line of the edge's log. */
export interface LogLine {
  readonly fields: object;
  readonly message: string;
}

/** The real edge on a real port, with a fake domain behind it. */
export interface TestEdge {
  readonly dataDir: string;
  readonly authority: CertificateAuthority;
  readonly enrollment: MemoryEnrollment;
  readonly associations: Associations;
  readonly sessions: AgentSessions;
  readonly fences: FenceDelivery;
  readonly fenceSource: TestFences;
  readonly domain: FakeDomain;
  readonly staging: FileStaging;
  /** Its warnings and errors: fields and message. */
  readonly log: readonly LogLine[];
  readonly port: number;
  newToken(name?: string): Promise<string>;
  stop(): Promise<void>;
  /** Stops listening and listens again on the same port, as a Manager that restarts. */
  restart(): Promise<void>;
}

export interface EdgeOptions {
  readonly clock?: Clock;
  readonly maximumTtlSeconds?: number;
  readonly heartbeatIntervalSeconds?: number;
  readonly maxRecordingBytes?: number;
}

export async function openEdge(options: EdgeOptions = {}): Promise<TestEdge> {
  const { clock = { now: () => new Date() }, maximumTtlSeconds = 300, heartbeatIntervalSeconds = 10 } = options;
  const dataDir = await mkdtemp(join(tmpdir(), 'clearband-edge-'));
  const authority = await CertificateAuthority.open(dataDir, clock);
  const enrollment = new MemoryEnrollment(authority, clock);
  const domain = new FakeDomain();
  const limits = { maximumTtlSeconds, heartbeatIntervalSeconds };
  const associations = new Associations({ store: domain, gate: domain, clock, limits });
  const sessions = new AgentSessions();
  const fenceSource = new TestFences(authority);
  const staging = new FileStaging(dataDir);
  const onRefused = (refusal: Refusal) => {
    domain.refusals.push(refusal);
    domain.emit('refusal', refusal);
  };
  const log: LogLine[] = [];
  const note = (fields: object, message: string) => {
    log.push({ fields, message });
  };
  const logged = { info: () => undefined, warn: note, error: note };
  const fences = new FenceDelivery({ source: fenceSource, sessions, clock, log: logged });
  const parts = {
    authority,
    enrollment,
    certificates: enrollment,
    associations,
    sessions,
    staging,
    onRefused,
    clock,
    log: logged,
    fences,
  };
  const names = ['localhost', '127.0.0.1'];
  const { maxRecordingBytes = 1e7 } = options;
  const listen = (port: number): Promise<Southbound> =>
    startSouthbound(
      { host: '127.0.0.1', port, names, maxRecordingBytes },
      { ...parts, reports: domain, intake: domain },
    );
  let southbound = await listen(0);
  const { port } = southbound;
  return {
    dataDir,
    authority,
    enrollment,
    associations,
    sessions,
    fences,
    fenceSource,
    domain,
    staging,
    log,
    port,
    newToken: async (sensorName) => {
      const element = { id: '0190a0b0-0000-7000-8000-000000000001', name: 'clearband' };
      return (await enrollment.joinTokens.create({ element, sensorName, createdBy: 'test' })).text;
    },
    stop: async () => {
      await southbound.stop(500);
      await rm(dataDir, { recursive: true, force: true });
    },
    restart: async () => {
      await southbound.stop(500);
      southbound = await listen(port);
    },
  };
}

/** Stages datasets as files, like the recordings store. */
export class FileStaging implements RecordingStaging {
  readonly #folder: string;
  #made = 0;
  /** Thrown by the next write. */
  failure: Error | undefined;
  open = 0;
  constructor(folder: string) {
    this.#folder = folder;
  }

  async stage(): Promise<StagedRecording> {
    const path = join(this.#folder, `staged-${(this.#made += 1)}`);
    const file = await open(path, 'wx');
    const hash = createHash('sha512');
    let bytes = 0;
    this.open += 1;
    const close = async () => {
      this.open -= 1;
      await file.close();
    };
    return {
      write: async (chunk) => {
        if (this.failure !== undefined) throw this.failure;
        hash.update(chunk);
        bytes += chunk.length;
        await file.writeFile(chunk);
      },
      finish: async () => {
        await close();
        return { kind: 'staged', path, bytes, sha512: hash.digest('hex') };
      },
      abort: async () => {
        await close();
        await rm(path);
      },
    };
  }
}

async function bytesOf(data: RecordingData): Promise<Buffer> {
  return data.kind === 'inline' ? Buffer.from(data.bytes) : readFile(data.path);
}
