import { ClearbandError } from '../../errors.ts';
import type { Clock } from '../../spectrum/clock.ts';
import type { Location } from '../../spectrum/location.ts';
import type { HeartbeatRecord } from '../sensor-repository.ts';
import type { AgentStatus, Capability, Sensor } from '../sensor.ts';

/** Whether policy lets a sensor associate. */
export interface AssociationGate {
  /** @throws {ClearbandError} of kind `policy-denied` when it does not. */
  authorize(sensor: Sensor): Promise<void>;
}

/** Where associations are kept; every method that tells of a change records its event with it. */
export interface AssociationStore {
  findSensor(sensorId: string): Promise<Sensor | undefined>;
  /** Associations that were alive at `now`, from before this process started. */
  alive(now: Date): Promise<readonly KnownAssociation[]>;
  grant(sensor: Sensor, grant: GrantedAssociation): Promise<void>;
  end(association: KnownAssociation, end: AssociationEnd, at: Date): Promise<void>;
  recordHeartbeats(records: readonly HeartbeatRecord[]): Promise<void>;
}

export interface KnownAssociation {
  readonly sensorId: string;
  readonly elementId: string;
  readonly since: Date;
  readonly expiresAt: Date;
}

/** An association as granted, with what the agent published along with the request. */
export interface GrantedAssociation {
  readonly kind: 'new' | 'refresh';
  readonly since: Date;
  readonly at: Date;
  readonly expiresAt: Date;
  readonly agentVersion: string;
  /** Absent: nothing new was published. */
  readonly capability: Capability | undefined;
}

/** Why an association ended; `code` is the SCOS code for the agent. */
export interface AssociationEnd {
  readonly cause: 'expired' | 'agent' | 'policy' | 'administration';
  readonly code: number;
  readonly reason: string;
}

export interface AssociationRequest {
  readonly kind: 'new' | 'refresh';
  readonly requestedTtlSeconds: number | undefined;
  readonly agentVersion: string;
  readonly capability: Capability | undefined;
}

/** sdAssociateResponse. */
export interface AssociationGrant {
  /** `new` also when a refresh was asked for and there was nothing left to refresh. */
  readonly kind: 'new' | 'refresh';
  readonly maximumTtlSeconds: number;
  readonly remainingTtlSeconds: number;
  readonly heartbeatIntervalSeconds: number;
}

export interface AssociationLimits {
  readonly maximumTtlSeconds: number;
  readonly heartbeatIntervalSeconds: number;
}

export interface AssociationParts {
  readonly store: AssociationStore;
  readonly gate: AssociationGate;
  readonly clock: Clock;
  readonly limits: AssociationLimits;
}

interface Entry {
  readonly sensorId: string;
  readonly elementId: string;
  readonly since: Date;
  readonly ttlSeconds: number;
  expiresAt: Date;
  /** What the next flush has to write. */
  unsaved: HeartbeatRecord | undefined;
}

type EndListener = (sensorId: string, end: AssociationEnd) => void;

/**
 * Who is associated, in memory, with the database behind it (R-080..R-086). A heartbeat renews an association for its
 * time to live; a refresh negotiates it anew and asks policy again. One sweep finds those that ran out.
 */
export class Associations {
  readonly #parts: AssociationParts;
  readonly #entries = new Map<string, Entry>();
  readonly #listeners: EndListener[] = [];
  /** About these policy could not be asked again when it changed. */
  readonly #unasked = new Set<string>();
  constructor(parts: AssociationParts) {
    this.#parts = parts;
  }

  /** Takes over the associations that outlived a restart of the Manager; their agents come back to them. */
  async restore(): Promise<void> {
    const { store, clock, limits } = this.#parts;
    for (const known of await store.alive(clock.now())) {
      if (this.#entries.has(known.sensorId)) continue;
      this.#entries.set(known.sensorId, { ...known, ttlSeconds: limits.maximumTtlSeconds, unsaved: undefined });
    }
  }

  /** Calls `listener` for every association that ends, after the end is recorded. */
  onEnded(listener: EndListener): void {
    this.#listeners.push(listener);
  }

  /** @throws {ClearbandError} of kind `policy-denied`; an association that stood before is ended then, and only then. */
  async associate(sensor: Sensor, request: AssociationRequest): Promise<AssociationGrant> {
    const { store, gate, clock, limits } = this.#parts;
    const capable = request.capability === undefined ? sensor : withCapability(sensor, request.capability);
    try {
      await gate.authorize(capable);
    } catch (error) {
      if (!isDenial(error)) throw error;
      await this.end(sensor.id, { cause: 'policy', code: scosCodeOf(error), reason: 'policy refused the association' });
      throw error;
    }
    const at = clock.now();
    const current = this.#live(sensor.id, at);
    const kind = current === undefined ? 'new' : request.kind;
    const ttlSeconds = this.#ttlFor(request.requestedTtlSeconds);
    const expiresAt = after(at, ttlSeconds);
    const since = kind === 'refresh' && current !== undefined ? current.since : at;
    const { agentVersion, capability } = request;
    await store.grant(sensor, { kind, since, at, expiresAt, agentVersion, capability });
    const { id: sensorId, element } = sensor;
    this.#entries.set(sensorId, { sensorId, elementId: element.id, since, ttlSeconds, expiresAt, unsaved: undefined });
    const { maximumTtlSeconds, heartbeatIntervalSeconds } = limits;
    return { kind, maximumTtlSeconds, remainingTtlSeconds: ttlSeconds, heartbeatIntervalSeconds };
  }

  /** Renews the association; the seconds it lasts from now. Undefined: there is none, the agent must associate. */
  heartbeat(sensorId: string, status: AgentStatus | undefined, location: Location | undefined): number | undefined {
    const seenAt = this.#parts.clock.now();
    const entry = this.#live(sensorId, seenAt);
    if (entry === undefined) return undefined;
    entry.expiresAt = after(seenAt, entry.ttlSeconds);
    entry.unsaved = { sensorId, seenAt, expiresAt: entry.expiresAt, status, location };
    return entry.ttlSeconds;
  }

  /** Ends the sensor's association, if there is one, and tells the listeners. */
  async end(sensorId: string, end: AssociationEnd): Promise<void> {
    const entry = this.#entries.get(sensorId);
    if (entry === undefined) return;
    await this.flush();
    await this.#parts.store.end(entry, end, this.#parts.clock.now());
    // A new association may have been granted while the end was being written.
    if (this.#entries.get(sensorId) === entry) this.#entries.delete(sensorId);
    for (const listener of this.#listeners) listener(sensorId, end);
  }

  /** Ends every association whose time to live ran out; asks about those again that policy could not be asked about. */
  async sweep(): Promise<void> {
    const now = this.#parts.clock.now();
    const expired = [...this.#entries.values()].filter((entry) => entry.expiresAt <= now);
    for (const { sensorId } of expired) await this.end(sensorId, EXPIRED);
    if (this.#unasked.size > 0) await this.#askAbout([...this.#unasked]);
  }

  /**
   * Asks policy again about every association, because the policy set in force changed. One that could not be asked
   * about stays for now: the next sweep asks again. @throws what went wrong first, after all the others were asked
   */
  async reconsider(): Promise<void> {
    await this.#askAbout([...this.#entries.keys()]);
  }

  async #askAbout(sensorIds: readonly string[]): Promise<void> {
    const failures: unknown[] = [];
    for (const sensorId of sensorIds) {
      try {
        await this.#reconsider(sensorId);
        this.#unasked.delete(sensorId);
      } catch (error) {
        this.#unasked.add(sensorId);
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  async #reconsider(sensorId: string): Promise<void> {
    const sensor = await this.#parts.store.findSensor(sensorId);
    if (sensor === undefined) return;
    try {
      await this.#parts.gate.authorize(sensor);
    } catch (error) {
      if (!isDenial(error)) throw error;
      await this.end(sensorId, { cause: 'policy', code: scosCodeOf(error), reason: 'policy no longer permits it' });
    }
  }

  /** Writes the heartbeats since the last call, in one statement. They are kept for the next call when that fails. */
  async flush(): Promise<void> {
    const unsaved: HeartbeatRecord[] = [];
    for (const entry of this.#entries.values()) if (entry.unsaved !== undefined) unsaved.push(entry.unsaved);
    if (unsaved.length === 0) return;
    await this.#parts.store.recordHeartbeats(unsaved);
    for (const record of unsaved) {
      const entry = this.#entries.get(record.sensorId);
      if (entry?.unsaved === record) entry.unsaved = undefined;
    }
  }

  #live(sensorId: string, now: Date): Entry | undefined {
    const entry = this.#entries.get(sensorId);
    return entry !== undefined && entry.expiresAt > now ? entry : undefined;
  }

  #ttlFor(requestedSeconds: number | undefined): number {
    const { maximumTtlSeconds, heartbeatIntervalSeconds } = this.#parts.limits;
    // Shorter than two heartbeats, a single late one would end the association.
    const shortest = Math.min(maximumTtlSeconds, 2 * heartbeatIntervalSeconds);
    return Math.max(shortest, Math.min(maximumTtlSeconds, requestedSeconds ?? maximumTtlSeconds));
  }
}

const EXPIRED: AssociationEnd = { cause: 'expired', code: 103, reason: 'no heartbeat within the time to live' };

function after(instant: Date, seconds: number): Date {
  return new Date(instant.getTime() + seconds * 1000);
}

function withCapability(sensor: Sensor, capability: Capability): Sensor {
  return { ...sensor, capability, mobile: capability.mobile, location: capability.location };
}

/** Anything else (the database is away, a fault of the program) says nothing of what policy permits. */
function isDenial(error: unknown): error is ClearbandError {
  return error instanceof ClearbandError && error.kind === 'policy-denied';
}

function scosCodeOf(denial: ClearbandError): number {
  return denial.scosCode ?? 201;
}
