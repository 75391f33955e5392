import type { NameKey } from './name-keys.ts';

/** The roots of the statements that are found together; `NOTHING` where there are none. */
export interface Group {
  readonly restraints: number;
  readonly permits: number;
}

/** No statements. */
export const NOTHING = -1;

/** Groups of statements to be searched. */
export type Groups = Group[];

/** What the names of a request have led to so far. */
export interface FoundNames {
  readonly groups: Groups[];
  readonly numbers: number[];
}

/** What one name leads to: groups by the number of the namespace, most names occur in one. */
interface Posting {
  namespace: number;
  readonly groups: Groups;
  others: Map<number, Groups> | undefined;
  /** Number of the name itself, restricted to the kind it has here and of any kind; `NOTHING` where it has none. */
  ofKind: number;
  ofAnyKind: number;
}

const NOWHERE = -1;

/** The groups of statements that names of one sort lead to, and those that the beginnings of names lead to. */
export class Postings {
  readonly #byName = new Map<string, Posting>();
  readonly #byPrefix = new Map<string, Posting>();
  /** How many colons the beginnings have. */
  readonly #depths: number[] = [];

  /** Lets a name lead to a group of a namespace. */
  add({ text, isPrefix }: NameKey, namespace: number, group: Group): void {
    post(isPrefix ? this.#byPrefix : this.#byName, text, { namespace, group });
    const depth = text.split(':').length - 1;
    if (isPrefix && !this.#depths.includes(depth)) this.#depths.push(depth);
  }

  /** Lets a name bear a number, for the statements that restrict it to its kind or for those that don't. */
  addNumber({ text, kind }: NameKey, number: number): void {
    const posting = postingOf(this.#byName, text);
    if (kind === 'any') posting.ofAnyKind = number;
    else posting.ofKind = number;
  }

  /** Adds to `groups` those that `name` leads to in any of `namespaces`, and to `numbers` its own. */
  find(name: string, namespaces: readonly number[], found: FoundNames): void {
    const { groups, numbers } = found;
    if (this.#byName.size > 0) {
      const posting = this.#byName.get(name);
      if (posting !== undefined) {
        if (posting.ofKind !== NOTHING) numbers.push(posting.ofKind);
        if (posting.ofAnyKind !== NOTHING) numbers.push(posting.ofAnyKind);
        select(posting, namespaces, groups);
      }
    }
    for (const depth of this.#depths) {
      const posting = this.#byPrefix.get(upToColon(name, depth));
      if (posting !== undefined) select(posting, namespaces, groups);
    }
  }
}

function postingOf(map: Map<string, Posting>, text: string): Posting {
  const known = map.get(text);
  if (known !== undefined) return known;
  const posting = { namespace: NOWHERE, groups: [], others: undefined, ofKind: NOTHING, ofAnyKind: NOTHING };
  map.set(text, posting);
  return posting;
}

function post(
  map: Map<string, Posting>,
  text: string,
  { namespace, group }: { readonly namespace: number; readonly group: Group },
): void {
  const posting = postingOf(map, text);
  if (posting.namespace === NOWHERE) posting.namespace = namespace;
  if (posting.namespace === namespace) {
    posting.groups.push(group);
    return;
  }
  posting.others ??= new Map<number, Groups>();
  const groups = posting.others.get(namespace);
  if (groups === undefined) posting.others.set(namespace, [group]);
  else groups.push(group);
}

function select({ namespace, groups, others }: Posting, namespaces: readonly number[], into: Groups[]): void {
  for (const wanted of namespaces) {
    if (namespace === wanted) into.push(groups);
    else {
      const found = others?.get(wanted);
      if (found !== undefined) into.push(found);
    }
  }
}

/** The beginning of `name` up to its colon number `depth`; the whole name when it has fewer. */
function upToColon(name: string, depth: number): string {
  let end = -1;
  for (let i = 0; i < depth; i += 1) {
    end = name.indexOf(':', end + 1);
    if (end < 0) return name;
  }
  return name.slice(0, end + 1);
}
