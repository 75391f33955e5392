/** The namespace whose policies and aliases hold everywhere. */
export const GLOBAL = 'global';

/** `namespace`, those above it, and global: `A.B` → `A.B`, `A`, `global`. */
export function namespaceChain(namespace: string): readonly string[] {
  const parts = namespace.split('.');
  const chain = parts.map((_, index) => parts.slice(0, parts.length - index).join('.'));
  return chain.includes(GLOBAL) ? chain : [...chain, GLOBAL];
}

/** True when a policy of `policyNamespace` holds for a request in `namespace`: global, the same, or a dotted child. */
export function namespaceApplies(policyNamespace: string, namespace: string): boolean {
  return policyNamespace === GLOBAL || namespace === policyNamespace || namespace.startsWith(`${policyNamespace}.`);
}
