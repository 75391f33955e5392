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
  const byAttribute = new Map<string, Given[]>();
  for (const { statement, truth } of matches) {
    for (const { attribute, value } of statement.statement.settings) {
      if (truth === 'unknown' && !isLimit(attribute)) continue;
      const given = { statement, attribute, value, truth };
      const all = byAttribute.get(attribute.name);
      if (all === undefined) byAttribute.set(attribute.name, [given]);
      else all.push(given);
    }
  }
  const combined = new Map<string, CombinedSetting>();
  for (const [name, all] of byAttribute) {
    const counting = all.length === 1 ? all : [...mostSpecific(all.filter(isCertain)), ...all.filter(isUncertain)];
    const setting = merge(counting.map(toSetting));
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
  const violations: CombinedSetting[] = [];
  for (const setting of settings.values()) if (isViolated(setting, facts)) violations.push(setting);
  return violations;
}

/** The field's value in the request in base units, if it is given and usable. */
export function requestedValue(attribute: Attribute, facts: RequestFacts): number | boolean | undefined {
  const { field } = attribute;
  if (field === undefined) return undefined;
  const dimension = dimensionOfAttribute(attribute);
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

function isCertain({ truth }: Given): boolean {
  return truth === true;
}

function isUncertain({ truth }: Given): boolean {
  return truth === 'unknown';
}

function toSetting({ statement, attribute, value }: Given): CombinedSetting {
  return { attribute, value, from: [statement], against: NOBODY };
}

const NOBODY: readonly CompiledStatement[] = [];

/** The most restrictive of settings of one attribute. */
function merge(settings: readonly CombinedSetting[]): CombinedSetting | undefined {
  const [first] = settings;
  if (first === undefined || settings.length === 1) return first;
  const strictest = settings.reduce((best, one) => (isStricter(one, best) ? one : best), first);
  const { attribute, value } = strictest;
  const agreeing = settings.filter((one) => one.value === value);
  const opposed = attribute.combination === 'switch' ? settings.filter((one) => one.value !== value) : [];
  const from = new Set(agreeing.flatMap((one) => one.from));
  const against = new Set([...settings.flatMap((one) => one.against), ...opposed.flatMap((one) => one.from)]);
  return { attribute, value, from: [...from], against: [...against] };
}

/** A switch has no order: the first value stands, and others are against it. */
function isStricter({ attribute, value }: CombinedSetting, than: CombinedSetting): boolean {
  switch (attribute.combination) {
    case 'minimum':
      return value > than.value;
    case 'maximum':
      return value < than.value;
    case 'true-wins':
      return value === true && than.value !== true;
    case 'switch':
      return false;
  }
}

/** True when the request gives a value that is worse than the setting's. */
export function isViolated(
  { attribute, value, against }: Pick<CombinedSetting, 'attribute' | 'value' | 'against'>,
  facts: RequestFacts,
): boolean {
  const requested = requestedValue(attribute, facts);
  if (requested === undefined) return false;
  if (attribute.combination === 'minimum') return requested < value;
  if (attribute.combination === 'maximum') return requested > value;
  // A request for something that is switched off, by one statement at least; not asking for what is on is fine.
  return requested === true && (value === false || against.length > 0);
}
