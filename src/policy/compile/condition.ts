import type { Area } from '../../spectrum/area.ts';
import { parseQuantity } from '../../spectrum/quantity.ts';
import type { FaultLog } from '../source/fault-log.ts';
import { splitActorName } from '../parse/names.ts';
import type { Condition, ConditionTest, Operand, Scalar } from '../terms/tree.ts';
import type { AliasTable } from './alias-table.ts';
import type { BandSet } from './band-set.ts';
import { Glob } from './glob.ts';
import type { NameSet } from './name-set.ts';
import type { WindowSet } from './window-set.ts';

/** What an operator compares with. Rules refer to operands by number: JsonLogic itself never walks into one. */
export type CompiledOperand =
  | { readonly kind: 'names'; readonly set: NameSet }
  | { readonly kind: 'frequency'; readonly set: BandSet }
  | { readonly kind: 'time'; readonly set: WindowSet }
  | { readonly kind: 'location'; readonly areas: readonly Area[] }
  | { readonly kind: 'pattern'; readonly glob: Glob; readonly nameKind?: 'user' | 'group' | 'role' }
  | { readonly kind: 'exists'; readonly wanted: boolean }
  | { readonly kind: 'quantity'; readonly value: number }
  | { readonly kind: 'scalar'; readonly value: Scalar }
  | { readonly kind: 'list'; readonly values: ReadonlySet<Scalar>; readonly types: ReadonlySet<string> };

/**
 * A JsonLogic rule over the operators of `evaluate/operators.ts` and nothing else: `{"clearband:lessthan": ["wait-time",
 * 7]}` compares a field with the operand of test 7 of the set's table.
 */
export type Rule = Readonly<Record<`clearband:${string}`, readonly unknown[]>>;

/** A test with its operand ready for use. */
export interface CompiledTest {
  readonly test: ConditionTest;
  readonly operand: CompiledOperand;
}

/** A condition ready to be applied. */
export interface CompiledCondition {
  readonly rule: Rule;
  readonly tree: Condition;
  /** The numbers of its tests in the set's table. */
  readonly tests: readonly number[];
  /** True when it looks at the frequency or the time, which differ from cell to cell. */
  readonly perCell: boolean;
}

/** Compiles conditions into rules and collects their tests in one table. */
export class ConditionCompiler {
  readonly tests: CompiledTest[] = [];
  readonly #aliases: AliasTable;
  readonly #log: FaultLog;

  constructor(aliases: AliasTable, log: FaultLog) {
    this.#aliases = aliases;
    this.#log = log;
  }

  compile(tree: Condition, namespace: string): CompiledCondition {
    const first = this.tests.length;
    const rule = this.#rule(tree, namespace);
    const tests = this.tests.slice(first).map((_, index) => first + index);
    return { rule, tree, tests, perCell: tests.some((number) => isPerCell(this.tests[number]?.operand)) };
  }

  #rule(tree: Condition, namespace: string): Rule {
    switch (tree.kind) {
      case 'test':
        this.tests.push({ test: tree, operand: this.#operand(tree, namespace) });
        return { [`clearband:${tree.operator}`]: [tree.field.name, this.tests.length - 1] };
      case 'not':
        return { 'clearband:not': [this.#rule(tree.of, namespace)] };
      case 'allOf':
        return { 'clearband:allOf': tree.of.map((part) => this.#rule(part, namespace)) };
      case 'anyOf':
        return { 'clearband:anyOf': tree.of.map((part) => this.#rule(part, namespace)) };
    }
  }

  #operand(test: ConditionTest, namespace: string): CompiledOperand {
    const { operand } = test;
    switch (operand.kind) {
      case 'names':
        return {
          kind: 'names',
          set: this.#aliases.names(test.field.kind === 'names' ? test.field.name : 'actor', operand.names, namespace),
        };
      case 'frequency':
        return { kind: 'frequency', set: this.#aliases.bands(operand.terms, namespace) };
      case 'time':
        return { kind: 'time', set: this.#aliases.windows(operand.terms, namespace) };
      case 'location':
        return { kind: 'location', areas: this.#aliases.areas(operand.terms, namespace) };
      case 'pattern':
        return patternOf(test, operand.pattern);
      case 'list':
        return this.#list(test, operand, namespace);
      case 'exists':
      case 'quantity':
      case 'scalar':
        return operand;
    }
  }

  #list(test: ConditionTest, operand: Operand & { kind: 'list' }, namespace: string): CompiledOperand {
    const { field } = test;
    const values = this.#aliases.scalars(operand.values, namespace).flatMap(({ value, place, alias }) => {
      if (field.kind !== 'quantity') return [value];
      const reading = parseQuantity(value, field.dimension);
      if (reading.ok) return [reading.value];
      const detail =
        alias === undefined ? reading.detail : `the alias \`${alias}\` holds \`${String(value)}\`: ${reading.detail}`;
      this.#log.error(reading.problem === 'unknown-unit' ? 'wrong-unit' : 'wrong-type', detail, place);
      return [];
    });
    return { kind: 'list', values: new Set(values), types: new Set(values.map((value) => typeof value)) };
  }
}

function patternOf({ field }: ConditionTest, pattern: string): CompiledOperand {
  const { kind, text } =
    field.kind === 'names' && field.name === 'actor' ? splitActorName(pattern) : { kind: undefined, text: pattern };
  return { kind: 'pattern', glob: Glob.like(text), ...(kind === undefined ? {} : { nameKind: kind }) };
}

function isPerCell(operand: CompiledOperand | undefined): boolean {
  return operand?.kind === 'frequency' || operand?.kind === 'time';
}
