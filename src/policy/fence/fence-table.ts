import type { Band } from '../../spectrum/band.ts';
import type { FenceGrant, FenceImposition, FenceRule } from '../../spectrum/fence/fence.ts';
import { BandSet } from '../compile/band-set.ts';

/** An imposition whose rule has no number yet. */
export type ImposedRule = FenceImposition extends infer Imposition
  ? Imposition extends FenceImposition
    ? Omit<Imposition, 'rule'> & { readonly rule: FenceRule }
    : never
  : never;

/** A grant by its rules. Rules that count for both steps are in `permits` alone. */
export interface RuleGrant {
  readonly permits: readonly FenceRule[];
  readonly actorPermits: readonly FenceRule[];
  readonly resourcePermits: readonly FenceRule[];
  readonly denials: readonly FenceRule[];
  readonly impositions: readonly ImposedRule[];
}

/** The tables of a fence while it is being made: equal rules and impositions have one number. */
export class FenceTable {
  readonly rules: FenceRule[] = [];
  readonly impositions: FenceImposition[] = [];
  readonly #ruleNumbers = new Map<string, number>();
  readonly #impositionNumbers = new Map<string, number>();

  /** The grant with its rules in the table, those that differ in their bands alone joined into one. */
  add(grant: RuleGrant): FenceGrant {
    const join = (rules: readonly FenceRule[]) => joinBands(rules).map((rule) => this.#number(rule));
    return {
      permits: join(grant.permits),
      actorPermits: join(grant.actorPermits),
      resourcePermits: join(grant.resourcePermits),
      denials: join(grant.denials),
      impositions: [...new Set(grant.impositions.map((one) => this.#imposition(one)))],
    };
  }

  #number(rule: FenceRule): number {
    return intern(rule, keyOf(rule), { table: this.rules, numbers: this.#ruleNumbers });
  }

  #imposition({ rule, ...rest }: ImposedRule): number {
    const imposition = { ...rest, rule: this.#number(rule) };
    return intern(imposition, JSON.stringify(imposition), {
      table: this.impositions,
      numbers: this.#impositionNumbers,
    });
  }
}

/** Without switches that all set to the same value: they contradict nothing. */
export function withoutAgreeing(impositions: readonly ImposedRule[]): readonly ImposedRule[] {
  const values = new Map<number, Set<number>>();
  for (const { kind, attribute, value } of impositions) {
    if (kind === 'switch') values.set(attribute, (values.get(attribute) ?? new Set()).add(value));
  }
  return impositions.filter(({ kind, attribute }) => kind !== 'switch' || (values.get(attribute)?.size ?? 0) > 1);
}

function intern<T>(thing: T, key: string, { table, numbers }: { table: T[]; numbers: Map<string, number> }): number {
  const known = numbers.get(key);
  if (known !== undefined) return known;
  numbers.set(key, table.length);
  return table.push(thing) - 1;
}

interface Alike {
  readonly first: FenceRule;
  readonly bands: Band[];
  count: number;
  isEverywhere: boolean;
}

/** A rule's bands are alternatives: rules that are otherwise equal hold where one of them does. */
function joinBands(rules: readonly FenceRule[]): FenceRule[] {
  const alike = new Map<string, Alike>();
  for (const rule of rules) {
    const key = restKeyOf(rule);
    const known: Alike = alike.get(key) ?? { first: rule, bands: [], count: 0, isEverywhere: false };
    alike.set(key, known);
    known.count += 1;
    if (rule.bands === undefined) known.isEverywhere = true;
    else for (const band of rule.bands) known.bands.push(band);
  }
  return [...alike.values()].map(({ first, bands, count, isEverywhere }) => {
    // The same object as long as nothing changes: its key is known.
    if (count === 1) return first;
    const { windows, areas, limit } = first;
    const rest = { ...(windows && { windows }), ...(areas && { areas }), ...(limit && { limit }) };
    return isEverywhere ? rest : { ...rest, bands: new BandSet(bands).bands };
  });
}

const ruleKeys = new WeakMap<FenceRule, string>();
const restKeys = new WeakMap<FenceRule, string>();
const areaKeys = new WeakMap<object, string>();

/** Equal texts for equal rules. */
function keyOf(rule: FenceRule): string {
  return remembered(ruleKeys, rule, () => {
    const bands = rule.bands?.map(({ startHz, stopHz }) => `${startHz}-${stopHz}`).join(' ');
    return `${bands ?? 'everywhere'} ${restKeyOf(rule)}`;
  });
}

/** Equal texts for rules that are equal but for their bands. */
function restKeyOf(rule: FenceRule): string {
  return remembered(restKeys, rule, () => {
    const { windows, areas, limit } = rule;
    if (windows === undefined && areas === undefined && limit === undefined) return '';
    return JSON.stringify([windows, areas, limit], (name, value: unknown) => {
      // Areas are long, and the same ones stand in many rules.
      if (name !== 'areas' && value !== areas) return value;
      return Array.isArray(value)
        ? value.map((area: object) => remembered(areaKeys, area, () => JSON.stringify(area)))
        : value;
    });
  });
}

function remembered<Thing extends object>(known: WeakMap<Thing, string>, thing: Thing, make: () => string): string {
  const text = known.get(thing) ?? make();
  known.set(thing, text);
  return text;
}
