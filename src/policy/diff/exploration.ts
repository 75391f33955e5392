import { decide, decideUnexplained } from '../decide.ts';
import type { Decision, Obligation } from '../decision.ts';
import { statementName } from '../decision-json.ts';
import { referenceTo } from '../evaluate/explain.ts';
import type { PolicySet } from '../policy-set.ts';
import type { PolicyRequest } from '../request.ts';
import type { Axis, Branch, Choice, Notes } from './axes/axis.ts';
import { fieldAxis, fieldsOf, limitsGoneAgainst } from './axes/field-axis.ts';
import { frequencyAxis } from './axes/frequency-axis.ts';
import { locationAxis } from './axes/location-axis.ts';
import { actorAxis, resourceAxis, taskAxis } from './axes/name-axes.ts';
import { timeAxis } from './axes/time-axis.ts';
import type { AxisName, LiveStatement } from './live-statement.ts';
import { SettledRequest } from './live-statement.ts';
import type { PartLabel, PartName, PolicyDifference } from './policy-difference.ts';
import { relevantOf } from './relevance.ts';

const PART_AXES: readonly (readonly [PartName, Axis])[] = [
  ['task', taskAxis],
  ['frequency', frequencyAxis],
  ['time', timeAxis],
  ['resource', resourceAxis],
  ['actor', actorAxis],
  ['location', locationAxis],
];

/** How many statements are looked at, one request after the other, and how many requests decided; more is too long. */
export interface DiffEffort {
  readonly looks: number;
  readonly decided: number;
}

/** What is settled, and how it was. */
interface Path extends Branch {
  readonly labels: PolicyDifference['parts'];
  readonly fields: Readonly<Record<string, readonly string[]>>;
}

/**
 * Goes through the requests that two sets could decide differently. One part of the request after the other is settled;
 * of each, those values stand for all others from which no statement that may still match can tell them. What the two
 * sets can't tell apart any more is left; the rest is decided by both.
 */
export class Exploration implements Notes {
  readonly #old: PolicySet;
  readonly #new: PolicySet;
  readonly #differences: PolicyDifference[] = [];
  readonly #notes = new Set<string>();
  #looks = 0;
  #decided = 0;

  readonly #most: DiffEffort;

  constructor(sets: { readonly old: PolicySet; readonly new: PolicySet }, most: DiffEffort) {
    this.#most = most;
    this.#old = sets.old;
    this.#new = sets.new;
  }

  leaveOut(what: string): void {
    this.#notes.add(what);
  }

  get differences(): readonly PolicyDifference[] {
    return this.#differences;
  }

  get notLookedAt(): readonly string[] {
    return [...this.#notes];
  }

  /** Go through the requests for one scope and namespace. */
  explore(request: PolicyRequest, live: readonly LiveStatement[], open: ReadonlySet<AxisName>): void {
    this.#settle({ request, live, open, labels: {}, fields: {} });
  }

  #settle(path: Path): void {
    if (this.#looks > this.#most.looks || this.#decided > this.#most.decided) {
      this.leaveOut('some of very many kinds of requests');
      return;
    }
    const sameDefaults = this.#hasSameDefaults(path.request);
    const live = relevantOf(path, sameDefaults);
    if (sameDefaults && live.every(({ side }) => side === 'both')) return;
    const narrowed = { ...path, live };
    const axis = PART_AXES.find(([name]) => path.open.has(name) && live.some((one) => caresFor(one, name)));
    const [field] = fieldsOf(narrowed);
    if (axis !== undefined) this.#branch(narrowed, axis[0], axis[1]);
    else if (field !== undefined) this.#branch(narrowed, field, fieldAxis(field.slice('field '.length)));
    else this.#compare(narrowed);
  }

  #branch(path: Path, name: AxisName, axis: Axis): void {
    const open = new Set(path.open);
    open.delete(name);
    const groups = new Map<string, { live: readonly LiveStatement[]; choices: Choice[] }>();
    for (const choice of axis(path, this)) {
      const settled = new SettledRequest(choice.request, open);
      if (this.#isLost(path, settled, name)) continue;
      const view: string[] = [];
      this.#looks += path.live.length;
      if (this.#looks > this.#most.looks) break;
      const live = path.live.flatMap((one, index) => {
        view.push(String(index));
        const left = settled.settle(one, name, view);
        if (left !== undefined && name.startsWith('field ')) view.push(limitsGoneAgainst(one, choice.request));
        return left ?? [];
      });
      const key = choice.isSingular === true ? String(groups.size) : view.join(' ');
      const group = groups.get(key) ?? { live, choices: [] };
      groups.set(key, group);
      group.choices.push(choice);
    }
    for (const { live, choices } of groups.values()) {
      const [first] = choices;
      if (first === undefined) continue;
      const label = joined(choices.map((choice) => choice.label));
      const labels = isPart(name)
        ? { labels: { ...path.labels, [name]: label } }
        : { fields: { ...path.fields, [name.slice('field '.length)]: label.texts } };
      this.#settle({ ...path, ...labels, request: first.request, live, open });
    }
  }

  /** No statement that differs is left: then nothing else needs a look. */
  #isLost({ live, request }: Path, settled: SettledRequest, name: AxisName): boolean {
    if (!this.#hasSameDefaults(request)) return false;
    return live.every((one) => {
      if (one.side === 'both') return true;
      this.#looks += 1;
      return settled.settle(one, name, []) === undefined;
    });
  }

  #compare({ request, live, labels, fields }: Path): void {
    this.#decided += 1;
    const whole = withEverything(request, labels);
    const change = changeBetween(decideUnexplained(this.#old, whole), decideUnexplained(this.#new, whole));
    if (change === undefined) return;
    const of = (side: LiveStatement['side']) =>
      live.filter((one) => one.side === side).map(({ statement }) => statementName(referenceTo(statement)));
    this.#differences.push({
      change,
      scope: request.scope,
      namespace: request.namespace ?? 'global',
      parts: labels,
      fields,
      statements: { old: of('old'), new: of('new') },
      counterexample: { request: whole, old: decide(this.#old, whole), new: decide(this.#new, whole) },
    });
  }

  #hasSameDefaults({ scope }: PolicyRequest): boolean {
    const [before, after] = [this.#old.defaults[scope], this.#new.defaults[scope]];
    return before.actor === after.actor && before.resource === after.resource;
  }
}

/** In what two decisions about one request differ; `undefined` when they say the same. */
export function changeBetween(before: Decision, after: Decision): PolicyDifference['change'] | undefined {
  if (before.decision !== after.decision) return after.decision === 'Permit' ? 'permitted' : 'denied';
  if (before.decision === 'Permit' && after.decision === 'Permit') {
    const settings = ({ settings: all, occupied }: typeof before) =>
      JSON.stringify([Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)), occupied]);
    if (settings(before) !== settings(after)) return 'settings';
  }
  return obligationsOf(before.obligations) === obligationsOf(after.obligations) ? undefined : 'obligations';
}

function obligationsOf(obligations: readonly Obligation[]): string {
  const texts = obligations.map(({ action, resources, tasks }) =>
    JSON.stringify([action, resources.toSorted(), tasks.toSorted()]),
  );
  return [...new Set(texts)].sort().join();
}

function caresFor({ meaning, tests }: LiveStatement, part: PartName): boolean {
  // An altitude takes a place.
  const isWanted = (axis: AxisName) => axis === part || (part === 'location' && axis === 'field location.altitude');
  return meaning.parts[part] !== undefined || tests.some(({ axis }) => isWanted(axis));
}

function isPart(name: AxisName): name is PartName {
  return PART_AXES.some(([part]) => part === name);
}

function joined(labels: readonly PartLabel[]): PartLabel {
  const texts = [...new Set(labels.flatMap((label) => label.texts))];
  const bands = labels.flatMap((label) => (label.kind === 'bands' ? label.bands : []));
  return bands.length === 0 ? { kind: 'texts', texts } : { kind: 'bands', bands, texts };
}

/** What makes no difference is filled in, so that a counterexample reads like a request. */
function withEverything(request: PolicyRequest, labels: Path['labels']): PolicyRequest {
  return {
    ...request,
    ...(labels.actor === undefined ? { actor: { user: 'anyone', groups: [], roles: [] } } : {}),
    ...(labels.resource === undefined ? { resource: { ...request.resource, id: 'any:Sensors::any', groups: [] } } : {}),
    ...(labels.task === undefined ? { task: { operation: 'Scanning' } } : {}),
    ...(labels.frequency === undefined ? { band: { startHz: 100e6, stopHz: 101e6 } } : {}),
    ...(labels.time === undefined ? { time: new Date(Date.UTC(2026, 0, 5, 12)), timeMicroseconds: 0 } : {}),
  };
}
