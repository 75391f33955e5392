import { isAbsentValue, parseQuantity } from '../../spectrum/quantity.ts';
import type { DefaultRule, Documents } from '../parse/document.ts';
import { readDocuments } from '../parse/document.ts';
import { loadPolicySet } from '../policy-set.ts';
import type { PolicyFault, PolicyFile } from '../source/fault-log.ts';
import { FaultLog } from '../source/fault-log.ts';
import { parseJson } from '../source/json-text.ts';
import { isJsonObject } from '../source/reading.ts';
import { canonicalAlias, canonicalPolicy } from '../terms/canonical.ts';
import { GLOBAL } from '../terms/namespace.ts';
import { looseKey } from '../terms/registry.ts';
import { SCOPES } from '../terms/scope.ts';
import type { NamedAlias, Policy } from '../terms/tree.ts';
import type { Layout, LayoutObject } from './json-layout.ts';
import { block, inline, layOut } from './json-layout.ts';
import { aliasLayout, policyLayout } from './policy-layout.ts';

/** The file in canonical spelling and order, or what is wrong with it. */
export type FormattedPolicyFile =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly faults: readonly PolicyFault[] };

type Members = LayoutObject['members'];

const VERSION = '2017-02-15';
/** What is wrong with a file whatever stands in the others; an unknown alias, for one, may be defined there. */
const OF_ONE_FILE: ReadonlySet<string> = new Set([
  'duplicate-policy',
  'duplicate-alias',
  'alias-cycle',
  'contradicting-default',
]);
const ALIAS_KINDS: readonly NamedAlias['kind'][] = [
  'actor',
  'resource',
  'task',
  'frequency',
  'location',
  'time',
  'value',
];

/**
 * Write a policy file in canonical spelling and order, keeping its meaning: files that differ in spelling alone come out
 * as equal bytes, and a set made of them has the same hash. Aliases of other files are not needed. Pure.
 */
export function formatPolicyFile(file: PolicyFile): FormattedPolicyFile {
  const before = read(file);
  if (!before.ok) return before;
  const text = layOut(fileLayout(before.documents, schemaOf(file)));
  const after = read({ ...file, text });
  // A file is never written that would not mean the same: that would be a fault of the program, not of the file.
  if (!after.ok || meaningOf(after.documents) !== meaningOf(before.documents))
    throw new Error(`the canonical text of ${file.path} would not mean the same; please report this file`);
  return { ok: true, text };
}

function read(file: PolicyFile): { ok: true; documents: Documents } | { ok: false; faults: readonly PolicyFault[] } {
  const log = new FaultLog();
  const documents = readDocuments([file], log);
  for (const alias of documents.aliases) {
    if (alias.kind !== 'value' || !looksLikeQuantity(alias.name)) continue;
    const detail = `the value alias \`${alias.name}\` reads as a quantity; give it a name that is none`;
    log.error('bad-name', detail, alias.place);
  }
  if (log.hasErrors) return { ok: false, faults: log.errors };
  const load = loadPolicySet([file]);
  const faults = load.ok ? [] : load.faults.filter(({ code }) => OF_ONE_FILE.has(code));
  return faults.length > 0 ? { ok: false, faults } : { ok: true, documents };
}

function looksLikeQuantity(name: string): boolean {
  const dimensions = ['frequency', 'power', 'time', 'length', 'number'] as const;
  return !isAbsentValue(name) && dimensions.some((dimension) => parseQuantity(name, dimension).ok);
}

/** Everything that a set takes from these documents, whatever their order. */
function meaningOf({ policies, aliases, defaults }: Documents): string {
  return JSON.stringify([
    policies.map((policy) => JSON.stringify(canonicalPolicy(policy))).sort(),
    aliases.map((alias) => JSON.stringify(canonicalAlias(alias))).sort(),
    [...new Set(defaults.map(({ scope, step, answer }) => `${scope} ${step} ${answer}`))].sort(),
  ]);
}

/** Where the file says its schema is; editors need it. */
function schemaOf(file: PolicyFile): string | undefined {
  const { value } = parseJson(file.text);
  if (value === undefined || !isJsonObject(value)) return undefined;
  const key = Object.keys(value).find((one) => looseKey(one) === '$schema');
  const schema = key === undefined ? undefined : value[key];
  return typeof schema === 'string' ? schema : undefined;
}

function fileLayout({ policies, aliases, defaults }: Documents, schema: string | undefined): LayoutObject {
  const sorted = policies.toSorted((a, b) => compare(policyKey(a), policyKey(b)));
  const [own, ...others] = aliasDocuments(aliases);
  const [only] = sorted;
  // Policies stand alone when there is one; aliases of a second namespace need a document of their own.
  const one = only !== undefined && sorted.length === 1 && others.length === 0 ? only : undefined;
  const items: readonly Layout[] = [
    ...sorted.map(policyLayout),
    ...others.map((members) => block([['Version', VERSION], ...members])),
  ];
  const hasList = one === undefined && (items.length > 0 || (own === undefined && defaults.length === 0));
  return block([
    ...(schema === undefined ? [] : ([['$schema', schema]] as const)),
    ['Version', VERSION],
    ...(own ?? []),
    ...(defaults.length === 0 ? [] : ([['Defaults', defaultsLayout(defaults)]] as const)),
    ...(one === undefined ? [] : ([['Policy', policyLayout(one)]] as const)),
    ...(hasList ? ([['Policies', items]] as const) : []),
  ]);
}

/** `namespace` and `Aliases` for each namespace that has aliases; the global ones first, their namespace not named. */
function aliasDocuments(aliases: readonly NamedAlias[]): readonly Members[] {
  const byNamespace = [...Map.groupBy(aliases, ({ namespace }) => namespace)].sort(([a], [b]) =>
    compare(a === GLOBAL ? '' : a, b === GLOBAL ? '' : b),
  );
  return byNamespace.map(([namespace, some]): Members => {
    const kinds = ALIAS_KINDS.flatMap((kind) => {
      const members = some
        .filter((alias) => alias.kind === kind)
        .sort((a, b) => compare(a.name, b.name))
        .map((alias) => [alias.name, aliasLayout(alias)] as const);
      return members.length === 0 ? [] : [[kind, block(members)] as const];
    });
    const named = namespace === GLOBAL ? [] : ([['namespace', namespace]] as const);
    return [...named, ['Aliases', block(kinds)]];
  });
}

function defaultsLayout(defaults: readonly DefaultRule[]): LayoutObject {
  const scopes = SCOPES.flatMap((scope) => {
    const steps = (['actor', 'resource'] as const).flatMap((step) => {
      const rule = defaults.find((one) => one.scope === scope && one.step === step);
      return rule === undefined ? [] : [[step, rule.answer] as const];
    });
    return steps.length === 0 ? [] : [[scope, inline(steps)] as const];
  });
  return block(scopes);
}

function policyKey({ namespace, name }: Policy): string {
  return JSON.stringify([namespace, name]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
