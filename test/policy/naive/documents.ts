import { isObject, listOf, loose, member } from './json.ts';

/** Policies, aliases and defaults of a set, still as JSON (§4.2, §4.10). */
export interface PolicyDocuments {
  readonly policies: readonly NaivePolicy[];
  readonly aliases: readonly NaiveAlias[];
  readonly defaults: readonly { readonly scope: string; readonly step: string; readonly answer: unknown }[];
}

/** A policy, its header read and its statements as JSON. */
export interface NaivePolicy {
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  readonly scope: string;
  readonly statements: readonly NaiveStatement[];
}

/** A statement as JSON with the policy it belongs to. */
export interface NaiveStatement {
  readonly id: string;
  readonly namespace: string;
  readonly policy: string;
  readonly type: string;
  /** Without `-`, `_` and case. */
  readonly action: string;
  readonly json: unknown;
}

/** An alias as JSON. */
export interface NaiveAlias {
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  readonly members: unknown;
}

/** §4.2: the scope of a policy that names none. */
const SCOPE_OF_TYPE: Readonly<Record<string, string>> = {
  ssmpolicy: 'sensing-management',
  spupolicy: 'sensing-management',
  ssdpolicy: 'sensor-management',
  spapolicy: 'sensor-management',
  sdmpolicy: 'sensing-data-management',
};
const SCOPES = Object.values(SCOPE_OF_TYPE);

/** Everything in documents that are known to load. */
export function readDocuments(documents: readonly unknown[]): PolicyDocuments {
  const parts = documents.map(readDocument);
  return {
    policies: parts.flatMap(({ policies }) => policies),
    aliases: parts.flatMap(({ aliases }) => aliases),
    defaults: parts.flatMap(({ defaults }) => defaults),
  };
}

/** The scope a text spells: case, a trailing colon and `-scope` are dropped, spaces are dashes (§4.2, B-17). */
export function scopeOf(text: string): string | undefined {
  const plain = text
    .toLowerCase()
    .replaceAll(' ', '-')
    .replace(/:$/, '')
    .replace(/-scope$/, '');
  return SCOPES.find((scope) => scope === plain);
}

function readDocument(document: unknown): PolicyDocuments {
  const namespace = textOr(member(document, 'namespace'), 'global');
  const policy = member(document, 'Policy');
  const listed = listOf(member(document, 'Policies') ?? []);
  const nested = listed.filter((one) => member(one, 'Policy') !== undefined || member(one, 'Version') !== undefined);
  const bare = listed.filter((one) => !nested.includes(one));
  const inner = nested.map(readDocument);
  const own: PolicyDocuments = {
    policies: [...(policy === undefined ? [] : [policy]), ...bare].map(readPolicy),
    aliases: membersOf(member(document, 'Aliases')).flatMap(([kind, names]) =>
      membersOf(names).map(([name, members]) => ({
        namespace,
        kind: loose(kind),
        name: name.normalize('NFC'),
        members,
      })),
    ),
    defaults: membersOf(member(document, 'Defaults')).flatMap(([scope, steps]) =>
      membersOf(steps).map(([step, answer]) => ({ scope: scopeOf(scope) ?? '', step: loose(step), answer })),
    ),
  };
  const all = [own, ...inner];
  return {
    policies: all.flatMap(({ policies }) => policies),
    aliases: all.flatMap(({ aliases }) => aliases),
    defaults: all.flatMap(({ defaults }) => defaults),
  };
}

function readPolicy(json: unknown): NaivePolicy {
  const namespace = textOr(member(json, 'namespace', 'policy-namespace'), 'global');
  const name = textOr(member(json, 'name', 'policy-name'), '');
  // SDS is SDM.
  const type = loose(textOr(member(json, 'Policy-type', 'policy-category'), '')).replace('sds', 'sdm');
  const scope = scopeOf(textOr(member(json, 'Scope', 'policy-scope'), '')) ?? SCOPE_OF_TYPE[type] ?? '';
  // The shorthand: the policy is its own only statement.
  const statements = listOf(member(json, 'Statement') ?? json).map((one, index) => ({
    id: textOr(member(one, 'StatementId'), String(index + 1)),
    namespace,
    policy: name,
    type,
    action: loose(textOr(member(one, 'Policy-Action'), '')),
    json: one,
  }));
  return { namespace, name, type, scope, statements };
}

function membersOf(value: unknown): readonly [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value.normalize('NFC') : otherwise;
}
