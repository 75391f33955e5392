import type { Area } from '../../spectrum/area.ts';
import { toGeoJson } from '../../spectrum/area.ts';
import type { Band } from '../../spectrum/band.ts';
import type {
  Condition,
  Name,
  NamedAlias,
  Operand,
  Policy,
  RecurringWindow,
  Setting,
  Statement,
  Term,
} from './tree.ts';

/** A JSON value that says what a part of the tree means, in one spelling: base units, no places. */
export type Canonical = null | boolean | number | string | readonly Canonical[] | { readonly [key: string]: Canonical };

/** A policy in canonical form: policies that are spelled differently and mean the same come out equal. */
export function canonicalPolicy(policy: Policy): Canonical {
  return {
    namespace: policy.namespace,
    name: policy.name,
    description: policy.description,
    'Policy-type': policy.type,
    Scope: policy.scope,
    Confidential: policy.confidential,
    Statement: policy.statements.map(canonicalStatement),
  };
}

/** An alias in canonical form. */
export function canonicalAlias(alias: NamedAlias): Canonical {
  const { kind, namespace, name } = alias;
  return { kind, namespace, name, members: canonicalMembers(alias) };
}

function canonicalMembers(alias: NamedAlias): Canonical {
  switch (alias.kind) {
    case 'actor':
    case 'resource':
    case 'task':
      return names(alias.members);
    case 'frequency':
      return terms(alias.members, band);
    case 'location':
      return terms(alias.members, area);
    case 'time':
      return terms(alias.members, recurringWindow);
    case 'value':
      return alias.members.map(({ value }) => value);
  }
}

function canonicalStatement(statement: Statement): Canonical {
  return {
    StatementId: statement.id,
    'Policy-Action': statement.action,
    description: statement.description ?? '',
    Confidential: statement.confidential,
    Actor: optional(statement.actor, names),
    Resource: optional(statement.resource, names),
    'SCOS-Task': optional(statement.task, names),
    frequency: optional(statement.frequency, (given) => terms(given, band)),
    location: optional(statement.location, (given) => terms(given, area)),
    time: optional(statement.time, (given) => terms(given, recurringWindow)),
    Condition: optional(statement.condition, canonicalCondition),
    Attributes: statement.settings.map(setting).sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}

/** A condition in canonical form, `operator: {field: value}`. */
export function canonicalCondition(condition: Condition): Canonical {
  switch (condition.kind) {
    case 'test':
      return { [condition.operator]: { [condition.field.name]: operand(condition.operand) } };
    case 'not':
      return { not: canonicalCondition(condition.of) };
    case 'allOf':
    case 'anyOf':
      return { [condition.kind]: condition.of.map(canonicalCondition) };
  }
}

function operand(given: Operand): Canonical {
  switch (given.kind) {
    case 'names':
      return names(given.names);
    case 'frequency':
      return terms(given.terms, band);
    case 'time':
      return terms(given.terms, recurringWindow);
    case 'location':
      return terms(given.terms, area);
    case 'pattern':
      return given.pattern;
    case 'exists':
      return given.wanted;
    case 'quantity':
    case 'scalar':
      return given.value;
    case 'list':
      return given.values.map(({ value }) => value);
  }
}

function optional<T>(value: T | undefined, canonical: (value: T) => Canonical): Canonical {
  return value === undefined ? null : canonical(value);
}

function names(given: readonly Name[]): Canonical {
  return given.map(({ text }) => text);
}

function terms<T>(given: readonly Term<T>[], canonical: (value: T) => Canonical): Canonical {
  return given.map((term) => ('alias' in term ? term.alias : canonical(term.value)));
}

function band({ startHz, stopHz }: Band): Canonical {
  return [startHz, stopHz];
}

function area(given: Area): Canonical {
  if (given.kind === 'polygons') return { polygons: toGeoJson(given).coordinates };
  const { center, radiusM } = given;
  return { circle: { center: [center.longitude, center.latitude], radius: radiusM } };
}

function recurringWindow(given: RecurringWindow): Canonical {
  if (given.kind === 'daily') return { daily: [given.startSeconds, given.stopSeconds], days: given.days };
  const edge = (micros: number) => (Number.isFinite(micros) ? micros : null);
  return { from: edge(given.startMicros), to: edge(given.stopMicros) };
}

function setting({ attribute, value }: Setting): readonly [string, Canonical] {
  return [attribute.name, value];
}
