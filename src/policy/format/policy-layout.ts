import { dimensionOfAttribute } from '../terms/registry.ts';
import { normalAlias, normalPolicy } from '../terms/normal-form.ts';
import type { NamedAlias, Policy, Setting, Statement } from '../terms/tree.ts';
import { conditionLayout } from './condition-layout.ts';
import type { Layout, LayoutObject } from './json-layout.ts';
import { block, inline } from './json-layout.ts';
import { quantityText } from './quantity-text.ts';
import {
  areaLayout,
  areasLayout,
  bandLayout,
  bandsLayout,
  listOf,
  namesLayout,
  windowsLayout,
} from './value-layout.ts';
import { windowLayout } from './time-text.ts';

type Members = LayoutObject['members'];

/** A policy in canonical spelling and order; every statement states its id, so that none depends on the order. */
export function policyLayout(policy: Policy): LayoutObject {
  const { namespace, name, description, type, scope, confidential, statements } = normalPolicy(policy);
  return block([
    ['namespace', namespace],
    ['name', name],
    ...given('description', description === '' ? undefined : description),
    ['Policy-type', type],
    ['Scope', scope],
    ...given('Confidential', confidential || undefined),
    ['Statement', statements.map((statement) => statementLayout(statement))],
  ]);
}

/** The members of an alias, always a list. */
export function aliasLayout(alias: NamedAlias): Layout {
  const normal = normalAlias(alias);
  switch (normal.kind) {
    case 'actor':
    case 'resource':
    case 'task':
      return normal.members.map(({ text }) => text);
    case 'frequency':
      return listOf(normal.members, bandLayout);
    case 'location':
      return listOf(normal.members, areaLayout);
    case 'time':
      return listOf(normal.members, windowLayout);
    case 'value':
      return normal.members.map(({ value }) => value);
  }
}

function statementLayout(statement: Statement): LayoutObject {
  const { id, action, description, confidential, settings } = statement;
  const { actor, resource, task, frequency, location, time, condition } = statement;
  return block([
    ['StatementId', id],
    ...given('description', description),
    ...given('Confidential', confidential || undefined),
    ['Policy-Action', action],
    ...given('Actor', actor && namesLayout(actor)),
    ...given('Resource', resource && namesLayout(resource)),
    ...given('SCOS-Task', task && namesLayout(task)),
    ...given('frequency', frequency && bandsLayout(frequency)),
    ...given('location', location && areasLayout(location)),
    ...given('time', time && windowsLayout(time)),
    ...given('Condition', condition && conditionLayout(condition)),
    ...given('Attributes', settings.length === 0 ? undefined : inline(settings.map(settingMember))),
  ]);
}

function settingMember({ attribute, value }: Setting): readonly [string, Layout] {
  const dimension = dimensionOfAttribute(attribute);
  const layout = dimension !== undefined && typeof value === 'number' ? quantityText(value, dimension) : value;
  return [attribute.spelling, layout];
}

function given(key: string, value: Layout | undefined): Members {
  return value === undefined ? [] : [[key, value]];
}
