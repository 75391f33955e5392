import type { AliasScope } from '../check/reasoning/alias-scope.ts';
import type { CompiledStatement } from '../compile/statement.ts';
import { decideJson, decideUnexplained } from '../decide.ts';
import type { Decision } from '../decision.ts';
import type { PolicySet } from '../policy-set.ts';
import { parsePolicyRequest } from '../request-json.ts';
import type { JsonObject } from '../source/json-text.ts';
import { GLOBAL } from '../terms/namespace.ts';
import { dimensionOfAttribute } from '../terms/registry.ts';
import type { Condition, ConditionTest, Setting } from '../terms/tree.ts';
import type { Assignment } from './assignments.ts';
import { waysToBe, waysToDecide } from './assignments.ts';
import type { Point } from './points/point.ts';
import { slotOf } from './points/point.ts';
import { quantityPoints } from './points/value-points.ts';
import type { RequestParts } from './request-parts.ts';
import { someRequest, toRequest } from './request-parts.ts';
import { Slots, withParts } from './slots.ts';
import { conditionOfStatement, leavesOf } from './statement-tree.ts';

/** A case of a test file. */
export interface BoundaryCase {
  readonly request: JsonObject;
  readonly expect: JsonObject;
  readonly why: string;
}

/** Ways to make a test decide that are tried until one shows the edge. */
const MOST_WAYS = 12;
const MOST_HELPERS = 40;
const OTHER_OPERATIONS = [
  'Discovery',
  'Scanning',
  'Calibration',
  'Storage',
  'Transmission',
  'Deletion',
  'Configuration',
];

interface Asked {
  readonly parts: RequestParts;
  readonly namespace: string;
  readonly why: string;
}

/** Makes the cases around the edges of one statement; what is expected is what `set` decides. */
export class StatementBounds {
  readonly #set: PolicySet;
  readonly #compiled: CompiledStatement;
  readonly #aliases: AliasScope;
  readonly #condition: Condition | undefined;
  readonly #leaves: readonly ConditionTest[];
  readonly #slots: Slots;

  constructor(set: PolicySet, compiled: CompiledStatement, aliases: AliasScope) {
    this.#set = set;
    this.#compiled = compiled;
    this.#aliases = aliases;
    this.#condition = conditionOfStatement(compiled, aliases);
    this.#leaves = this.#condition === undefined ? [] : leavesOf(this.#condition);
    this.#slots = new Slots(this.#leaves);
  }

  /** Every case once. */
  cases(): readonly BoundaryCase[] {
    const matching = this.#matching();
    const asked = [
      ...this.#leaves.flatMap((leaf) => this.#aroundLeaf(leaf)),
      ...(matching === undefined
        ? []
        : this.#helped([...this.#aroundLimits(matching), ...this.#aroundNamespace(matching)])),
    ];
    const byRequest = new Map<string, BoundaryCase>();
    for (const one of asked) {
      const request = this.#requestOf(one);
      const key = JSON.stringify(request);
      if (!byRequest.has(key))
        byRequest.set(key, { request, expect: expectationOf(this.#decideJson(request)), why: one.why });
    }
    return [...byRequest.values()];
  }

  /** A request that the statement matches, if one was found. */
  #matching(): RequestParts | undefined {
    const some = someRequest(this.#compiled.policy.scope);
    const ways = this.#condition === undefined ? [new Map()] : waysToBe(true, this.#condition);
    const filled = ways.slice(0, MOST_WAYS).flatMap((way) => this.#slots.fill(some, way) ?? []);
    return filled.find((parts) => this.#isMatched(this.#decide(parts))) ?? filled[0];
  }

  #aroundLeaf(leaf: ConditionTest): readonly Asked[] {
    const ways = this.#condition === undefined ? [] : waysToDecide(this.#condition, leaf);
    let first: readonly Asked[] = [];
    for (const way of ways.slice(0, MOST_WAYS)) {
      const asked = this.#onEdges(leaf, way);
      if (this.#shows(asked)) return this.#helped(asked);
      if (first.length === 0) first = asked;
    }
    return first;
  }

  #onEdges(leaf: ConditionTest, way: Assignment): readonly Asked[] {
    const slot = slotOf(leaf);
    const base = this.#slots.fill(someRequest(this.#compiled.policy.scope), way, slot);
    if (base === undefined) return [];
    return this.#slots.pointsOf(leaf, way).map((point) => this.#at(base, slot, point));
  }

  /** A limit is an edge of what may be asked for, where no more specific statement takes its place. */
  #aroundLimits(matching: RequestParts): readonly Asked[] {
    const elsewhere = OTHER_OPERATIONS.map((operation): RequestParts => ({ ...matching, task: [operation] }));
    return this.#compiled.statement.settings.flatMap((setting) => {
      const around = [matching, ...elsewhere].map((parts) =>
        limitPoints(setting).map((point) => this.#at(parts, `field ${setting.attribute.field ?? ''}`, point)),
      );
      const counts = (asked: readonly Asked[]) =>
        new Set(asked.map((one) => JSON.stringify(expectationOf(this.#decideAsked(one))))).size > 1;
      return around.find(counts) ?? around[0] ?? [];
    });
  }

  #aroundNamespace(matching: RequestParts): readonly Asked[] {
    const { namespace } = this.#compiled.policy;
    if (namespace === GLOBAL) return [{ parts: matching, namespace, why: 'all that the statement asks for' }];
    return [
      { parts: matching, namespace, why: `in its own namespace, \`${namespace}\`` },
      { parts: matching, namespace: `${namespace}.x`, why: `in \`${namespace}.x\`, below its namespace` },
      {
        parts: matching,
        namespace: `${namespace}x`,
        why: `in \`${namespace}x\`, which only begins like its namespace`,
      },
      { parts: matching, namespace: GLOBAL, why: 'in the global namespace, above its own' },
    ];
  }

  /** The same with names that other statements permit, where nothing else keeps the answer from showing more. */
  #helped(asked: readonly Asked[]): readonly Asked[] {
    const witness = asked.find((one) => this.#isMatched(this.#decideAsked(one))) ?? asked[0];
    if (witness === undefined || !this.#decideAsked(witness).reason.startsWith('no-accept')) return asked;
    const shows = this.#shows(asked);
    for (const help of this.#helpers()) {
      const better = asked.map((one) => ({ ...one, parts: withNames(one.parts, help) }));
      const answer = this.#decideAsked({ ...witness, parts: withNames(witness.parts, help) });
      if (answer.decision === 'Permit' && (!shows || this.#shows(better))) return better;
    }
    return asked;
  }

  *#helpers(): Generator<Pick<RequestParts, 'actor' | 'resource'>> {
    const { scope } = this.#compiled.policy;
    const permits = this.#set.statements.filter(({ effect, policy }) => effect === 'permit' && policy.scope === scope);
    const helps = permits.slice(0, MOST_HELPERS).map(({ statement, policy }) => {
      const first = (field: 'actor' | 'resource') =>
        this.#aliases.names(field, statement[field] ?? [], policy.namespace).slice(0, 1);
      return { actor: first('actor').map(instanceOf), resource: first('resource').map(instanceOf) };
    });
    yield* helps;
    for (const one of helps.slice(0, 6))
      for (const other of helps.slice(0, 6))
        yield { actor: [...one.actor, ...other.actor], resource: [...one.resource, ...other.resource] };
  }

  /** True when the statement matches some of these requests and not others. */
  #shows(asked: readonly Asked[]): boolean {
    const matches = new Set(asked.map((one) => this.#isMatched(this.#decideAsked(one))));
    return matches.size > 1;
  }

  #at(base: RequestParts, slot: string, { parts, why }: Point): Asked {
    return { parts: withParts(base, slot, parts), namespace: this.#compiled.policy.namespace, why };
  }

  #requestOf({ parts, namespace }: Asked): JsonObject {
    return toRequest(parts, { scope: this.#compiled.policy.scope, namespace });
  }

  #decideAsked(asked: Asked): Decision {
    return this.#decideJson(this.#requestOf(asked));
  }

  /** Without the explanation, which looks at every statement and is in no case. */
  #decideJson(request: JsonObject): Decision {
    const reading = parsePolicyRequest(request);
    return reading.ok ? decideUnexplained(this.#set, reading.request) : decideJson(this.#set, request);
  }

  #decide(parts: RequestParts): Decision {
    return this.#decideAsked({ parts, namespace: this.#compiled.policy.namespace, why: '' });
  }

  #isMatched({ matched }: Decision): boolean {
    const { policy, statement } = this.#compiled;
    return matched.some((one) => one.policyId === policy.id && one.statement === statement.id);
  }
}

function limitPoints({ attribute, value }: Setting): readonly Point[] {
  const { field } = attribute;
  const dimension = dimensionOfAttribute(attribute);
  if (field === undefined) return [];
  if (typeof value === 'number' && dimension !== undefined) return quantityPoints(field, dimension, [value]);
  return [true, false].map((asked) => ({ parts: { values: { [field]: asked } }, why: `${field} is ${asked}` }));
}

function withNames(parts: RequestParts, help: Pick<RequestParts, 'actor' | 'resource'>): RequestParts {
  const joined = (own: readonly string[] | null, more: readonly string[] | null) =>
    own === null ? null : [...new Set([...own, ...(more ?? [])])];
  return { ...parts, actor: joined(parts.actor, help.actor), resource: joined(parts.resource, help.resource) };
}

function instanceOf(name: string): string {
  return name.replaceAll('*', 'x');
}

/** All of an answer that an edge can change. */
function expectationOf(decision: Decision): JsonObject {
  const settings = decision.decision === 'Permit' ? decision.settings : {};
  return {
    decision: decision.decision,
    reason: decision.reason,
    code: decision.code,
    matched: decision.matched.map(({ statement }) => statement).sort(),
    set: Object.keys(settings).length === 0 ? null : settings,
  };
}
