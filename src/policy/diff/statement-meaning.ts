import type { Area } from '../../spectrum/area.ts';
import { toGeoJson } from '../../spectrum/area.ts';
import type { CompiledTest } from '../compile/condition.ts';
import type { CompiledStatement } from '../compile/statement.ts';
import type { WindowSet } from '../compile/window-set.ts';
import type { PolicySet } from '../policy-set.ts';
import type { Condition, Name } from '../terms/tree.ts';
import type { PartName } from './policy-difference.ts';
import { ExpandedNames } from './expanded-names.ts';

/** What a statement means, in texts that are equal where the meaning is. */
export interface StatementMeaning {
  /** What it does when it matches, names and descriptions apart. */
  readonly effect: string;
  readonly parts: Readonly<Partial<Record<PartName, string>>>;
  /** Empty without a condition. */
  readonly condition: string;
  /** All of the above. */
  readonly whole: string;
}

/** Reads what the statements of one set mean, aliases expanded. */
export class MeaningReader {
  readonly #set: PolicySet;
  readonly #names: ExpandedNames;
  readonly #areas = new WeakMap<Area, string>();

  constructor(set: PolicySet) {
    this.#set = set;
    this.#names = new ExpandedNames(set);
  }

  /** What `statement` of the set means. */
  meaningOf(statement: CompiledStatement): StatementMeaning {
    const effect = effectOf(statement);
    const parts = this.#partsOf(statement);
    const condition = statement.condition === undefined ? '' : JSON.stringify(this.#condition(statement));
    return { effect, parts, condition, whole: JSON.stringify([effect, Object.entries(parts), condition]) };
  }

  #partsOf(compiled: CompiledStatement): StatementMeaning['parts'] {
    const { statement, policy, impliedOperations, frequency, time, location } = compiled;
    const names = (field: 'actor' | 'resource' | 'task') =>
      statement[field] && JSON.stringify(this.#names.of(field, statement[field], policy.namespace));
    const operations = impliedOperations && [...impliedOperations].sort().join();
    const task = names('task');
    return withoutAbsent({
      task: task === undefined && operations === undefined ? undefined : JSON.stringify([operations, task]),
      frequency: frequency && JSON.stringify(frequency.bands),
      time: time && windowsText(time),
      location: location && JSON.stringify(location.map((area) => this.#area(area)).sort()),
      resource: names('resource'),
      actor: names('actor'),
    });
  }

  #condition({ condition, policy }: CompiledStatement): unknown {
    const tests = (condition?.tests ?? []).flatMap((number) => this.#set.tests[number] ?? []);
    const visit = (tree: Condition): unknown => {
      if (tree.kind === 'not') return { not: visit(tree.of) };
      if (tree.kind !== 'test') {
        // Their order has no meaning.
        const parts = tree.of.map((part) => JSON.stringify(visit(part)));
        return { [tree.kind]: [...new Set(parts)].sort() };
      }
      const compiled = tests.find(({ test }) => test === tree);
      return [tree.operator, tree.field.name, compiled && this.#operand(compiled, policy.namespace)];
    };
    return condition && visit(condition.tree);
  }

  #operand({ test, operand }: CompiledTest, namespace: string): unknown {
    switch (operand.kind) {
      case 'names':
        return test.field.kind === 'names' && test.operand.kind === 'names'
          ? this.#names.of(test.field.name, test.operand.names, namespace)
          : [];
      case 'frequency':
        return operand.set.bands;
      case 'time':
        return windowsText(operand.set);
      case 'location':
        return operand.areas.map((area) => this.#area(area)).sort();
      case 'pattern':
        return test.operand;
      case 'list':
        return [...operand.values].map((value) => JSON.stringify(value)).sort();
      case 'exists':
      case 'quantity':
      case 'scalar':
        return operand;
    }
  }

  #area(area: Area): string {
    const known = this.#areas.get(area) ?? JSON.stringify(area.kind === 'circle' ? area : toGeoJson(area).coordinates);
    this.#areas.set(area, known);
    return known;
  }
}

/** Permits, denials and limits are alike whatever they are called; who imposes what beats only within a namespace. */
function effectOf({ effect, steps, isSpecific, statement, policy }: CompiledStatement): string {
  const { scope, namespace } = policy;
  if (effect === 'set') {
    const settings = statement.settings.map(({ attribute, value }) => [attribute.name, value] as const);
    return JSON.stringify([scope, namespace, effect, isSpecific, settings.toSorted(([a], [b]) => (a < b ? -1 : 1))]);
  }
  // What has to be done names Resources and SCOS-Tasks as written.
  const obligation = statement.action.endsWith('-Sensing-Data')
    ? [statement.action, sortedTexts(statement.resource), sortedTexts(statement.task)]
    : [];
  return JSON.stringify([scope, namespace, effect, effect === 'permit' ? steps : {}, obligation]);
}

function sortedTexts(names: readonly Name[] | undefined): readonly string[] {
  return (names ?? []).map(({ text }) => text).sort();
}

function windowsText({ windows }: WindowSet): string {
  const texts = windows.map((window) =>
    window.kind === 'span'
      ? `${window.startMicros}..${window.stopMicros}`
      : `${window.startSeconds}-${window.stopSeconds} ${[...window.days].sort().join()}`,
  );
  return [...new Set(texts)].sort().join('; ');
}

function withoutAbsent<T>(parts: Readonly<Record<PartName, T | undefined>>): Partial<Record<PartName, T>> {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}
