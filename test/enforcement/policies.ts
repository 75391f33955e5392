import type { SetInForce } from '../../src/enforcement/gate.ts';
import { loadPolicySet, type PolicySet } from '../../src/policy/policy-set.ts';

/** A policy document, as its file would hold it. */
export type PolicyDocument = Readonly<Record<string, unknown>>;

type Scope = 'sensing-management' | 'sensing-data-management' | 'sensor-management';

/** A policy document with one statement. */
export function policyOf(
  name: string,
  scope: Scope,
  statement: Readonly<Record<string, unknown>>,
  type = 'SSM-Policy',
): PolicyDocument {
  const Statement = [{ StatementId: `${name}-1`, ...statement }];
  return { Version: '2017-02-15', Policy: { namespace: 'global', name, 'Policy-type': type, Scope: scope, Statement } };
}

/** Clients may find sensors and have them scan; what they asked for may be stored and read. */
export const CLIENTS_MAY: readonly PolicyDocument[] = [
  policyOf('clients-scan', 'sensing-management', permit(['Discovery', 'Scanning'])),
  policyOf('clients-data', 'sensing-data-management', permit(['Storage', 'Transmission'])),
];

function permit(tasks: readonly string[]) {
  return { 'Policy-Action': 'Permit', Actor: 'role:client', Resource: '*', 'SCOS-Task': tasks };
}

/** Nobody may scan in this band. */
export function closedBand(name: string, min: string, max: string): PolicyDocument {
  return policyOf(name, 'sensing-management', {
    'Policy-Action': 'Deny',
    'SCOS-Task': 'Scanning',
    frequency: [{ min, max }],
  });
}

/** Every scan holds its sensor for so long at least. */
export function minimumSlot(duration: string): PolicyDocument {
  return policyOf('minimum-slot', 'sensing-management', {
    'Policy-Action': 'Set',
    'SCOS-Task': 'Scanning',
    Attributes: { 'Min-sensing-slot-duration': duration },
  });
}

/** The real set that these documents make. @throws Error naming each fault */
export function policySetOf(documents: readonly PolicyDocument[]): PolicySet {
  const files = documents.map((document, index) => ({ path: `${index}.json`, text: JSON.stringify(document) }));
  const loaded = loadPolicySet(files);
  if (loaded.ok) return loaded.set;
  throw new Error(loaded.faults.map(({ path, detail }) => `${path}: ${detail}`).join('\n'));
}

/** A set in force that a test changes at once. */
export class HeldPolicies implements SetInForce {
  current: PolicySet | undefined;
  /** What `current` was last made of. */
  documents: readonly PolicyDocument[];
  constructor(documents: readonly PolicyDocument[] = CLIENTS_MAY) {
    this.documents = documents;
    this.current = policySetOf(documents);
  }

  put(...documents: readonly PolicyDocument[]): void {
    this.documents = documents;
    this.current = policySetOf(documents);
  }
}
