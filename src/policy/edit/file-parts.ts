import type { PolicyFile } from '../source/fault-log.ts';
import { parseJson } from '../source/json-text.ts';
import { policyId } from '../parse/policy.ts';
import { GLOBAL } from '../terms/namespace.ts';
import { looseKey } from '../terms/registry.ts';
import { parseScope } from '../terms/scope.ts';
import { type TextChild, type TextNode, readTextTree } from './text-tree.ts';

/** One thing that a policy file says: a policy, an alias, or what a scope's step does by default. */
export interface Part {
  readonly kind: 'policy' | 'alias' | 'default';
  /** The same for whatever takes its place: kind, namespace and name. */
  readonly key: string;
  /** Of a default `global`, which it holds for. */
  readonly namespace: string;
  /** Of a default its scope. */
  readonly name: string;
  /** PolicyID, of a policy. */
  readonly policyId?: string;
  /** Where it stands: a JSON pointer as a URI fragment. */
  readonly pointer: string;
}

/** Everything that `files` say, as far as their names can be read; of a text that is no JSON nothing. */
export function partsOf(files: readonly PolicyFile[]): readonly Part[] {
  return files.flatMap(({ text }) => {
    const { value, faults } = parseJson(text);
    return value === undefined || faults.length > 0 ? [] : partsIn(text, readTextTree(text));
  });
}

/** Everything that a text says whose tree this is. INVARIANT: the text is JSON that `parseJson` found no fault with. */
export function partsIn(text: string, tree: TextNode): readonly Part[] {
  return documentParts(text, { node: tree, pointer: '#' });
}

/** What a part that takes the place of another has in common with it. */
export function partKey(...names: readonly string[]): string {
  return JSON.stringify(names);
}

interface Placed {
  readonly node: TextNode;
  readonly pointer: string;
}

function documentParts(text: string, { node, pointer }: Placed): readonly Part[] {
  const namespace = textAt(text, memberOf(node, ['namespace'])) ?? GLOBAL;
  return node.children.flatMap((member) => {
    const placed = { node: member.node, pointer: `${pointer}/${escapeKey(member.key)}` };
    switch (looseKey(String(member.key))) {
      case 'policy':
        return policyPart(text, placed);
      case 'policies':
        return placedChildren(placed).flatMap((item) => listedParts(text, item));
      case 'aliases':
        return aliasParts(namespace, placed);
      case 'defaults':
        return defaultParts(placed);
      default:
        return [];
    }
  });
}

/** An item of `Policies` is a whole document, or a bare policy. */
function listedParts(text: string, item: Placed): readonly Part[] {
  const isDocument = memberOf(item.node, ['policy', 'version']) !== undefined;
  return isDocument ? documentParts(text, item) : policyPart(text, item);
}

function policyPart(text: string, { node, pointer }: Placed): readonly Part[] {
  const name = textAt(text, memberOf(node, ['name', 'policyname']));
  const given = memberOf(node, ['namespace', 'policynamespace']);
  const namespace = given === undefined ? GLOBAL : textAt(text, given);
  if (name === undefined || namespace === undefined) return [];
  const id = policyId(namespace, name);
  return [{ kind: 'policy', key: partKey('policy', namespace, name), namespace, name, policyId: id, pointer }];
}

function aliasParts(namespace: string, placed: Placed): readonly Part[] {
  return placedChildren(placed).flatMap((kind) =>
    placedChildren(kind).map((alias): Part => {
      const name = alias.key.normalize('NFC');
      const key = partKey('alias', looseKey(kind.key), namespace, name);
      return { kind: 'alias', key, namespace, name, pointer: alias.pointer };
    }),
  );
}

function defaultParts(placed: Placed): readonly Part[] {
  return placedChildren(placed).flatMap((scope) =>
    placedChildren(scope).map((step): Part => {
      const name = parseScope(scope.key) ?? scope.key;
      const key = partKey('default', name, looseKey(step.key));
      return { kind: 'default', key, namespace: GLOBAL, name, pointer: step.pointer };
    }),
  );
}

function placedChildren({ node, pointer }: Placed): readonly (Placed & { readonly key: string })[] {
  return node.children.map((child) => {
    const key = String(child.key);
    return { key, node: child.node, pointer: `${pointer}/${escapeKey(key)}` };
  });
}

function memberOf(node: TextNode, looseKeys: readonly string[]): TextChild | undefined {
  return node.children.find(({ key }) => typeof key === 'string' && looseKeys.includes(looseKey(key)));
}

/** A text as the loader takes it, in Unicode form C. */
function textAt(text: string, member: TextChild | undefined): string | undefined {
  if (member === undefined || text[member.node.start] !== '"') return undefined;
  return (JSON.parse(text.slice(member.node.start, member.node.stop)) as string).normalize('NFC');
}

/** As a JSON pointer spells a key. */
export function escapeKey(key: string | number): string {
  return String(key).replaceAll('~', '~0').replaceAll('/', '~1');
}
