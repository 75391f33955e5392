import { looseKey } from '../terms/registry.ts';
import { escapeKey } from './file-parts.ts';
import type { TextChild, TextNode } from './text-tree.ts';

interface Range {
  readonly start: number;
  readonly stop: number;
}

/**
 * The text of a policy file without the members and items that `pointers` name, byte for byte the same elsewhere. What
 * is left empty by that goes with it, and so does a document that says nothing any more. Undefined when nothing is left.
 */
export function cutOut(
  { text, tree }: { readonly text: string; readonly tree: TextNode },
  pointers: ReadonlySet<string>,
): string | undefined {
  const cuts = cutsIn(tree, '#', pointers);
  return cuts === 'all' ? undefined : without(text, cuts);
}

/** What goes from within `node`, or all of it. */
function cutsIn(node: TextNode, pointer: string, pointers: ReadonlySet<string>): readonly Range[] | 'all' {
  if (pointers.has(pointer)) return 'all';
  const cuts = node.children.map((child) => cutsIn(child.node, `${pointer}/${escapeKey(child.key)}`, pointers));
  const kept = node.children.filter((_, index) => cuts[index] !== 'all');
  const hasLost = kept.length < node.children.length;
  if (hasLost && (kept.length === 0 || saysNothing(pointer, kept))) return 'all';
  const inside = cuts.flatMap((cut) => (cut === 'all' ? [] : cut));
  return hasLost ? [...inside, ...childCuts(node.children, cuts)] : inside;
}

/** The children that go, each with the comma that parts it from one that stays. */
function childCuts(children: readonly TextChild[], cuts: readonly (readonly Range[] | 'all')[]): Range[] {
  const firstKept = children.find((_, index) => cuts[index] !== 'all');
  return children.flatMap((child, index) => {
    if (cuts[index] !== 'all' || firstKept === undefined) return [];
    const before = children[index - 1];
    const after = children[index + 1];
    if (child.start < firstKept.start) return after === undefined ? [] : [{ start: child.start, stop: after.start }];
    return before === undefined ? [] : [{ start: before.node.stop, stop: child.node.stop }];
  });
}

function without(text: string, cuts: readonly Range[]): string {
  let at = 0;
  let kept = '';
  for (const { start, stop } of cuts.toSorted((a, b) => a.start - b.start)) {
    kept += text.slice(at, start);
    at = stop;
  }
  return kept + text.slice(at);
}

/** A document that holds none of the rest would be a fault. */
function saysNothing(pointer: string, kept: readonly TextChild[]): boolean {
  return DOCUMENT.test(pointer) && kept.every(({ key }) => HEADER.has(looseKey(String(key))));
}

/** The file itself, or an item of a list of policies. */
const DOCUMENT = /^#(?:\/[^/]+\/\d+)*$/;
const HEADER: ReadonlySet<string> = new Set(['$schema', 'Version', 'namespace'].map(looseKey));
