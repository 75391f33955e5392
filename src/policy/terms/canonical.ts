import type { Canonical } from './canonical-value.ts';
import {
  canonicalArea,
  canonicalBand,
  canonicalCondition,
  canonicalNames,
  canonicalTerms,
  canonicalWindow,
} from './canonical-value.ts';
import { normalAlias, normalPolicy } from './normal-form.ts';
import type { NamedAlias, Policy, Setting, Statement } from './tree.ts';

export { canonicalCondition } from './canonical-value.ts';

/** A policy in canonical form: policies that are spelled or ordered differently and mean the same come out equal. */
export function canonicalPolicy(policy: Policy): Canonical {
  return {
    namespace: policy.namespace,
    name: policy.name,
    description: policy.description,
    'Policy-type': policy.type,
    Scope: policy.scope,
    Confidential: policy.confidential,
    Statement: normalPolicy(policy).statements.map(canonicalStatement),
  };
}

/** An alias in canonical form. */
export function canonicalAlias(alias: NamedAlias): Canonical {
  const { kind, namespace, name } = alias;
  return { kind, namespace, name, members: canonicalMembers(normalAlias(alias)) };
}

function canonicalMembers(alias: NamedAlias): Canonical {
  switch (alias.kind) {
    case 'actor':
    case 'resource':
    case 'task':
      return canonicalNames(alias.members);
    case 'frequency':
      return canonicalTerms(alias.members, canonicalBand);
    case 'location':
      return canonicalTerms(alias.members, canonicalArea);
    case 'time':
      return canonicalTerms(alias.members, canonicalWindow);
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
    Actor: optional(statement.actor, canonicalNames),
    Resource: optional(statement.resource, canonicalNames),
    'SCOS-Task': optional(statement.task, canonicalNames),
    frequency: optional(statement.frequency, (given) => canonicalTerms(given, canonicalBand)),
    location: optional(statement.location, (given) => canonicalTerms(given, canonicalArea)),
    time: optional(statement.time, (given) => canonicalTerms(given, canonicalWindow)),
    Condition: optional(statement.condition, canonicalCondition),
    Attributes: statement.settings.map(setting),
  };
}

function optional<T>(value: T | undefined, canonical: (value: T) => Canonical): Canonical {
  return value === undefined ? null : canonical(value);
}

function setting({ attribute, value }: Setting): readonly [string, Canonical] {
  return [attribute.name, value];
}
