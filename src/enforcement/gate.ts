import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Actor, AuthenticatedActor } from '../identity/actor.ts';
import { decide } from '../policy/decide.ts';
import type { Decision } from '../policy/decision.ts';
import { nearestPermitted } from '../policy/nearest.ts';
import type { PolicySet } from '../policy/policy-set.ts';
import type { PolicyRequest } from '../policy/request.ts';
import type { Clock } from '../spectrum/clock.ts';
import { uuidv7 } from '../spectrum/identifier.ts';
import { SCOS_CODES } from '../spectrum/scos-codes.ts';
import type { Access, OperationPolicy, ResourceQuery, Verdict } from './access.ts';
import type { DecisionLog, NewDecision } from './decision-log.ts';
import { groundsOf, toDenial } from './denial.ts';
import { ListDecisions } from './list-decisions.ts';
import { GatePassage } from './gate-passage.ts';
import { toPolicyRequest, toRequestJson } from './policy-question.ts';

/** A verdict with the record of it, which is kept by whoever acts on it. */
export interface Judged {
  readonly verdict: Verdict;
  readonly record: NewDecision;
}

/** Where the gate finds the set that is in force. */
export interface SetInForce {
  readonly current: PolicySet | undefined;
}

/** The one place where policy decides: for both edges and for every step that the Manager takes by itself. */
export class PolicyGate {
  readonly #set: SetInForce;
  readonly #decisions: DecisionLog;
  readonly #clock: Clock;
  readonly #lists = new ListDecisions();

  constructor(set: SetInForce, decisions: DecisionLog, clock: Clock) {
    this.#set = set;
    this.#decisions = decisions;
    this.#clock = clock;
  }

  /** Begins an Actor's passage for one operation of the contract. */
  open(actor: AuthenticatedActor, operation: OperationPolicy): Access {
    return new GatePassage(this, actor, operation);
  }

  /** Keeps what a passage was permitted. @throws {Error} when the operation never asked: a fault of the program. */
  async settle(access: Access): Promise<void> {
    if (!(access instanceof GatePassage)) throw new Error('this passage was not opened here');
    await access.settle(this.#clock.now());
  }

  /** Decides about one resource. Without a set in force everything is denied. */
  judge(actor: Actor, operation: OperationPolicy, query: ResourceQuery): Judged {
    const now = this.#clock.now();
    const set = this.#set.current;
    const request = toPolicyRequest(actor, operation, query, now);
    const asked: Asked = { actor, operation, query, request, now, id: uuidv7(now) };
    if (set === undefined) return deniedWithoutSet(asked);
    const decision = decide(set, request);
    const record = recordOf(asked, decision);
    if (decision.decision === 'Permit') return { verdict: { permitted: true, settings: decision.settings }, record };
    const nearest = nearestPermitted(set, request);
    const denial = toDenial(decision, asked.id, nearest && toRequestJson(nearest));
    return { verdict: { permitted: false, denial }, record };
  }

  /** For lists: only whether it is permitted, without a record of its own. */
  isPermitted(actor: Actor, operation: OperationPolicy, query: ResourceQuery): Decision | undefined {
    const set = this.#set.current;
    return set && this.#lists.decide(set, actor, { operation, query, now: this.#clock.now() });
  }

  get setHash(): string {
    return this.#set.current?.hash ?? '';
  }

  /** Stores decisions, with the transaction of the change they belong to where there is one. */
  async keep(transaction: Kysely<Database> | undefined, decisions: readonly NewDecision[]): Promise<void> {
    if (decisions.length > 0) await this.#decisions.store(decisions, transaction);
  }

  /** Keeps a permitted read within a second. */
  note(decision: NewDecision): void {
    this.#decisions.note(decision);
  }
}

interface Asked {
  readonly actor: Actor;
  readonly operation: OperationPolicy;
  readonly query: ResourceQuery;
  readonly request: PolicyRequest;
  readonly now: Date;
  readonly id: string;
}

function recordOf(asked: Asked, decision: Decision): NewDecision {
  return {
    ...bareRecord(asked),
    outcome: decision.decision,
    reason: decision.reason,
    code: decision.code,
    statements: decision.matched.map((one) => `${one.namespace}:${one.policy}#${one.statement}`),
    because: decision.decision === 'Deny' ? groundsOf(decision) : undefined,
    setHash: decision.policySetHash,
  };
}

function bareRecord(asked: Asked) {
  const { actor, operation, query, request, now, id } = asked;
  return {
    at: now,
    id,
    operation: operation.operation,
    actor: `${actor.element.name}:${actor.user}`,
    scope: operation.scope,
    scosTask: operation.scosTask,
    resource: query.resource,
    request: toRequestJson(request),
  };
}

function deniedWithoutSet(asked: Asked): Judged {
  const detail = 'no policy set is in force: everything is denied until one is';
  const because = [{ policy: '', statement: '', detail, values: [] }];
  const denial = {
    decisionId: asked.id,
    reason: 'no-policy-set',
    code: SCOS_CODES.noPolicySet,
    because,
    policySetHash: '',
  };
  const record: NewDecision = {
    ...bareRecord(asked),
    outcome: 'Deny',
    reason: 'no-policy-set',
    code: SCOS_CODES.noPolicySet,
    statements: [],
    because,
    setHash: '',
  };
  return { verdict: { permitted: false, denial }, record };
}
