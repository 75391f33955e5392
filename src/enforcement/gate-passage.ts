import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { AuthenticatedActor } from '../identity/actor.ts';
import { uuidv7 } from '../spectrum/identifier.ts';
import { toRequestJson } from '../policy/request-to-json.ts';
import type { Access, OperationPolicy, ResourceQuery, Settings, Verdict } from './access.ts';
import type { NewDecision } from './decision-log.ts';
import type { Judged, PolicyGate } from './gate.ts';
import { statementName } from '../policy/decision-json.ts';
import type { PolicySet } from '../policy/policy-set.ts';
import type { Insight } from './decisions/insight.ts';
import { type Denial, PolicyDeniedError } from './policy-denied-error.ts';

/** Operations that only read are kept as one row a request, a moment later; the rest before the answer. */
const READING_TASKS: ReadonlySet<string> = new Set(['Discovery', 'Transmission']);

/** One Actor's passage through the gate: remembers what was asked until it is settled. */
export class GatePassage implements Access {
  readonly actor: AuthenticatedActor;
  readonly operation: OperationPolicy;
  readonly #gate: PolicyGate;
  #asked = false;
  #isList = false;
  #keptAs: string | undefined;
  #insight: Insight | undefined;
  readonly #listed = { statements: new Set<string>(), permitted: 0, denied: 0 };
  readonly #permits = new Map<string, NewDecision>();
  readonly #denials = new Map<Denial, NewDecision>();
  readonly #nearest = new WeakMap<Denial, Judged['nearest']>();

  constructor(gate: PolicyGate, actor: AuthenticatedActor, operation: OperationPolicy) {
    this.#gate = gate;
    this.actor = actor;
    this.operation = operation;
  }

  beginList(as?: string): void {
    this.#asked = true;
    this.#isList = true;
    this.#keptAs ??= as;
  }

  permits(query: ResourceQuery): boolean {
    this.beginList();
    const decision = this.#gate.isPermitted(this.actor, this.operation, query);
    const permitted = decision?.decision === 'Permit';
    if (permitted) this.#listed.permitted++;
    else this.#listed.denied++;
    if (permitted) {
      for (const one of decision.matched) this.#listed.statements.add(statementName(one));
    }
    return permitted;
  }

  consider(query: ResourceQuery): Verdict {
    this.#asked = true;
    const { actor, operation } = this;
    const { verdict, record, nearest } = this.#gate.judgeFor((set) => this.#insightInto(set), {
      actor,
      operation,
      query,
    });
    // Many occurrences on one sensor are permitted alike: the first permit of each resource stands for them.
    if (verdict.permitted) {
      if (!this.#permits.has(query.resource)) this.#permits.set(query.resource, record);
    } else {
      this.#denials.set(verdict.denial, record);
      this.#nearest.set(verdict.denial, nearest);
    }
    return verdict;
  }

  /** Once for each set: the Actor may be refused many things in one passage. */
  #insightInto(set: PolicySet): Insight {
    if (this.#insight?.set !== set) this.#insight = this.#gate.insightOf(this.actor, set);
    return this.#insight;
  }

  async refuse(denial: Denial): Promise<PolicyDeniedError> {
    const record = this.#denials.get(denial);
    if (record === undefined) throw new Error('only a denial of this passage can be its refusal');
    // Those before it were not the reason, and steered the choice all the same.
    await this.keepWith(undefined, [...this.#denials.values()]);
    const nearest = this.#nearest.get(denial)?.();
    return new PolicyDeniedError({ ...denial, ...(nearest && { nearest: toRequestJson(nearest) }) });
  }

  async require(query: ResourceQuery): Promise<Settings> {
    const verdict = this.consider(query);
    if (!verdict.permitted) throw await this.refuse(verdict.denial);
    return verdict.settings;
  }

  /** Stores what was decided so far within `transaction`; what is decided later is kept later. */
  async keepWith(
    transaction: Kysely<Database> | undefined,
    records: readonly NewDecision[] = [...this.#permits.values(), ...this.#denials.values()],
  ): Promise<void> {
    await this.#gate.keep(transaction, records);
    this.#forget(records);
  }

  async settle(now: Date): Promise<void> {
    if (!this.#asked)
      throw new Error(`operation \`${this.operation.operation}\` answered without asking the policy gate`);
    const denials = [...this.#denials.values()];
    const permits = [...this.#permits.values()];
    if (this.#isList) permits.push(this.#listRecord(now));
    const isRead = READING_TASKS.has(this.operation.scosTask);
    await this.keepWith(undefined, isRead ? denials : [...denials, ...permits]);
    if (!isRead) return;
    for (const record of permits) this.#gate.note(record);
    this.#forget(permits);
  }

  #forget(records: readonly NewDecision[]): void {
    const kept = new Set(records);
    forgetIn(this.#permits, kept);
    forgetIn(this.#denials, kept);
  }

  #listRecord(now: Date): NewDecision {
    const { operation, actor } = this;
    return {
      at: now,
      id: uuidv7(now),
      operation: operation.operation,
      actor: `${actor.element.name}:${actor.user}`,
      scope: operation.scope,
      scosTask: operation.scosTask,
      resource: undefined,
      outcome: 'Permit',
      reason: this.#keptAs ?? `list: ${this.#listed.permitted} shown, ${this.#listed.denied} left out`,
      code: 0,
      statements: [...this.#listed.statements],
      settings: undefined,
      request: undefined,
      because: undefined,
      setHash: this.#gate.setHash,
    };
  }
}

function forgetIn<Key>(decisions: Map<Key, NewDecision>, kept: ReadonlySet<NewDecision>): void {
  for (const [key, record] of decisions) if (kept.has(record)) decisions.delete(key);
}

/**
 * Stores what `access` was told so far with the change that follows from it: both are there after a crash, or neither.
 * A change that is undone and tried again has to ask again.
 */
export async function keepDecisions(access: Access, transaction: Kysely<Database>): Promise<void> {
  if (!(access instanceof GatePassage)) throw new Error('this passage was not opened by the gate');
  await access.keepWith(transaction);
}
