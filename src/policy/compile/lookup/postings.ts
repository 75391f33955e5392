import type { NameKey } from './name-keys.ts';

/** Groups of statements to be searched, by their roots. */
export type Roots = number[];

/** The groups that one name leads to, by the number of the namespace; most names occur in one. */
interface Posting {
  readonly namespace: number;
  readonly roots: Roots;
  others: Map<number, Roots> | undefined;
}

/** The groups of statements that names of one sort lead to, and those that the beginnings of names lead to. */
export class Postings {
  readonly #byName = new Map<string, Posting>();
  readonly #byPrefix = new Map<string, Posting>();
  /** How many colons the beginnings have. */
  readonly #depths: number[] = [];

  /** Lets a name lead to the group `root` of a namespace. */
  add({ text, isPrefix }: NameKey, namespace: number, root: number): void {
    post(isPrefix ? this.#byPrefix : this.#byName, text, { namespace, root });
    const depth = text.split(':').length - 1;
    if (isPrefix && !this.#depths.includes(depth)) this.#depths.push(depth);
  }

  /** Adds to `groups` those that `name` leads to in any of `namespaces`. */
  find(name: string, namespaces: readonly number[], groups: Roots[]): void {
    if (this.#byName.size > 0) {
      const posting = this.#byName.get(name);
      if (posting !== undefined) select(posting, namespaces, groups);
    }
    for (const depth of this.#depths) {
      const posting = this.#byPrefix.get(upToColon(name, depth));
      if (posting !== undefined) select(posting, namespaces, groups);
    }
  }
}

function post(
  map: Map<string, Posting>,
  text: string,
  { namespace, root }: { readonly namespace: number; readonly root: number },
): void {
  const known = map.get(text);
  if (known === undefined) map.set(text, { namespace, roots: [root], others: undefined });
  else if (known.namespace === namespace) known.roots.push(root);
  else {
    known.others ??= new Map<number, Roots>();
    const roots = known.others.get(namespace);
    if (roots === undefined) known.others.set(namespace, [root]);
    else roots.push(root);
  }
}

function select({ namespace, roots, others }: Posting, namespaces: readonly number[], groups: Roots[]): void {
  for (const wanted of namespaces) {
    if (namespace === wanted) groups.push(roots);
    else {
      const found = others?.get(wanted);
      if (found !== undefined) groups.push(found);
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
