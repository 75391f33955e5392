import { createHash } from 'node:crypto';
import { parseJson } from '../../../policy/source/json-text.ts';
import { looseKey } from '../../../policy/terms/registry.ts';
import type { Policy } from '../../../policy/terms/tree.ts';
import { type TextNode, readTextTree } from '../../../policy/edit/text-tree.ts';
import type { PolicyFile } from '../../../policy/policy-set.ts';

/** A policy as a document of its own, in its author's spelling. */
export interface PolicyDocument {
  readonly Version: string;
  readonly Policy: Readonly<Record<string, unknown>>;
}

const VERSION = '2017-02-15';

/** The document of a policy that was loaded, with its PolicyID filled in. */
export function documentOf(policy: Policy): PolicyDocument {
  const { value } = parseJson(textOf(policy));
  const written = Object.entries(value ?? {}).filter(([key]) => looseKey(key) !== looseKey('PolicyID'));
  return { Version: VERSION, Policy: Object.fromEntries([['PolicyID', policy.id], ...written]) };
}

const etags = new WeakMap<Policy, string>();

/** A strong validator of the document: it differs as soon as the policy says something else, or says it otherwise. */
export function etagOf(policy: Policy): string {
  const known = etags.get(policy);
  if (known !== undefined) return known;
  const digest = createHash('sha256')
    .update(JSON.stringify(documentOf(policy)))
    .digest('hex');
  const etag = `"${digest.slice(0, 32)}"`;
  etags.set(policy, etag);
  return etag;
}

/** Where the policies of a file stand. */
const trees = new WeakMap<PolicyFile, TextNode>();

function textOf({ place: { file, pointer } }: Policy): string {
  const tree = trees.get(file) ?? readTextTree(file.text);
  trees.set(file, tree);
  const keys = pointer.split('/').slice(1).map(unescapeKey);
  const node = keys.reduce<TextNode | undefined>(
    (at, key) => at?.children.find((child) => String(child.key) === key)?.node,
    tree,
  );
  if (node === undefined) throw new Error(`the policy at ${file.path}${pointer} is not where it was read`);
  return file.text.slice(node.start, node.stop);
}

function unescapeKey(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~');
}
