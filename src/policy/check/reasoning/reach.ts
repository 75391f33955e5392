import type { Area } from '../../../spectrum/area.ts';
import { greatCircleDistanceM } from '../../../spectrum/location.ts';
import { BandSet } from '../../compile/band-set.ts';
import { Glob } from '../../compile/glob.ts';
import type { CompiledStatement } from '../../compile/statement.ts';
import { operationsOf } from '../../compile/statement.ts';
import { splitActorName } from '../../parse/names.ts';
import { canonicalArea } from '../../terms/canonical-value.ts';
import { namespaceApplies } from '../../terms/namespace.ts';
import type { Condition, NameField, RecurringWindow } from '../../terms/tree.ts';
import type { AliasScope } from './alias-scope.ts';
import { conjunctsOf, implies } from './conjuncts.ts';

const DAY_SECONDS = 86_400;
const WEEK_DAYS = 7;
const NAME_FIELDS: readonly NameField[] = ['actor', 'resource', 'task'];
/** Two ways to the same distance may differ by rounding. */
const ROUNDING_M = 1;

/** What a statement applies to, with aliases replaced by what they stand for. */
export interface Reach {
  readonly compiled: CompiledStatement;
  readonly names: Readonly<Record<NameField, ReadonlySet<string> | undefined>>;
  readonly operations: ReadonlySet<string> | undefined;
  readonly bands: BandSet | undefined;
  readonly windows: readonly RecurringWindow[] | undefined;
  readonly areas: readonly Area[] | undefined;
  /** The parts of its condition that all have to hold. */
  readonly conjuncts: readonly Condition[];
  /** One bit for each part that the statement has. */
  readonly parts: number;
}

/** What `compiled` applies to. */
export function reachOf(compiled: CompiledStatement, aliases: AliasScope): Reach {
  const { statement, policy } = compiled;
  const { namespace } = policy;
  const namesOf = (field: NameField) => {
    const given = statement[field];
    return given && new Set(aliases.names(field, given, namespace));
  };
  const { frequency, time, location, condition } = statement;
  const given = [statement.actor, statement.resource, frequency, time, location, condition];
  return {
    compiled,
    names: { actor: namesOf('actor'), resource: namesOf('resource'), task: namesOf('task') },
    operations: operationsOf(compiled),
    bands: frequency && new BandSet(aliases.bands(frequency, namespace)),
    windows: time && aliases.windows(time, namespace),
    areas: location && aliases.areas(location, namespace),
    conjuncts: conjunctsOf(condition),
    parts: given.reduce((bits, part, index) => (part === undefined ? bits : bits | (1 << index)), 0),
  };
}

/**
 * True when it is certain that `wide` is at least as true as `narrow` in every cell of every request: whatever `narrow`
 * matches, `wide` matches, and where `narrow` is unknown, `wide` is not false. False says nothing.
 */
export function covers(wide: Reach, narrow: Reach): boolean {
  // Bands differ most and are compared fastest: with thousands of statements that decides how long the checks take.
  return bandsCover(wide.bands, narrow.bands) && coversButFrequency(wide, narrow);
}

/** As `covers`, with the frequency left out of account. */
export function coversButFrequency(wide: Reach, narrow: Reach): boolean {
  const ignored = 1 << 2;
  if ((wide.parts & ~narrow.parts & ~ignored) !== 0) return false;
  const [a, b] = [wide.compiled, narrow.compiled];
  return (
    a.policy.scope === b.policy.scope &&
    namespaceApplies(a.policy.namespace, b.policy.namespace) &&
    NAME_FIELDS.every((field) => namesCover(field, wide, narrow)) &&
    impliedCover(wide, narrow) &&
    windowsCover(wide.windows, narrow.windows) &&
    areasCover(wide.areas, narrow.areas) &&
    conditionsCover(wide, narrow)
  );
}

/** True when every frequency of `narrow` is one of `wide`. */
export function bandsCover(wide: BandSet | undefined, narrow: BandSet | undefined): boolean {
  if (wide === undefined) return true;
  return (
    narrow?.bands.every(({ startHz, stopHz }) => stopHz <= (wide.bandAround(startHz)?.stopHz ?? -Infinity)) === true
  );
}

function namesCover(field: NameField, wide: Reach, narrow: Reach): boolean {
  const ofWide = wide.names[field];
  if (ofWide === undefined) return true;
  const isIn = (name: string) => isNamed(name, ofWide, field === 'actor');
  const ofNarrow = narrow.names[field];
  if (ofNarrow !== undefined && [...ofNarrow].every(isIn)) return true;
  // A statement that is about some operations alone is true for no other, however it says so.
  return field === 'task' && narrow.operations !== undefined && [...narrow.operations].every(isIn);
}

/** True when whoever bears `name` (or a name that the pattern stands for) is meant by one of `names`. */
function isNamed(name: string, names: ReadonlySet<string>, prefixes: boolean): boolean {
  const { kind, text } = prefixes ? splitActorName(name) : { kind: undefined, text: name };
  if (names.has(name) || names.has(text) || names.has('*')) return true;
  if (kind !== undefined && names.has(`${kind}:*`)) return true;
  if (text.includes('*')) return false;
  return [...names].some((other) => {
    if (!other.includes('*')) return false;
    const pattern = prefixes ? splitActorName(other) : { kind: undefined, text: other };
    return (pattern.kind === undefined || pattern.kind === kind) && Glob.name(pattern.text).matches(text);
  });
}

function impliedCover({ compiled: { impliedOperations } }: Reach, { operations }: Reach): boolean {
  if (impliedOperations === undefined) return true;
  return operations !== undefined && [...operations].every((operation) => impliedOperations.has(operation));
}

function windowsCover(
  wide: readonly RecurringWindow[] | undefined,
  narrow: readonly RecurringWindow[] | undefined,
): boolean {
  return wide === undefined || narrow?.every((window) => wide.some((other) => windowCovers(other, window))) === true;
}

function windowCovers(wide: RecurringWindow, narrow: RecurringWindow): boolean {
  if (wide.kind === 'span')
    return narrow.kind === 'span' && wide.startMicros <= narrow.startMicros && narrow.stopMicros <= wide.stopMicros;
  if (wide.days.length === WEEK_DAYS && wide.stopSeconds - wide.startSeconds === DAY_SECONDS) return true;
  return (
    narrow.kind === 'daily' &&
    wide.startSeconds <= narrow.startSeconds &&
    narrow.stopSeconds <= wide.stopSeconds &&
    narrow.days.every((day) => wide.days.includes(day))
  );
}

function areasCover(wide: readonly Area[] | undefined, narrow: readonly Area[] | undefined): boolean {
  return wide === undefined || narrow?.every((area) => wide.some((other) => areaCovers(other, area))) === true;
}

function areaCovers(wide: Area, narrow: Area): boolean {
  if (JSON.stringify(canonicalArea(wide)) === JSON.stringify(canonicalArea(narrow))) return true;
  if (wide.kind !== 'circle' || narrow.kind !== 'circle') return false;
  return greatCircleDistanceM(wide.center, narrow.center) + narrow.radiusM + ROUNDING_M <= wide.radiusM;
}

/** Conditions of one namespace only: in another an alias may stand for something else. */
function conditionsCover(wide: Reach, narrow: Reach): boolean {
  if (wide.conjuncts.length === 0) return true;
  if (wide.compiled.policy.namespace !== narrow.compiled.policy.namespace) return false;
  return wide.conjuncts.every((part) => narrow.conjuncts.some((other) => implies(other, part)));
}
