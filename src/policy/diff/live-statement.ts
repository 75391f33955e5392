import type { CompiledTest } from '../compile/condition.ts';
import type { CompiledStatement } from '../compile/statement.ts';
import { wholeCell } from '../evaluate/cells.ts';
import { RequestFacts } from '../evaluate/facts.ts';
import type { Part } from '../evaluate/match.ts';
import { matchPart } from '../evaluate/match.ts';
import type { RuleData } from '../evaluate/operators.ts';
import { decideTest, ruleDataFor } from '../evaluate/operators.ts';
import { bandOf, windowOf } from '../nearest/openness.ts';
import type { Possibility } from '../nearest/possibility.ts';
import {
  ANYTHING,
  both,
  CAN_BE_FALSE,
  CAN_BE_TRUE,
  CAN_BE_UNKNOWN,
  oneOf,
  only,
  opposite,
} from '../nearest/possibility.ts';
import type { PolicyRequest } from '../request.ts';
import { namespaceApplies } from '../terms/namespace.ts';
import type { Condition } from '../terms/tree.ts';
import type { PartName } from './policy-difference.ts';
import type { StatementMeaning } from './statement-meaning.ts';

/** A part of a request that is settled in one step: `namespace`, a part, or a field of its attributes. */
export type AxisName = 'namespace' | PartName | `field ${string}`;

/** A statement that may still match, given what of a request is settled. */
export interface LiveStatement {
  readonly statement: CompiledStatement;
  /** `both`: the sets have it in common. */
  readonly side: 'old' | 'new' | 'both';
  readonly meaning: StatementMeaning;
  /** The tests of its condition, and the axis of each. */
  readonly tests: readonly { readonly compiled: CompiledTest; readonly axis: AxisName }[];
  /** Something that is settled is unknown: it will not be true any more. */
  readonly isUnknown: boolean;
}

const PARTS: Readonly<Record<PartName, readonly Exclude<Part, 'condition'>[]>> = {
  task: ['operation', 'task'],
  frequency: ['frequency'],
  time: ['time'],
  location: ['location'],
  resource: ['resource'],
  actor: ['actor'],
};

/** The axis that a test looks at. */
export function axisOf({ test: { field } }: CompiledTest): AxisName {
  if (field.kind === 'names' || field.kind === 'context') return field.name;
  if (field.name === 'bandwidth' || field.name.startsWith('frequency.')) return 'frequency';
  return field.name === 'duration' ? 'time' : `field ${field.name}`;
}

/** What is settled of a request, ready for matching. */
export class SettledRequest {
  readonly request: PolicyRequest;
  readonly data: RuleData;
  readonly #open: ReadonlySet<AxisName>;

  constructor(request: PolicyRequest, open: ReadonlySet<AxisName>) {
    this.request = request;
    this.#open = open;
    const facts = new RequestFacts(request);
    this.data = ruleDataFor(facts, [], wholeCell(facts));
  }

  /** The statement once `axis` is settled; `undefined` when it can't match any more. `view` gets what it saw. */
  settle(live: LiveStatement, axis: AxisName, view: string[]): LiveStatement | undefined {
    const part = this.partOf(live, axis);
    if (part === CAN_BE_FALSE) return undefined;
    const asked = live.tests.filter((test) => test.axis === axis);
    if (asked.length > 0 && this.conditionOf(live) === CAN_BE_FALSE) return undefined;
    const isUnknown = live.isUnknown || part === CAN_BE_UNKNOWN;
    view.push([Number(isUnknown), part, ...asked.map(({ compiled }) => this.#test(compiled))].join('.'));
    return isUnknown === live.isUnknown ? live : { ...live, isUnknown };
  }

  /** The truths that the statement's own part takes over the request. */
  partOf({ statement }: LiveStatement, axis: AxisName): Possibility {
    if (axis === 'namespace') return only(namespaceApplies(statement.policy.namespace, this.data.facts.namespace));
    if (axis.startsWith('field ')) return CAN_BE_TRUE;
    if (axis === 'frequency' && statement.frequency !== undefined) return bandOf(statement.frequency, this.#whole);
    if (axis === 'time' && statement.time !== undefined) return windowOf(statement.time, this.#whole);
    return PARTS[axis as PartName].map((part) => only(matchPart(part, statement, this.data))).reduce(both);
  }

  /** The truths that the condition can still take. */
  conditionOf({ statement, tests }: LiveStatement): Possibility {
    const visit = (tree: Condition): Possibility => {
      if (tree.kind === 'not') return opposite(visit(tree.of));
      if (tree.kind === 'allOf') return tree.of.map(visit).reduce(both, CAN_BE_TRUE);
      if (tree.kind === 'anyOf') return tree.of.map(visit).reduce(oneOf, CAN_BE_FALSE);
      const test = tests.find(({ compiled }) => compiled.test === tree);
      return test === undefined || this.#open.has(test.axis) ? ANYTHING : this.#test(test.compiled);
    };
    return statement.condition === undefined ? CAN_BE_TRUE : visit(statement.condition.tree);
  }

  /** Something that is not settled yet can still decide whether the statement matches. */
  isOpen(live: LiveStatement): boolean {
    const parts = Object.keys(live.meaning.parts) as PartName[];
    return parts.some((part) => this.#open.has(part)) || (this.conditionOf(live) & CAN_BE_FALSE) !== 0;
  }

  #test(compiled: CompiledTest): Possibility {
    const { operand } = compiled;
    if (operand.kind === 'frequency') return bandOf(operand.set, this.#whole);
    if (operand.kind === 'time') return windowOf(operand.set, this.#whole);
    return only(decideTest(compiled, this.data));
  }

  get #whole() {
    const { facts } = this.data;
    const { band, startMicros, stopMicros } = facts;
    return { data: this.data, open: 0, band, startMicros, stopMicros, durationIsOpen: false };
  }
}
