import type { Access, OperationPolicy } from '../enforcement/access.ts';
import type { DecisionQuery } from '../enforcement/decisions/decision-directory.ts';
import type { Evaluation, EvaluationRequest } from '../enforcement/decisions/policy-evaluations.ts';
import type { ShownDecision } from '../enforcement/decisions/shown-decision.ts';
import type {
  ChangeOptions,
  Changed,
  Checked,
} from '../enforcement/policy-set/administration/policy-administration.ts';
import type {
  PolicyFilter,
  PolicyInForce,
  PolicyWithDocument,
  SetOverview,
  ToldChange,
} from '../enforcement/policy-set/administration/policy-reading.ts';
import type { SetFile } from '../enforcement/policy-set/set-file.ts';
import type { TokenInfo } from '../enforcement/token-administration.ts';
import type { EventPosition, RecordedEvent } from '../events/event.ts';
import type { AuthenticatedActor } from '../identity/actor.ts';
import type { Observation, ObservationQuery } from '../observations/observation.ts';
import type { SensorQuery } from '../sensors/sensor-query.ts';
import type { Sensor } from '../sensors/sensor.ts';
import type { Page, PageRequest } from '../spectrum/page.ts';
import type { ScheduleEntry, ScheduleRequest } from '../tasking/schedule-entry.ts';
import type { Task, TaskState } from '../tasking/task.ts';

/** All that the HTTP edge calls. app.ts hands in the real ones. */
export interface Domain {
  readonly authenticator: AuthenticationService;
  readonly tokens: TokenService;
  readonly gate: Gate;
  readonly joinTokens: JoinTokenService;
  readonly sensors: SensorService;
  readonly schedule: ScheduleService;
  readonly tasks: TaskService;
  readonly observations: ObservationService;
  readonly events: EventService;
  readonly decisions: DecisionService;
  readonly evaluations: EvaluationService;
  readonly policies: PolicyService;
  readonly policySets: PolicySetService;
  readonly readiness: () => Promise<Readiness>;
}

export interface Gate {
  open(actor: AuthenticatedActor, operation: OperationPolicy): Access;
  /** Records what was read and permitted. @throws {Error} when the operation never asked the gate. */
  settle(access: Access): Promise<void>;
}

export interface AuthenticationService {
  /** @throws {UnauthenticatedError} saying whether the token is malformed, unknown, expired or revoked. */
  authenticate(tokenText: string): Promise<AuthenticatedActor>;
}

export interface TokenService {
  /** `text` is shown this once. @throws {InvalidInputError} unknown user or scopes beyond those of its roles. */
  create(
    request: {
      readonly user: string;
      readonly scopes: readonly string[] | undefined;
      readonly expiresAt: Date | undefined;
    },
    access: Access,
  ): Promise<{ readonly token: TokenInfo; readonly text: string }>;
  find(page: PageRequest, access: Access): Promise<Page<TokenInfo>>;
  revoke(id: string, access: Access): Promise<void>;
}

export interface JoinTokenService {
  create(
    request: { readonly sensorName: string | undefined; readonly ttlSeconds: number },
    access: Access,
  ): Promise<{
    readonly id: string;
    readonly text: string;
    readonly sensorName: string | undefined;
    readonly expiresAt: Date;
  }>;
}

export interface SensorService {
  find(query: SensorQuery, page: PageRequest, access: Access): Promise<Page<Sensor>>;
  get(id: string, access: Access): Promise<Sensor>;
}

export interface ScheduleService {
  /** @throws InvalidInputError, SensorUnavailableError, ScheduleConflictError, PolicyDeniedError, ConflictError (name) */
  add(request: ScheduleRequest, access: Access): Promise<ScheduleEntry>;
  /** Answers as `add` would and changes nothing. */
  check(request: ScheduleRequest, access: Access): Promise<ScheduleEntry>;
  /** Deactivates the entry and cancels its live tasks. */
  cancel(id: string, access: Access): Promise<ScheduleEntry>;
  find(
    filter: { readonly isActive?: boolean; readonly name?: string },
    page: PageRequest,
    access: Access,
  ): Promise<Page<ScheduleEntry>>;
  get(id: string, access: Access): Promise<ScheduleEntry>;
}

export interface TaskService {
  find(
    filter: { readonly entryId?: string; readonly sensorId?: string; readonly state?: TaskState },
    page: PageRequest,
    access: Access,
  ): Promise<Page<Task>>;
  get(id: string, access: Access): Promise<Task>;
}

export interface ObservationService {
  find(query: ObservationQuery, page: PageRequest, access: Access): Promise<Page<Observation>>;
  get(id: string, access: Access): Promise<Observation>;
  /** The dataset of an acquisition, as it was accepted; chunks in order. */
  openRecording(
    id: string,
    access: Access,
  ): Promise<{ readonly observation: Observation; readonly data: AsyncIterable<Uint8Array> }>;
}

export interface EventService {
  /** Events after `after` (absent: from now on), those the Actor may see, for ever, until `signal` aborts. */
  follow(after: EventPosition | undefined, access: Access, signal: AbortSignal): AsyncIterable<RecordedEvent>;
}

export interface DecisionService {
  /** Newest first. */
  find(query: DecisionQuery, page: PageRequest, access: Access): Promise<Page<ShownDecision>>;
  get(id: string, access: Access): Promise<ShownDecision>;
}

export interface EvaluationService {
  /** Changes nothing. @throws PolicyDeniedError (for another Actor), InvalidInputError (drafts), UnavailableError */
  evaluate(asked: EvaluationRequest, access: Access): Promise<Evaluation>;
}

export interface PolicyService {
  /** @throws InvalidInputError, ConflictError (a policy of the name is there), PolicyLockOutError, PolicyDeniedError */
  install(text: string, options: ChangeOptions, access: Access): Promise<Changed>;
  /** @throws as `install`, NotFoundError, StaleVersionError */
  replace(
    id: string,
    text: string,
    how: { readonly options: ChangeOptions; readonly access: Access },
  ): Promise<Changed>;
  withdraw(id: string, how: { readonly options: ChangeOptions; readonly access: Access }): Promise<Changed>;
  /** Changes nothing. */
  check(text: string, access: Access): Promise<Checked>;
}

export interface PolicySetService {
  find(filter: PolicyFilter, page: PageRequest, access: Access): Promise<Page<PolicyInForce>>;
  get(id: string, access: Access): PolicyWithDocument | Promise<PolicyWithDocument>;
  overview(access: Access): Promise<SetOverview>;
  /** Newest first. */
  history(page: PageRequest, access: Access): Promise<Page<ToldChange>>;
  /** `hash`: of any set that was in force, or `in-force`. */
  files(hash: string, access: Access): Promise<{ readonly hash: string; readonly files: readonly SetFile[] }>;
}

/** Whether the Manager can do its work, and what is wrong where it can't. */
export interface Readiness {
  readonly ready: boolean;
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[];
}
