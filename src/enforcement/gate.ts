import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Actor, AuthenticatedActor } from '../identity/actor.ts';
import { decide, decideUnexplained } from '../policy/decide.ts';
import type { Decision } from '../policy/decision.ts';
import { groundsOf, statementName } from '../policy/decision-json.ts';
import type { PolicySet } from '../policy/policy-set.ts';
import { toRequestJson } from '../policy/request-to-json.ts';
import type { PolicyRequest } from '../policy/request.ts';
import type { Clock } from '../spectrum/clock.ts';
import { uuidv7 } from '../spectrum/identifier.ts';
import { SCOS_CODES } from '../spectrum/scos-codes.ts';
import type { Access, OperationPolicy, ResourceQuery, Verdict } from './access.ts';
import type { DecisionLog, NewDecision } from './decision-log.ts';
import { type Insight, insightInto, outsiderInsight } from './decisions/insight.ts';
import { nearestFor, toDenial, toldSettings } from './decisions/telling.ts';
import { GatePassage } from './gate-passage.ts';
import { policyQuery, setQuery } from './policy-set/administration/policy-resources.ts';
import { toPolicyRequest } from './policy-question.ts';

/** A verdict with the record of it, which is kept by whoever acts on it. */
export interface Judged {
  readonly verdict: Verdict;
  readonly record: NewDecision;
  /** Of a denial: the nearest request that would be permitted. Looked for when it is asked for, which is seldom. */
  readonly nearest?: () => PolicyRequest | undefined;
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

  /**
   * Decides about one resource, for a step of the Manager's own. Without a set in force everything is denied. What is
   * said of a denial is what anybody may know: it is kept in results and events, which others than the Actor read too.
   */
  judge(actor: Actor, operation: OperationPolicy, query: ResourceQuery): Judged {
    return this.judgeFor(outsiderInsight, { actor, operation, query });
  }

  /** As `judge`, with the denial as a reader of this insight may see it. */
  judgeFor(insightOf: (set: PolicySet) => Insight, question: Question): Judged {
    const { actor, operation, query } = question;
    const now = this.#clock.now();
    const set = this.currentSet;
    const request = toPolicyRequest(actor, operation, query, now);
    const asked: Asked = { actor, operation, query, request, now, id: uuidv7(now) };
    if (set === undefined) return deniedWithoutSet(asked);
    const decision = decide(set, request);
    const record = recordOf(asked, decision);
    if (decision.decision === 'Permit') {
      const told = toldSettings(decision, request, outsiderInsight(set));
      return { verdict: { permitted: true, settings: decision.settings, ...(told && { told }) }, record };
    }
    const insight = insightOf(set);
    const denial = toDenial({ decision, request, id: asked.id }, insight);
    return { verdict: { permitted: false, denial }, record, nearest: () => nearestFor(request, insight) };
  }

  /** What `actor` may know of `set`: of confidential statements those that it may administer, by the set in force. */
  insightOf(actor: Actor, set: PolicySet): Insight {
    const { name } = actor.element;
    return insightInto(set, {
      mayAdminister: (policy) => this.#administers(actor, policyQuery(policy)),
      knowsSets: this.#administers(actor, setQuery(name)),
    });
  }

  #administers(actor: Actor, query: ResourceQuery): boolean {
    return this.isPermitted(actor, POLICY_ADMINISTRATION, query)?.decision === 'Permit';
  }

  /** For lists: whether it is permitted, unexplained and without a record of its own. */
  isPermitted(actor: Actor, operation: OperationPolicy, query: ResourceQuery): Decision | undefined {
    const set = this.currentSet;
    return set && decideUnexplained(set, toPolicyRequest(actor, operation, query, this.#clock.now()));
  }

  get setHash(): string {
    return this.currentSet?.hash ?? '';
  }

  /** The set that it decides under; undefined while there is none. */
  get currentSet(): PolicySet | undefined {
    return this.#set.current;
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

/** One Actor's operation on one resource. */
export interface Question {
  readonly actor: Actor;
  readonly operation: OperationPolicy;
  readonly query: ResourceQuery;
}

const POLICY_ADMINISTRATION: OperationPolicy = {
  operation: 'insight',
  scope: 'sensor-management',
  scosTask: 'Policy-administration',
};

interface Asked extends Question {
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
    statements: decision.matched.map(statementName),
    settings: decision.decision === 'Permit' ? decision.settings : undefined,
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
  };
  const record: NewDecision = {
    ...bareRecord(asked),
    outcome: 'Deny',
    reason: 'no-policy-set',
    code: SCOS_CODES.noPolicySet,
    statements: [],
    settings: undefined,
    because,
    setHash: '',
  };
  return { verdict: { permitted: false, denial }, record };
}
