import { type Fault, ForbiddenError, InvalidInputError, UnavailableError } from '../../errors.ts';
import type { Actor } from '../../identity/actor.ts';
import { decide, decideJson } from '../../policy/decide.ts';
import type { Decision } from '../../policy/decision.ts';
import type { ExplanationJson } from '../../policy/explain/explanation-json.ts';
import { layOver } from '../../policy/edit/lay-over.ts';
import type { OfferedResource } from '../../policy/nearest/offered-resource.ts';
import type { PolicyFault, PolicyFile, PolicySet } from '../../policy/policy-set.ts';
import { parsePolicyRequest } from '../../policy/request-json.ts';
import { toRequestJson } from '../../policy/request-to-json.ts';
import type { PolicyActor, PolicyRequest } from '../../policy/request.ts';
import type { Clock } from '../../spectrum/clock.ts';
import type { Access, OperationPolicy, ResourceQuery } from '../access.ts';
import type { PolicyGate } from '../gate.ts';
import { PolicyDeniedError } from '../policy-denied-error.ts';
import { setQuery } from '../policy-set/administration/policy-resources.ts';
import { loadPolicies } from '../policy-set/policy-loader.ts';
import { refuseEndless } from './evaluation-effort.ts';
import { type Insight, insightInto } from './insight.ts';
import type { KeptSets } from './kept-sets.ts';
import { explainedTo, toldOf } from './telling.ts';

/** A question to policy that nothing follows from. */
export interface EvaluationRequest {
  /** In the JSON form of the policy language; the Actor is the one who asks where it is left out, the time now. */
  readonly request: unknown;
  /** Policy documents to decide under, laid over the set in force. */
  readonly drafts: readonly unknown[];
  /** The drafts alone are the set. */
  readonly whole: boolean;
  readonly explain: boolean;
}

/** What policy says, as far as the one who asks may know. */
export interface Evaluation {
  /** Its `policySetHash` is empty where it may not be known. */
  readonly decision: Decision;
  /** The request that was decided, everything filled in; absent when what was sent is none. */
  readonly request?: unknown;
  /** When asked for, and not withheld. */
  readonly explanation?: ExplanationJson;
}

/** Sensors that could do what a request is about, as policy is asked about each. */
export type SensorsFor = (request: PolicyRequest) => Promise<readonly ResourceQuery[]>;

const SENSORS = ':Sensors::';

type SetFiles = Pick<KeptSets, 'files'>;

/** Decides requests that nobody makes: for Actors who want to know, and for authors of policies. Nothing follows from it. */
export class PolicyEvaluations {
  readonly #gate: PolicyGate;
  readonly #sets: SetFiles;
  readonly #sensorsFor: SensorsFor;
  readonly #clock: Clock;

  constructor(parts: {
    readonly gate: PolicyGate;
    readonly sets: SetFiles;
    readonly sensorsFor: SensorsFor;
    readonly clock: Clock;
  }) {
    this.#gate = parts.gate;
    this.#sets = parts.sets;
    this.#sensorsFor = parts.sensorsFor;
    this.#clock = parts.clock;
  }

  /**
   * @throws {PolicyDeniedError} for another Actor's request, or drafts over the set in force, without
   * Policy-administration; {InvalidInputError} for drafts with faults, or when it would take too long
   */
  async evaluate(asked: EvaluationRequest, access: Access): Promise<Evaluation> {
    // Everybody may ask what policy says of itself; what is told is cut to what it may know.
    access.beginList('evaluation');
    const insight = await this.#insightFor(asked, access);
    const reading = parsePolicyRequest(asked.request);
    if (!reading.ok) {
      const decision = decideJson(insight.set, asked.request);
      return { decision: { ...decision, policySetHash: insight.knowsSet ? decision.policySetHash : '' } };
    }
    const { actor } = access;
    if (!isItself(reading.request.actor, actor)) await this.#requireAdministration(access);
    const request = { ...reading.request, ...this.#filledIn(reading.request, actor) };
    refuseEndless(insight.isHidden(request) ? insight.set.publicPart : insight.set, request, {
      isExplained: asked.explain,
    });
    const decision = toldOf(decide(insight.set, request), request, insight);
    const offer = asked.explain && decision.decision === 'Deny' ? await this.#offered(request, access) : [];
    const explanation = asked.explain ? explainedTo(request, insight, offer) : undefined;
    return { decision, request: toRequestJson(request), ...(explanation && { explanation }) };
  }

  #filledIn(request: PolicyRequest, actor: Actor): Pick<PolicyRequest, 'actor' | 'time'> {
    const own = { user: actor.user, groups: actor.groups, roles: actor.roles };
    return { actor: isItself(request.actor, actor) ? own : request.actor, time: request.time ?? this.#clock.now() };
  }

  async #insightFor({ drafts, whole }: EvaluationRequest, access: Access): Promise<Insight> {
    const current = this.#gate.currentSet;
    // Whoever sends a whole set knows all of it.
    if (whole) return everything(await loadDrafts([], toFiles(drafts)));
    if (current === undefined) throw new UnavailableError('no policy set is in force to decide under');
    const insight = this.#gate.insightOf(access.actor, current);
    if (drafts.length === 0) return insight;
    await this.#requireAdministration(access);
    // What is wrong with drafts laid over hidden statements, and what they decide then, would tell of these.
    if (insight.hidesAny) {
      throw new ForbiddenError(
        'the set in force holds confidential policies that you may not administer: send a whole set of drafts instead',
      );
    }
    return everything(await loadDrafts((await this.#sets.files(current.hash)) ?? [], toFiles(drafts)));
  }

  /** Other sensors that could be asked: those that the Actor may find. */
  async #offered(request: PolicyRequest, { actor, operation }: Access): Promise<readonly OfferedResource[]> {
    if (request.resource?.id?.includes(SENSORS) !== true) return [];
    const discovery: OperationPolicy = { ...operation, scope: 'sensing-management', scosTask: 'Discovery' };
    const sensors = await this.#sensorsFor(request);
    return sensors
      .filter((query) => this.#gate.isPermitted(actor, discovery, query)?.decision === 'Permit')
      .map(({ resource: id, groups = [], resourceAttributes, namespace, location }) => {
        return { resource: { id, groups, attributes: resourceAttributes }, namespace, location };
      });
  }

  async #requireAdministration({ actor, operation }: Access): Promise<void> {
    const { verdict, record } = this.#gate.judgeFor((set) => this.#gate.insightOf(actor, set), {
      actor,
      operation: { ...operation, scope: 'sensor-management', scosTask: 'Policy-administration' },
      query: setQuery(actor.element.name),
    });
    if (verdict.permitted) return;
    await this.#gate.keep(undefined, [record]);
    throw new PolicyDeniedError(verdict.denial);
  }
}

function everything(set: PolicySet): Insight {
  return insightInto(set, { mayAdminister: () => true, knowsSets: true });
}

/** Whether nobody else is named: what is given is what the Actor has. */
function isItself(named: PolicyActor | undefined, { user, groups, roles }: Actor): boolean {
  const isAll = (some: readonly string[] | undefined, all: readonly string[]) =>
    some === undefined || (some.every((name) => all.includes(name)) && all.every((name) => some.includes(name)));
  return (
    named === undefined || ((named.user ?? user) === user && isAll(named.groups, groups) && isAll(named.roles, roles))
  );
}

function toFiles(drafts: readonly unknown[]): readonly PolicyFile[] {
  return drafts.map((draft, index) => ({ path: draftPath(index), text: JSON.stringify(draft) }));
}

async function loadDrafts(files: readonly PolicyFile[], drafts: readonly PolicyFile[]): Promise<PolicySet> {
  const loaded = await loadPolicies(layOver(files, drafts));
  if (loaded.ok) return loaded.set;
  throw new InvalidInputError(loaded.faults.map((fault) => toFault(fault, drafts)));
}

/** Where in the body a fault is; one that drafts make elsewhere in the set says where there. */
function toFault({ code, path, pointer, detail }: PolicyFault, drafts: readonly PolicyFile[]): Fault {
  const index = drafts.findIndex((draft) => draft.path === path);
  if (index === -1) return { code, detail: `${path} ${pointer}: ${detail}`, pointer: '#/drafts' };
  return { code, detail, pointer: `#/drafts/${index}${pointer.replace(/^#/, '')}` };
}

/** No path of a policy file: those end in `.json`, and what is no test is read all the same. */
function draftPath(index: number): string {
  return `drafts[${index}]`;
}
