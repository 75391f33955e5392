import { BoxForest, BoxPlanting } from '../../../spectrum/search/box-forest.ts';
import type { Condition } from '../../terms/tree.ts';
import type { NameSet } from '../name-set.ts';
import type { CompiledStatement } from '../statement.ts';

/** Frequency and time. */
const DIMENSIONS = 2;
const MOST_BANDS = 16;

/**
 * What tells statements apart that can't match one request: a part of which a request has just one, and the values that a
 * statement asks of it. Two statements with the same `part` and no value in common exclude one another.
 */
interface Discriminator {
  readonly part: string;
  readonly values: readonly string[];
}

/** Finds the statements that might match the same request as another: those that certainly can't are left out. */
export class OverlapIndex {
  readonly #statements: readonly CompiledStatement[];
  readonly #discriminators: readonly (Discriminator | undefined)[];
  readonly #boxes: BoxForest;
  /** By part, then by value; under `undefined` those that nothing tells apart. */
  readonly #roots = new Map<string | undefined, Map<string, number>>();

  constructor(statements: readonly CompiledStatement[]) {
    this.#statements = statements;
    this.#discriminators = statements.map(discriminatorOf);
    const planting = new BoxPlanting(DIMENSIONS);
    const groups = new Map<string | undefined, Map<string, number[]>>();
    for (const [number, discriminator] of this.#discriminators.entries()) {
      const ofPart = groups.get(discriminator?.part) ?? new Map<string, number[]>();
      groups.set(discriminator?.part, ofPart);
      for (const value of ['', ...(discriminator?.values ?? [])]) {
        const list = ofPart.get(value) ?? [];
        ofPart.set(value, list);
        list.push(number);
      }
    }
    for (const [part, ofPart] of groups) {
      const roots = new Map<string, number>();
      this.#roots.set(part, roots);
      for (const [value, list] of ofPart) roots.set(value, plant(list, statements, planting));
    }
    this.#boxes = new BoxForest(planting);
  }

  /** The places of the statements before `number` that may match the same request, ascending, some several times. */
  before(number: number): readonly number[] {
    const found: number[] = [];
    const statement = this.#statements[number];
    if (statement === undefined) return found;
    const own = this.#discriminators[number];
    for (const [part, roots] of this.#roots) {
      // The empty value stands for all of a part.
      const values = own !== undefined && own.part === part ? own.values : [''];
      for (const value of values) {
        const root = roots.get(value);
        if (root !== undefined) for (const box of boxesOf(statement)) this.#boxes.search(root, box, found);
      }
    }
    return found
      .map((twice) => twice >> 1)
      .filter((other) => other < number)
      .sort((a, b) => a - b);
  }
}

function plant(list: readonly number[], statements: readonly CompiledStatement[], planting: BoxPlanting): number {
  const boxes = list.flatMap((number) => {
    const statement = statements[number];
    return statement === undefined ? [] : boxesOf(statement).map((sides) => ({ number, sides }));
  });
  return planting.plant(
    boxes.flatMap(({ sides }) => sides),
    boxes.map(({ number }) => number),
  );
}

function boxesOf({ frequency, time }: CompiledStatement): readonly (readonly number[])[] {
  const hull = time?.hull ?? { startMicros: -Infinity, stopMicros: Infinity };
  const bands = frequency?.bands ?? [];
  const whole = { startHz: bands[0]?.startHz ?? -Infinity, stopHz: bands.at(-1)?.stopHz ?? Infinity };
  return (bands.length === 0 || bands.length > MOST_BANDS ? [whole] : bands).map(({ startHz, stopHz }) => [
    startHz,
    stopHz,
    hull.startMicros,
    hull.stopMicros,
  ]);
}

function discriminatorOf({ resource, actor, condition }: CompiledStatement): Discriminator | undefined {
  if (resource !== undefined && isOneResource(resource))
    return { part: 'resource', values: [...resource.parts.literals] };
  if (actor !== undefined && isOneUser(actor)) return { part: 'user', values: [...actor.parts.literals] };
  return condition && equalityOf(condition.tree);
}

/** True of names of which an Actor bears just one. */
export function isOneUser(set: NameSet): boolean {
  return set.parts.usersOnly && !set.parts.hasPatterns;
}

/** `Foo:Sensors::SD-1` is one resource; a name without a collection may be a group. */
export function isOneResource(set: NameSet): boolean {
  return !set.parts.hasPatterns && [...set.parts.literals].every((name) => name.includes('::'));
}

/** The first value that a condition certainly asks of a field. */
function equalityOf(condition: Condition): Discriminator | undefined {
  if (condition.kind === 'allOf') return condition.of.map(equalityOf).find((one) => one !== undefined);
  if (condition.kind !== 'test' || condition.operator !== 'equals') return undefined;
  const { field, operand } = condition;
  if (operand.kind !== 'scalar' && operand.kind !== 'quantity') return undefined;
  return { part: `field ${field.name}`, values: [`${typeof operand.value} ${String(operand.value)}`] };
}
