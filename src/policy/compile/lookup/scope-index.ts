import type { BoxPlanting } from '../../../spectrum/search/box-forest.ts';
import { GLOBAL, namespaceChain } from '../../terms/namespace.ts';
import type { NameField } from '../../terms/tree.ts';
import type { Turns } from '../../turns.ts';
import type { RequestNames } from '../name-set.ts';
import type { CompiledStatement } from '../statement.ts';
import type { Boxed } from './gathering.ts';
import { FIELDS, Gathering } from './gathering.ts';
import type { NameKey, Slot } from './name-keys.ts';
import { slotsOf } from './name-keys.ts';
import type { Group, Groups } from './postings.ts';
import { NOTHING, Postings } from './postings.ts';
import type { HeldNames, NameNeeds } from './name-needs.ts';
import type { OperationNumbers } from './statement-box.ts';

const STATEMENTS_A_TURN = 512;

/** What a scope is asked with. */
export interface NameQuery {
  readonly names: Readonly<Record<NameField, RequestNames>>;
  readonly namespace: string;
}

/** The groups in which all statements stand that may apply, and the numbers of the request's names. */
export interface NameFindings {
  readonly groups: readonly (readonly Group[])[];
  readonly held: HeldNames;
}

/** The groups of one namespace that are not found by a name that is known. */
interface Unnamed {
  readonly rest: Groups;
  /** Groups of statements that are kept under names of a field: where that is not known, all of them may apply. */
  readonly keyed: Readonly<Record<NameField, Groups>>;
}

/**
 * The statements of one scope, each kept under the rarest of its names within its namespace: a request finds it by bearing
 * the name. Within a name they are found by band, place, operation and time.
 */
export class ScopeIndex {
  /** Numbers of the namespaces, which count from 0. */
  readonly #namespaces = new Map<string, number>();
  readonly #unnamed: Unnamed[] = [];
  /** Numbers of the names that statements ask for. */
  readonly #names = new Map<string, number>();
  readonly #postings: Readonly<Record<Slot, Postings>> = {
    user: new Postings(),
    group: new Postings(),
    role: new Postings(),
    resource: new Postings(),
    task: new Postings(),
  };

  /** Plants the boxes of `statements`, all of this scope; each is numbered by `numberOf`. */
  static *building(
    statements: readonly CompiledStatement[],
    boxes: BoxPlanting,
    how: {
      readonly operations: OperationNumbers;
      readonly needs: NameNeeds;
      readonly numberOf: (statement: CompiledStatement) => number;
    },
  ): Turns<ScopeIndex> {
    const index = new ScopeIndex();
    for (const [name, list] of Map.groupBy(statements, ({ policy }) => policy.namespace)) {
      const namespace = index.#unnamed.length;
      const unnamed: Unnamed = { rest: [], keyed: { actor: [], resource: [], task: [] } };
      index.#namespaces.set(name, namespace);
      index.#unnamed.push(unnamed);
      const gathering = new Gathering(list.length);
      for (const [number, statement] of list.entries()) {
        if (number % STATEMENTS_A_TURN === 0) yield;
        gathering.count(statement);
      }
      for (const [number, statement] of list.entries()) {
        if (number % STATEMENTS_A_TURN === 0) yield;
        gathering.add(statement, how.operations);
        how.needs.add(statement.ordinal - 1, statement, (field, key) => index.#numberOf(field, key));
      }
      let planted = 0;
      for (const bucket of gathering.buckets) {
        planted += bucket.restraints.statements.length + bucket.permits.statements.length + bucket.members.length;
        if (planted > STATEMENTS_A_TURN) yield;
        planted %= STATEMENTS_A_TURN;
        const plant = ({ sides, statements: boxed }: Boxed) =>
          boxed.length === 0 ? NOTHING : boxes.plant(sides, boxed.map(how.numberOf));
        const group = { restraints: plant(bucket.restraints), permits: plant(bucket.permits) };
        (bucket.field === undefined ? unnamed.rest : unnamed.keyed[bucket.field]).push(group);
        for (const [slot, member] of bucket.members) index.#postings[slot].add(member, namespace, group);
      }
    }
    return index;
  }

  /** Where the statements stand that may apply; some may be found in several groups. */
  find({ names, namespace }: NameQuery): NameFindings {
    const namespaces = this.#numbersOf(namespace);
    const groups: Groups[] = [];
    for (const number of namespaces) this.#addUnnamed(number, names, groups);
    const actor = { groups, numbers: [] as number[] };
    const resource = { groups, numbers: [] as number[] };
    const task = { groups, numbers: [] as number[] };
    for (const { text, kind } of names.actor.names) this.#postings[kind ?? 'user'].find(text, namespaces, actor);
    for (const { text } of names.resource.names) this.#postings.resource.find(text, namespaces, resource);
    for (const { text } of names.task.names) this.#postings.task.find(text, namespaces, task);
    const held = {
      actor: names.actor.complete ? actor.numbers : undefined,
      resource: names.resource.complete ? resource.numbers : undefined,
      task: names.task.complete ? task.numbers : undefined,
    };
    return { groups, held };
  }

  /** The number of a name that a statement asks for; a request that bears the name holds it. */
  #numberOf(field: NameField, name: NameKey): number {
    const id = `${field} ${name.kind} ${name.text}`;
    const known = this.#names.get(id);
    if (known !== undefined) return known;
    const number = this.#names.size;
    this.#names.set(id, number);
    for (const slot of slotsOf(field, name.kind)) this.#postings[slot].addNumber(name, number);
    return number;
  }

  /** The numbers of the namespaces that apply to a request. */
  #numbersOf(namespace: string): readonly number[] {
    const numbers: number[] = [];
    const names = namespace === GLOBAL || namespace.includes('.') ? namespaceChain(namespace) : [namespace, GLOBAL];
    for (const name of names) {
      const number = this.#namespaces.get(name);
      if (number !== undefined) numbers.push(number);
    }
    return numbers;
  }

  #addUnnamed(namespace: number, names: NameQuery['names'], groups: Groups[]): void {
    const unnamed = this.#unnamed[namespace];
    if (unnamed === undefined) return;
    groups.push(unnamed.rest);
    for (const field of FIELDS) if (!names[field].complete) groups.push(unnamed.keyed[field]);
  }
}
