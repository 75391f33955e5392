import type { PolicyType, Scope } from './tree.ts';

/** The three scopes, in the order of the drafts. */
export const SCOPES: readonly Scope[] = ['sensing-management', 'sensing-data-management', 'sensor-management'];

/** The scope of a policy that names none. */
export const SCOPE_OF_TYPE: Readonly<Record<PolicyType, Scope>> = {
  'SSM-Policy': 'sensing-management',
  'SPU-Policy': 'sensing-management',
  'SSD-Policy': 'sensor-management',
  'SPA-Policy': 'sensor-management',
  'SDM-Policy': 'sensing-data-management',
};

/** The scope that `text` spells: case, spaces for dashes, a trailing colon and `-scope` are tolerated. */
export function parseScope(text: string): Scope | undefined {
  const plain = text
    .toLowerCase()
    .replaceAll(' ', '-')
    .replace(/:$/, '')
    .replace(/-scope$/, '');
  return SCOPES.find((scope) => scope === plain);
}
