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
import { windowsCover } from './windows-cover.ts';

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
  return bandsCover(wide.bands, narrow.bands) && coversBut('frequency', wide, narrow);
}

/** In which several statements may cover one between them. */
export type SharedPart = 'frequency' | 'time' | 'task';

/** The bit of each in `Reach.parts`; a statement's action may say its task, which therefore has none. */
const SHARED_PARTS = { frequency: 1 << 2, time: 1 << 3, task: 0 } as const;

/** As `covers`, with one part left out of account. */
export function coversBut(except: SharedPart, wide: Reach, narrow: Reach): boolean {
  const ignored = SHARED_PARTS[except];
  if ((wide.parts & ~narrow.parts & ~ignored) !== 0) return false;
  const [a, b] = [wide.compiled, narrow.compiled];
  return (
    a.policy.scope === b.policy.scope &&
    (except === 'frequency' || bandsCover(wide.bands, narrow.bands)) &&
    namespaceApplies(a.policy.namespace, b.policy.namespace) &&
    NAME_FIELDS.every((field) => field === except || namesCover(field, wide, narrow)) &&
    impliedCover(wide, narrow) &&
    areasCover(wide.areas, narrow.areas) &&
    conditionsCover(wide, narrow) &&
    (except === 'time' || windowsCover(wide.windows, narrow.windows))
  );
}

/** True when these, all of which cover `narrow` but for `part`, cover it in that part, too, between them. */
export function coverTogether(part: SharedPart, wides: readonly Reach[], narrow: Reach): boolean {
  switch (part) {
    case 'frequency':
      return bandsCover(new BandSet(wides.flatMap(({ bands }) => bands?.bands ?? [])), narrow.bands);
    case 'time':
      return windowsCover(
        wides.flatMap(({ windows }) => windows ?? []),
        narrow.windows,
      );
    case 'task':
      return namesOfCover(new Set(wides.flatMap(({ names }) => [...(names.task ?? [])])), 'task', narrow);
  }
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
  return ofWide === undefined || namesOfCover(ofWide, field, narrow);
}

function namesOfCover(ofWide: ReadonlySet<string>, field: NameField, narrow: Reach): boolean {
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
