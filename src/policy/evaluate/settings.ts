import type { CompiledStatement } from '../compile/statement.ts';
import type { Truth } from '../compile/truth.ts';
import type { Attribute } from '../terms/registry.ts';
import { dimensionOfAttribute } from '../terms/registry.ts';
import type { RequestFacts } from './facts.ts';

/** The value of one attribute, and the statements that gave it. */
export interface CombinedSetting {
  readonly attribute: Attribute;
  readonly value: number | boolean | string;
  readonly from: readonly CompiledStatement[];
  /** Statements that want another value of a switch: then nothing can be imposed. */
  readonly against: readonly CompiledStatement[];
}

/** Settings by attribute name. */
export type CombinedSettings = ReadonlyMap<string, CombinedSetting>;

const NONE: CombinedSettings = new Map();

interface Given {
  readonly statement: CompiledStatement;
  readonly attribute: Attribute;
  readonly value: number | boolean | string;
  readonly truth: Truth;
}

/**
 * Combine the Set statements that match in one cell. A switch needs a match that is true; a limit also counts when its
 * match is unknown, in addition to the others, and then it beats none of them.
 */
export function combineInCell(matches: readonly { statement: CompiledStatement; truth: Truth }[]): CombinedSettings {
  if (matches.length === 0) return NONE;
  const given = matches.flatMap(({ statement, truth }) =>
    statement.statement.settings.map(({ attribute, value }): Given => ({ statement, attribute, value, truth })),
  );
  const byAttribute = Map.groupBy(given, ({ attribute }) => attribute.name);
  const combined = new Map<string, CombinedSetting>();
  for (const [name, all] of byAttribute) {
    const certain = mostSpecific(all.filter(({ truth }) => truth === true));
    const uncertain = all.filter(({ truth, attribute }) => truth === 'unknown' && isLimit(attribute));
    const setting = merge([...certain, ...uncertain].map(toSetting));
    if (setting !== undefined) combined.set(name, setting);
  }
  return combined;
}

/** Combine the settings of several cells: the most restrictive over all of them. */
export function combineCells(cells: readonly CombinedSettings[]): CombinedSettings {
  const [only] = cells;
  if (only !== undefined && cells.length === 1) return only;
  const byAttribute = Map.groupBy(
    cells.flatMap((cell) => [...cell.values()]),
    ({ attribute }) => attribute.name,
  );
  const combined = new Map<string, CombinedSetting>();
  for (const [name, all] of byAttribute) {
    const setting = merge(all);
    if (setting !== undefined) combined.set(name, setting);
  }
  return combined;
}

/** The settings that the request goes against: a value given that is worse than the limit. */
export function violationsOf(settings: CombinedSettings, facts: RequestFacts): readonly CombinedSetting[] {
  return settings.size === 0 ? [] : [...settings.values()].filter((setting) => isViolated(setting, facts));
}

/** The field's value in the request in base units, if it is given and usable. */
export function requestedValue(
  { field, value, ...rest }: Attribute,
  facts: RequestFacts,
): number | boolean | undefined {
  if (field === undefined) return undefined;
  const dimension = dimensionOfAttribute({ value, ...rest });
  if (dimension === undefined) {
    const given = facts.value(field);
    return typeof given === 'boolean' ? given : undefined;
  }
  const quantity = facts.quantity(field, dimension);
  return typeof quantity === 'number' ? quantity : undefined;
}

/** A statement that names Resource or SCOS-Task beats the general ones of its namespace. */
function mostSpecific(given: readonly Given[]): readonly Given[] {
  const specific = new Set(given.filter(({ statement }) => statement.isSpecific).map(namespaceOf));
  return given.filter((one) => one.statement.isSpecific || !specific.has(namespaceOf(one)));
}

function namespaceOf({ statement }: Given): string {
  return statement.policy.namespace;
}

function isLimit({ combination }: Attribute): boolean {
  return combination === 'minimum' || combination === 'maximum';
}

function toSetting({ statement, attribute, value }: Given): CombinedSetting {
  return { attribute, value, from: [statement], against: [] };
}

function merge(settings: readonly CombinedSetting[]): CombinedSetting | undefined {
  const [first, ...rest] = settings;
  return first && rest.reduce(stricter, first);
}

function stricter(a: CombinedSetting, b: CombinedSetting): CombinedSetting {
  if (a.value === b.value) return { ...a, from: union(a.from, b.from), against: union(a.against, b.against) };
  switch (a.attribute.combination) {
    case 'minimum':
      return a.value > b.value ? a : b;
    case 'maximum':
      return a.value < b.value ? a : b;
    case 'true-wins':
      return a.value === true ? a : b;
    case 'switch':
      return { ...a, against: union(a.against, [...b.from, ...b.against]) };
  }
}

function union(a: readonly CompiledStatement[], b: readonly CompiledStatement[]): readonly CompiledStatement[] {
  return [...new Set([...a, ...b])];
}

function isViolated({ attribute, value }: CombinedSetting, facts: RequestFacts): boolean {
  const requested = requestedValue(attribute, facts);
  if (requested === undefined) return false;
  if (attribute.combination === 'minimum') return requested < value;
  if (attribute.combination === 'maximum') return requested > value;
  // A request for something that is switched off; not asking for what is switched on is fine.
  return requested === true && value === false;
}
