/**
 * A second evaluator of the policy language, written straight from the text of the specification (policy-language §4.1
 * to §4.5, §4.7, §4.10, §4.11) and from nothing else: no index, no compilation, no shared code. It reads the JSON of the
 * policies and of the request anew for every point of every request. It is here to be read and believed, and to disagree
 * with the engine where one of the two is wrong.
 */
import { holdsIn } from './aliases.ts';
import { cellsOf } from './cells.ts';
import type { Point } from './conditions.ts';
import { conditionHolds, conditionNames, frequencyIn, locationIn, timeIn } from './conditions.ts';
import type { NaiveStatement, PolicyDocuments } from './documents.ts';
import { readDocuments } from './documents.ts';
import { listOf, member } from './json.ts';
import { isAmong } from './names.ts';
import { occupied } from './occupied.ts';
import type { NaiveRequest } from './request.ts';
import { readRequest } from './request.ts';
import type { Given } from './settings.ts';
import { combine, effective, givenBy, violates } from './settings.ts';
import type { Truth } from './truth.ts';
import { and } from './truth.ts';

/** An answer as a test file writes it (§4.8). */
export interface NaiveAnswer {
  readonly decision: 'Permit' | 'Deny';
  readonly reason: string;
  readonly code: number;
  /** `namespace:policy#statement`, sorted. */
  readonly matched: readonly string[];
  readonly set: Readonly<Record<string, unknown>> | null;
  readonly obligations: readonly unknown[];
  readonly occupied: boolean | null;
  readonly defaults: readonly string[];
}

type Step = 'actor' | 'resource';

/** A-40, strongest first, with the codes that corpus and drafts give them. */
const REASONS: readonly (readonly [string, number])[] = [
  ['explicit-deny', 201],
  ['constraint-violation', 202],
  ['indeterminate-deny', 203],
  ['no-accept-actor', 204],
  ['no-accept-resource', 205],
];
/** §4.3: the operations of actions that have their own. */
const OPERATIONS_OF_ACTION: Readonly<Record<string, readonly string[]>> = {
  scan: ['Scanning'],
  calibrate: ['Calibration'],
  transmitsensingdata: ['Transmission'],
  storesensingdata: ['Storage'],
  discardsensingdata: ['Transmission', 'Storage'],
  discarddata: ['Transmission', 'Storage'],
};
const SET_OR_DENY = ['set', 'deny', 'discardsensingdata', 'discarddata'];

/** What one cell comes to. */
interface Outcome {
  readonly reasons: readonly string[];
  readonly matched: readonly NaiveStatement[];
  readonly given: readonly Given[];
  readonly defaulted: readonly Step[];
}

/** Decide a request, as JSON, with the documents of a set that is known to load. */
export function evaluateNaively(documents: readonly unknown[], json: unknown): NaiveAnswer {
  const request = readRequest(json);
  if (request === undefined) return denial('invalid-request', 206, []);
  const set = readDocuments(documents);
  const policies = set.policies.filter(
    ({ scope, namespace }) => scope === request.scope && holdsIn(namespace, request.namespace),
  );
  const statements = policies.flatMap((policy) => policy.statements);
  const outcomes = cellsOf(request, statements, set.aliases).map((cell) =>
    decideCell({ statements, set, request, cell }),
  );
  return conclude(outcomes, request);
}

function conclude(outcomes: readonly Outcome[], request: NaiveRequest): NaiveAnswer {
  const matched = [...new Set(outcomes.flatMap((outcome) => outcome.matched))];
  const defaults = ['actor', 'resource'].filter((step) =>
    outcomes.some(({ defaulted }) => defaulted.some((one) => one === step)),
  );
  const found = REASONS.find(([reason]) => outcomes.some(({ reasons }) => reasons.includes(reason)));
  if (found !== undefined) return { ...denial(found[0], found[1], matched), defaults };
  const set = combine(outcomes.flatMap(({ given }) => given));
  if (set === 'contradiction') return { ...denial('invalid-request', 206, matched), defaults };
  const { 'detection-threshold': threshold, 'fusion-rule': rule } = set;
  const isOccupied =
    typeof threshold === 'number' && typeof rule === 'string' ? occupied(request.reports, threshold, rule) : undefined;
  return {
    decision: 'Permit',
    reason: 'permit',
    code: 0,
    matched: referencesTo(matched),
    set: Object.keys(set).length === 0 ? null : set,
    obligations: obligationsOf(matched, ['transmitsensingdata', 'storesensingdata']),
    occupied: isOccupied ?? null,
    defaults,
  };
}

function denial(reason: string, code: number, matched: readonly NaiveStatement[]): NaiveAnswer {
  const obligations = obligationsOf(matched, ['discardsensingdata', 'discarddata']);
  const nothing = { set: null, occupied: null, defaults: [] };
  return { decision: 'Deny', reason, code, matched: referencesTo(matched), obligations, ...nothing };
}

interface CellCase {
  readonly statements: readonly NaiveStatement[];
  readonly set: PolicyDocuments;
  readonly request: NaiveRequest;
  readonly cell: Pick<Point, 'hz' | 'at'>;
}

/** §4.5, step 3. */
function decideCell({ statements, set, request, cell }: CellCase): Outcome {
  const matches = statements.map((statement) => {
    const view = { aliases: set.aliases, namespace: statement.namespace };
    return { statement, match: matchOf(statement, { request, ...cell, view }) };
  });
  const denials = matches.filter(({ statement }) =>
    ['deny', 'discardsensingdata', 'discarddata'].includes(statement.action),
  );
  const given = effective(givenBy(matches));
  const permits = matches.filter(({ statement, match }) => match === true && !SET_OR_DENY.includes(statement.action));
  const unaccepted = (['actor', 'resource'] as const).filter(
    (step) => !permits.some(({ statement }) => countsFor(step, statement)),
  );
  const defaulted = unaccepted.filter((step) =>
    set.defaults.some((one) => one.scope === request.scope && one.step === step && one.answer === 'accept'),
  );
  const reasons = [
    ...denials.map(({ match }) => (match === true ? 'explicit-deny' : match === undefined ? 'indeterminate-deny' : '')),
    ...given.filter((one) => violates(request, one)).map(() => 'constraint-violation'),
    ...unaccepted.filter((step) => !defaulted.includes(step)).map((step) => `no-accept-${step}`),
  ];
  const matched = matches.filter(({ match }) => match === true).map(({ statement }) => statement);
  return { reasons, matched, given, defaulted };
}

/** All parts of the statement together; a part that is left out puts no condition. */
function matchOf({ json, action }: NaiveStatement, point: Point): Truth {
  const { request, view } = point;
  const part = (key: string, holds: (value: unknown) => Truth): Truth => {
    const value = member(json, key);
    return value === undefined ? true : holds(value);
  };
  const operations = OPERATIONS_OF_ACTION[action];
  const { operation } = request;
  return and([
    operations === undefined ? true : operation === undefined ? undefined : operations.includes(operation),
    part('Actor', (names) => isAmong(names, 'actor', request, view)),
    part('Resource', (names) => isAmong(names, 'resource', request, view)),
    part('SCOS-Task', (names) => isAmong(names, 'task', request, view)),
    part('frequency', (bands) => frequencyIn(bands, point)),
    part('time', (windows) => timeIn(windows, point)),
    part('location', (areas) => locationIn(areas, point)),
    part('Condition', (condition) => conditionHolds(condition, point)),
    part('Condition-block', (condition) => conditionHolds(condition, point)),
  ]);
}

/** the actor step asks who is named, the resource step what; a statement that says neither counts for both. */
function countsFor(step: Step, { json, type }: NaiveStatement): boolean {
  const names = (part: Step) =>
    member(json, part) !== undefined || conditionNames(member(json, 'Condition', 'Condition-block'), part);
  const actor = names('actor') || type === 'spupolicy';
  const resource = names('resource') || type === 'ssdpolicy' || type === 'sdmpolicy';
  if (!actor && !resource) return true;
  return step === 'actor' ? actor : resource;
}

function obligationsOf(matched: readonly NaiveStatement[], actions: readonly string[]): readonly unknown[] {
  return matched
    .filter(({ action }) => actions.includes(action))
    .map(({ json, action }) => {
      const resource = member(json, 'Resource');
      const names = { transmitsensingdata: 'transmit-sensing-data', storesensingdata: 'store-sensing-data' };
      const what = { action: Object.entries(names).find(([key]) => key === action)?.[1] ?? 'discard-sensing-data' };
      if (resource === undefined) return what;
      const resources = listOf(resource).map((one) => String(one).normalize('NFC'));
      return { ...what, resource: resources.length === 1 ? resources[0] : resources };
    });
}

function referencesTo(statements: readonly NaiveStatement[]): readonly string[] {
  return statements.map(({ namespace, policy, id }) => `${namespace}:${policy}#${id}`).sort();
}
