import type { Area } from '../../spectrum/area.ts';
import { parseQuantity } from '../../spectrum/quantity.ts';
import { canonicalArea, canonicalBand, canonicalCondition, canonicalWindow } from './canonical-value.ts';
import type { Condition, ConditionTest, Name, NamedAlias, Operand, Policy, Scalar, Statement, Term } from './tree.ts';

/**
 * `policy` with everything in order whose order means nothing, once: names, terms, parts of conditions, settings,
 * statements (by StatementId; each keeps the id it has). It decides as the one given does.
 */
export function normalPolicy(policy: Policy): Policy {
  return { ...policy, statements: sortedBy(policy.statements.map(normalStatement), ({ id }) => sortableId(id)) };
}

/** `alias` with its members in order, each once. */
export function normalAlias(alias: NamedAlias): NamedAlias {
  switch (alias.kind) {
    case 'actor':
    case 'resource':
    case 'task':
      return { ...alias, members: normalNames(alias.members) };
    case 'frequency':
      return { ...alias, members: normalTerms(alias.members, canonicalBand) };
    case 'location':
      return { ...alias, members: normalAreas(alias.members) };
    case 'time':
      return { ...alias, members: normalTerms(alias.members, canonicalWindow) };
    case 'value':
      return { ...alias, members: normalScalars(alias.members) };
  }
}

function normalStatement(statement: Statement): Statement {
  const { actor, resource, task, frequency, location, time, condition } = statement;
  return {
    ...statement,
    ...(actor && { actor: normalNames(actor) }),
    ...(resource && { resource: normalNames(resource) }),
    ...(task && { task: normalNames(task) }),
    ...(frequency && { frequency: normalTerms(frequency, canonicalBand) }),
    ...(location && { location: normalAreas(location) }),
    ...(time && { time: normalTerms(time, canonicalWindow) }),
    ...(condition && { condition: normalCondition(condition) }),
    settings: sortedBy(statement.settings, ({ attribute }) => attribute.name),
  };
}

/** `condition` without nesting that means nothing: `allOf` in `allOf`, lists of one, what is said twice or negated twice. */
export function normalCondition(condition: Condition): Condition {
  if (condition.kind === 'test') return normalTest(condition);
  if (condition.kind === 'not') {
    const of = normalCondition(condition.of);
    return of.kind === 'not' ? of.of : { kind: 'not', of };
  }
  const { kind } = condition;
  const flat = condition.of.map(normalCondition).flatMap((part) => (part.kind === kind ? part.of : [part]));
  const of = sortedBy(flat, (part) => JSON.stringify(canonicalCondition(part)));
  const [only] = of;
  return only !== undefined && of.length === 1 ? only : { kind, of };
}

/** Operators that ask the same of a field get one spelling. */
function normalTest(test: ConditionTest): ConditionTest {
  const operand = normalOperand(test);
  switch (operand.kind) {
    case 'names':
      return { ...test, operator: operand.names.length === 1 ? 'equals' : 'in', operand };
    case 'frequency':
    case 'time':
    case 'location':
      return { ...test, operator: 'in', operand };
    case 'pattern':
    case 'exists':
    case 'quantity':
    case 'scalar':
    case 'list':
      return { ...test, operand };
  }
}

function normalOperand({ field, operand }: ConditionTest): Operand {
  switch (operand.kind) {
    case 'names':
      return { kind: 'names', names: normalNames(operand.names) };
    case 'frequency':
      return { kind: 'frequency', terms: normalTerms(operand.terms, canonicalBand) };
    case 'time':
      return { kind: 'time', terms: normalTerms(operand.terms, canonicalWindow) };
    case 'location':
      return { kind: 'location', terms: normalAreas(operand.terms) };
    case 'list': {
      const inBaseUnits = operand.values.map((item) => {
        // A text that is no quantity names a value alias.
        const reading = field.kind === 'quantity' ? parseQuantity(item.value, field.dimension) : undefined;
        return reading?.ok === true ? { ...item, value: reading.value } : item;
      });
      return { kind: 'list', values: normalScalars(inBaseUnits) };
    }
    case 'pattern':
    case 'exists':
    case 'quantity':
    case 'scalar':
      return operand;
  }
}

function normalNames(names: readonly Name[]): readonly Name[] {
  return sortedBy(names, ({ text }) => text);
}

function normalScalars<Item extends { readonly value: Scalar }>(values: readonly Item[]): readonly Item[] {
  return sortedBy(values, ({ value }) => (typeof value === 'number' ? sortableNumber(value) : JSON.stringify(value)));
}

/** Aliases by name, then values by what they mean. */
function normalTerms<Value>(
  terms: readonly Term<Value>[],
  canonical: (value: Value) => unknown,
): readonly Term<Value>[] {
  return sortedBy(terms, (term) => ('alias' in term ? `"${term.alias}` : sortableJson(canonical(term.value))));
}

function normalAreas(terms: readonly Term<Area>[]): readonly Term<Area>[] {
  const inOrder = terms.map((term) => ('value' in term ? { ...term, value: normalArea(term.value) } : term));
  return normalTerms(inOrder, canonicalArea);
}

/**
 * Polygons and holes in order. Positions stay as they are given, first to last: they come from surveys, and turning a
 * ring round would move it by what rounding leaves.
 */
function normalArea(area: Area): Area {
  if (area.kind === 'circle') return area;
  const polygons = area.positions.map((positions, index) => {
    const rings = positions.map((ring, number) => ({ ring, shape: area.polygons[index]?.[number] }));
    const [outer, ...holes] = rings;
    return outer === undefined ? [] : [outer, ...sortedBy(holes, ({ ring }) => JSON.stringify(ring))];
  });
  const inOrder = sortedBy(polygons, (rings) => JSON.stringify(rings.map(({ ring }) => ring)));
  return {
    kind: 'polygons',
    polygons: inOrder.map((rings) => rings.flatMap(({ shape }) => shape ?? [])),
    positions: inOrder.map((rings) => rings.map(({ ring }) => ring)),
  };
}

/** In the order of their keys, each key once. */
function sortedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  if (items.length < 2) return items;
  const byKey = new Map<string, Item>();
  for (const item of items) {
    const key = keyOf(item);
    if (!byKey.has(key)) byKey.set(key, item);
  }
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

/** JSON in which numbers sort as numbers. */
function sortableJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'number' ? sortableNumber(member) : member,
  );
}

/** A text for each number, in the order of the numbers. */
function sortableNumber(value: number): string {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, value === 0 ? 0 : value);
  const bits = bytes.getBigUint64(0);
  // IEEE 754 sorts by its bits once negative numbers are turned over and the others get the highest bit.
  const ordered = bits >> 63n === 1n ? ~bits & 0xffff_ffff_ffff_ffffn : bits | (1n << 63n);
  return ordered.toString(16).padStart(16, '0');
}

/** `2` before `10`, and both before `a`. */
function sortableId(id: string): string {
  return /^\d{1,15}$/.test(id) ? `0${id.padStart(16, '0')} ${id}` : `1${id}`;
}
