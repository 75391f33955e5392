import type { Access, OperationPolicy, ResourceQuery, Verdict } from '../../src/enforcement/access.ts';
import type { DecisionQuery } from '../../src/enforcement/decisions/decision-directory.ts';
import type { EvaluationRequest } from '../../src/enforcement/decisions/policy-evaluations.ts';
import type { ShownDecision } from '../../src/enforcement/decisions/shown-decision.ts';
import type { Denial } from '../../src/enforcement/policy-denied-error.ts';
import { PolicyDeniedError } from '../../src/enforcement/policy-denied-error.ts';
import type { TokenInfo } from '../../src/enforcement/token-administration.ts';
import { ConflictError, InvalidInputError, NotFoundError, UnauthenticatedError } from '../../src/errors.ts';
import type { EventPosition, RecordedEvent } from '../../src/events/event.ts';
import type { AuthenticatedActor } from '../../src/identity/actor.ts';
import { ROLE_SCOPES } from '../../src/identity/roles.ts';
import type { Domain } from '../../src/northbound/domain.ts';
import type { Observation, ObservationQuery } from '../../src/observations/observation.ts';
import type { Decision } from '../../src/policy/decision.ts';
import type { SensorQuery } from '../../src/sensors/sensor-query.ts';
import type { Sensor } from '../../src/sensors/sensor.ts';
import type { Page, PageRequest } from '../../src/spectrum/page.ts';
import { toPage } from '../../src/spectrum/page.ts';
import type { ScheduleEntry, ScheduleRequest } from '../../src/tasking/schedule-entry.ts';
import type { Task } from '../../src/tasking/task.ts';
import { FakePolicies } from './fake-policies.ts';
import { NOW, aDecision, anEntry, anObservation, aSensor, aTask } from './fake-things.ts';

export const ADMIN_TOKEN = 'cb_token_admin';
export const CLIENT_TOKEN = 'cb_token_client';
export const EXPIRED_TOKEN = 'cb_token_expired';

/** A whole domain in memory: enough behaviour to see what the HTTP edge makes of it. */
export class FakeDomain implements Domain {
  readonly sensorList: Sensor[] = [aSensor(1), aSensor(2), aSensor(3)];
  readonly entries: ScheduleEntry[] = [anEntry(1)];
  readonly taskList: Task[] = [aTask(1)];
  readonly observationList: Observation[] = [anObservation(1)];
  readonly tokenList: TokenInfo[] = [];
  readonly eventList: RecordedEvent[] = [];
  recording: () => AsyncIterable<Uint8Array> = () => chunks([new Uint8Array(20)]);
  /** What the services were asked for last. */
  asked: {
    sensors?: SensorQuery;
    observations?: ObservationQuery;
    schedule?: ScheduleRequest;
    after?: EventPosition;
    decisions?: DecisionQuery;
    evaluation?: EvaluationRequest;
    page?: PageRequest;
  } = {};
  /** Thrown by every service of the domain, once set. */
  failure: Error | undefined;
  /** Thrown by the gate when it is asked to permit. */
  denial: Error | undefined;
  isReady = true;
  /** Texts of tokens that hold no longer. */
  readonly revoked = new Set<string>();
  /** Operations that were settled. */
  readonly settled: OperationPolicy[] = [];
  readonly followers = new Set<AbortSignal>();
  /** Events that followers have taken. */
  served = 0;

  readonly gate: Domain['gate'] = {
    open: (actor, operation) => new FakeAccess(actor, operation, () => this.denial),
    settle: (access) => {
      if (!(access instanceof FakeAccess) || access.questions.length === 0) {
        return Promise.reject(new Error(`\`${access.operation.operation}\` never asked the gate`));
      }
      this.settled.push(access.operation);
      return Promise.resolve();
    },
  };

  readonly authenticator: Domain['authenticator'] = {
    authenticate: (text) => {
      if (this.revoked.has(text)) return Promise.reject(new UnauthenticatedError('the token was revoked'));
      const actor = ACTORS.get(text);
      if (actor !== undefined) return Promise.resolve(actor);
      const isExpired = text === EXPIRED_TOKEN;
      const refusal = isExpired
        ? new UnauthenticatedError('the token expired', 103)
        : new UnauthenticatedError('the token is not known here');
      return Promise.reject(refusal);
    },
  };

  readonly tokens: Domain['tokens'] = {
    create: async ({ user, scopes, expiresAt }, access) => {
      await this.#require(access, `Users::${user}`);
      const token = {
        id: `token000${this.tokenList.length}`,
        user,
        scopes: scopes ?? ['sensors:read'],
        createdAt: NOW,
        expiresAt,
        revokedAt: undefined,
      };
      this.tokenList.push(token);
      return { token, text: `cb_token_${token.id}_secret` };
    },
    find: (page, access) => this.#page(this.tokenList, page, access),
    revoke: async (id, access) => {
      await this.#require(access, 'Users::client');
      this.#get(this.tokenList, 'token', id);
    },
  };

  readonly joinTokens: Domain['joinTokens'] = {
    create: async ({ sensorName, ttlSeconds }, access) => {
      await this.#require(access, 'Sensors::new');
      return {
        id: 'join00000001',
        text: 'cb_join_secret',
        sensorName,
        expiresAt: new Date(NOW.getTime() + ttlSeconds * 1000),
      };
    },
  };

  readonly sensors: Domain['sensors'] = {
    find: (query, page, access) => {
      this.asked.sensors = query;
      return this.#page(this.sensorList, page, access);
    },
    get: async (id, access) => {
      await this.#require(access, `Sensors::${id}`);
      return this.#get(this.sensorList, 'sensor', id);
    },
  };

  readonly schedule: Domain['schedule'] = {
    add: async (request, access) => {
      const entry = await this.#plan(request, access);
      this.entries.push(entry);
      return entry;
    },
    check: (request, access) => this.#plan(request, access),
    cancel: async (id, access) => {
      await this.#require(access, 'Schedule::x');
      return { ...this.#get(this.entries, 'schedule entry', id), isActive: false };
    },
    find: (_filter, page, access) => this.#page(this.entries, page, access),
    get: async (id, access) => {
      await this.#require(access, 'Schedule::x');
      return this.#get(this.entries, 'schedule entry', id);
    },
  };

  readonly tasks: Domain['tasks'] = {
    find: (_filter, page, access) => this.#page(this.taskList, page, access),
    get: async (id, access) => {
      await this.#require(access, 'Tasks::x');
      return this.#get(this.taskList, 'task', id);
    },
  };

  readonly observations: Domain['observations'] = {
    find: (query, page, access) => {
      this.asked.observations = query;
      return this.#page(this.observationList, page, access);
    },
    get: async (id, access) => {
      await this.#require(access, 'Sensors::x');
      return this.#get(this.observationList, 'observation', id);
    },
    openRecording: async (id, access) => {
      await this.#require(access, 'Sensors::x');
      return { observation: this.#get(this.observationList, 'recording', id), data: this.recording() };
    },
  };

  readonly events: Domain['events'] = {
    follow: (after, access, signal) => {
      this.#fail();
      access.beginList();
      if (after !== undefined) this.asked.after = after;
      return this.#follow(after, signal);
    },
  };

  readonly decisionList: ShownDecision[] = [aDecision(1)];
  readonly decisions: Domain['decisions'] = {
    find: (query, page, access) => {
      this.asked.decisions = query;
      return this.#page(this.decisionList, page, access);
    },
    get: async (id, access) => {
      await this.#require(access, `Decisions::${id}`);
      return this.#get(this.decisionList, 'decision', id);
    },
  };

  readonly evaluations: Domain['evaluations'] = {
    evaluate: (asked, access) => {
      this.#fail();
      access.beginList();
      this.asked.evaluation = asked;
      return Promise.resolve({ decision: A_PERMIT, request: asked.request });
    },
  };

  readonly fakePolicies = new FakePolicies((access) => this.#require(access, 'Policies::in-force'));
  readonly policies = this.fakePolicies.policies;
  readonly policySets = this.fakePolicies.policySets;

  readonly readiness: Domain['readiness'] = () => {
    this.#fail();
    return Promise.resolve({
      ready: this.isReady,
      checks: [{ name: 'database', ok: this.isReady, detail: 'as told' }],
    });
  };

  /** Adds an event and wakes the followers. */
  record(event: Omit<RecordedEvent, 'position' | 'at'>): RecordedEvent {
    const recorded = { ...event, at: NOW, position: { xid: '700', sequence: this.eventList.length + 1 } };
    this.eventList.push(recorded);
    this.#wake.resolve(undefined);
    this.#wake = Promise.withResolvers<undefined>();
    return recorded;
  }

  #wake = Promise.withResolvers<undefined>();

  async *#follow(after: EventPosition | undefined, signal: AbortSignal): AsyncGenerator<RecordedEvent> {
    this.followers.add(signal);
    const aborted = new Promise((resolve) => {
      signal.addEventListener('abort', resolve);
    });
    try {
      for (let next = after === undefined ? this.eventList.length : after.sequence; !signal.aborted;) {
        const event = this.eventList[next];
        if (event === undefined) {
          await Promise.race([this.#wake.promise, aborted]);
          continue;
        }
        this.served += 1;
        yield event;
        next += 1;
      }
    } finally {
      this.followers.delete(signal);
    }
  }

  #fail(): void {
    if (this.failure !== undefined) throw this.failure;
  }

  async #require(access: Access, resource: string): Promise<void> {
    this.#fail();
    await access.require({ resource: `clearband:${resource}`, namespace: 'clearband' });
  }

  #get<Item extends { readonly id: string }>(items: readonly Item[], what: string, id: string): Item {
    const item = items.find((candidate) => candidate.id === id);
    if (item === undefined) throw new NotFoundError(what, id);
    return item;
  }

  #page<Item extends { readonly id: string }>(
    items: readonly Item[],
    page: PageRequest,
    access: Access,
  ): Promise<Page<Item>> {
    this.#fail();
    this.asked.page = page;
    access.permits({ resource: 'clearband:Sensors::*', namespace: 'clearband' });
    const first = page.afterId === undefined ? 0 : items.findIndex(({ id }) => id === page.afterId) + 1;
    return Promise.resolve(toPage(items.slice(first, first + page.limit + 1), page.limit));
  }

  async #plan(request: ScheduleRequest, access: Access): Promise<ScheduleEntry> {
    this.asked.schedule = request;
    await this.#require(access, 'Sensors::sensor-1');
    if (request.action === 'unknown') {
      throw new InvalidInputError([
        { code: 'unknown-action', detail: 'unknown action `unknown`', pointer: '#/action' },
      ]);
    }
    if (this.entries.some(({ name }) => name === request.name))
      throw new ConflictError(`the name \`${request.name}\` is taken`);
    return { ...anEntry(this.entries.length + 1), name: request.name, selection: request.selection };
  }
}

/** Remembers what it was asked, and permits unless told otherwise. */
class FakeAccess implements Access {
  readonly actor: AuthenticatedActor;
  readonly operation: OperationPolicy;
  readonly questions: ResourceQuery[] = [];
  readonly #denial: () => Error | undefined;
  constructor(actor: AuthenticatedActor, operation: OperationPolicy, denial: () => Error | undefined) {
    this.actor = actor;
    this.operation = operation;
    this.#denial = denial;
  }
  beginList(): void {
    this.questions.push({ resource: '*', namespace: 'clearband' });
  }
  consider(query: ResourceQuery): Verdict {
    this.questions.push(query);
    return { permitted: true, settings: {} };
  }
  refuse(denial: Denial): Promise<PolicyDeniedError> {
    return Promise.resolve(new PolicyDeniedError(denial));
  }
  permits(query: ResourceQuery): boolean {
    this.questions.push(query);
    return this.#denial() === undefined;
  }
  require(query: ResourceQuery): Promise<Record<string, never>> {
    this.questions.push(query);
    const denial = this.#denial();
    return denial === undefined ? Promise.resolve({}) : Promise.reject(denial);
  }
}

const A_PERMIT: Decision = {
  decision: 'Permit',
  reason: 'permit',
  code: 0,
  matched: [{ namespace: 'global', policy: 'open', policyId: 'p', statement: 'one' }],
  settings: { 'min-sensing-slot-duration': 1 },
  obligations: [],
  defaultsUsed: [],
  policySetHash: '',
};

const ACTORS = new Map([
  [ADMIN_TOKEN, anActor('admin')],
  [CLIENT_TOKEN, anActor('client')],
]);

function anActor(role: 'admin' | 'client'): AuthenticatedActor {
  return {
    user: role,
    userId: `user-${role}`,
    tokenId: `token000${role}`,
    element: { id: 'e1', name: 'clearband' },
    groups: [],
    roles: [role],
    scopes: ROLE_SCOPES[role] ?? [],
  };
}

/** Data that arrives piece by piece. */
export async function* chunks(pieces: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    await Promise.resolve();
    yield piece;
  }
}
