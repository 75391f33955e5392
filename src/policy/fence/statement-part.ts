import type { FenceBound, FenceLimit, FenceRule } from '../../spectrum/fence/fence.ts';
import { parseQuantity } from '../../spectrum/quantity.ts';
import type { CompiledStatement } from '../compile/statement.ts';
import type { RequestFacts } from '../evaluate/facts.ts';
import type { Attribute } from '../terms/registry.ts';
import { dimensionOfAttribute } from '../terms/registry.ts';
import type { RuleGrant } from './fence-table.ts';
import { isFenceField } from './residual-rule.ts';

type Growing<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer Item)[] ? Item[] : never };

/** What some statements add to a grant. */
export type GrantParts = Growing<RuleGrant>;

/** Parts of a grant to which nothing was added yet. */
export function noParts(): GrantParts {
  return { permits: [], actorPermits: [], resourcePermits: [], denials: [], impositions: [] };
}

/** Stands for names where they are nobody's business. */
export class Numbers {
  readonly #known = new Map<string, number>();

  /** The number of `name`; the same each time. */
  of(name: string): number {
    const number = this.#known.get(name) ?? this.#known.size;
    this.#known.set(name, number);
    return number;
  }
}

/** What is known of the sensor, and the numbers of its fence. */
export interface AddingContext {
  readonly facts: RequestFacts;
  readonly numbers: Numbers;
}

/** Adds what a statement does where `rule` holds. */
export function addPart(
  parts: GrantParts,
  { statement, rule }: { readonly statement: CompiledStatement; readonly rule: FenceRule },
  { facts, numbers }: AddingContext,
): void {
  const { effect, steps } = statement;
  if (effect === 'deny') {
    parts.denials.push(rule);
  } else if (effect === 'permit') {
    if (isNeverTrue(rule.limit)) return;
    if (steps.actor && steps.resource) parts.permits.push(rule);
    else if (steps.actor) parts.actorPermits.push(rule);
    else parts.resourcePermits.push(rule);
  } else {
    const shared = { rule, space: numbers.of(statement.policy.namespace), isSpecific: statement.isSpecific };
    for (const { attribute, value } of statement.statement.settings) {
      const imposed = imposedBy(attribute, value, { facts, numbers });
      if (imposed !== undefined)
        parts.impositions.push({ ...shared, attribute: numbers.of(attribute.name), ...imposed });
    }
  }
}

/** A permit of which some part can't be known grants nothing. */
function isNeverTrue(limit: FenceLimit | undefined): boolean {
  if (limit === undefined) return false;
  return 'all' in limit ? limit.all.some(isNeverTrue) : 'unknown' in limit;
}

/** What a setting means for captures; nothing where no capture can go against it. */
function imposedBy(
  attribute: Attribute,
  value: number | boolean | string,
  { facts, numbers }: AddingContext,
): FenceBound | { readonly kind: 'switch'; readonly value: number } | undefined {
  const { combination: kind, field } = attribute;
  if (kind === 'switch') return { kind, value: numbers.of(`${typeof value} ${value}`) };
  if (typeof value !== 'number' || kind === 'true-wins' || field === undefined) return undefined;
  if (isFenceField(field)) return { kind, value, bounds: field };
  // What is the sensor's own is known; what nobody is asked for can't be worse.
  const dimension = dimensionOfAttribute(attribute);
  if (!field.startsWith('resource.') || dimension === undefined) return undefined;
  const given = parseQuantity(facts.value(field), dimension);
  return given.ok ? { kind, value, bounds: given.value } : undefined;
}
