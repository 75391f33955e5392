import { createHash } from 'node:crypto';
import { AliasTable } from './compile/alias-table.ts';
import type { CompiledTest } from './compile/condition.ts';
import { ConditionCompiler } from './compile/condition.ts';
import { reportingContradictions } from './compile/contradictions.ts';
import type { ApplicableKey, IndexKey, Sifted } from './compile/statement-index.ts';
import { StatementIndex } from './compile/statement-index.ts';
import type { CompiledStatement } from './compile/statement.ts';
import { compileStatement } from './compile/statement.ts';
import { canonicalAlias, canonicalPolicy } from './terms/canonical.ts';
import type { DefaultRule } from './parse/document.ts';
import { readingDocuments } from './parse/document.ts';
import type { PolicyFault, PolicyFile } from './source/fault-log.ts';
import { FaultLog } from './source/fault-log.ts';
import type { Defaults, NamedAlias, Policy } from './terms/tree.ts';
import type { Turns } from './turns.ts';
import { finish, finishInTurns } from './turns.ts';

export type { PolicyFault, PolicyFile } from './source/fault-log.ts';

/** A set of policies ready to decide with. Immutable: a change makes another set. */
export interface PolicySet {
  /** SHA-256, hex, over what the set means: the order of files and policies and their spelling do not matter. */
  readonly hash: string;
  /** By namespace and name. */
  readonly policies: readonly Policy[];
  readonly aliases: readonly NamedAlias[];
  readonly defaults: Defaults;
  readonly statements: readonly CompiledStatement[];
  /** The tests of all conditions, to which compiled rules refer by number. */
  readonly tests: readonly CompiledTest[];
  /** The statements of the scope, operation and namespaces of a request; none that applies is left out. */
  candidates(key: IndexKey): readonly CompiledStatement[];
  /** Those of them whose names, bands, times and places a request meets; none that applies is left out. */
  applicable(key: ApplicableKey): readonly CompiledStatement[];
  /** The same by what they do, in no order and some several times: for decisions that few of them settle. */
  sift(key: ApplicableKey): Sifted;
  /** The set without its confidential statements: what an Actor may be told is worked out from this part alone. */
  readonly publicPart: PolicySet;
}

/** A set with its warnings, or every fault that keeps it from being one. */
export type PolicySetLoad =
  | { readonly ok: true; readonly set: PolicySet; readonly warnings: readonly PolicyFault[] }
  | { readonly ok: false; readonly faults: readonly PolicyFault[]; readonly warnings: readonly PolicyFault[] };

/** Policy tests live beside policies and are no part of them. */
export function isPolicyTestFile(path: string): boolean {
  return path.endsWith('.test.json');
}

/** Read, check and compile policy files, whole or not at all. `*.test.json` files are left out. Never throws. */
export function loadPolicySet(files: readonly PolicyFile[]): PolicySetLoad {
  return finish(loading(files));
}

/**
 * The same, stretch by stretch, so that nothing else has to wait for long: `pause` resolves when others had their turn,
 * such as `setImmediate` of node:timers/promises.
 */
export async function loadPolicySetInTurns(
  files: readonly PolicyFile[],
  pause: () => Promise<unknown>,
): Promise<PolicySetLoad> {
  return finishInTurns(loading(files), pause);
}

function* loading(files: readonly PolicyFile[]): Turns<PolicySetLoad> {
  const log = new FaultLog();
  const policyFiles = files.filter(({ path }) => !isPolicyTestFile(path));
  const documents = yield* readingDocuments(policyFiles, log);
  const parts = {
    policies: withoutDuplicates(documents.policies, log),
    aliases: sortedBy(documents.aliases, aliasKey),
    defaults: mergeDefaults(documents.defaults, log),
  };
  const set = yield* compiling(parts, log);
  const { errors, warnings } = yield* log.locating();
  return log.hasErrors ? { ok: false, faults: errors, warnings } : { ok: true, set, warnings };
}

type Parts = Pick<PolicySet, 'policies' | 'aliases' | 'defaults'>;

const STATEMENTS_A_TURN = 128;

/** The set of these parts; it is only good when the log holds no errors afterwards. */
function* compiling(parts: Parts, log: FaultLog): Turns<PolicySet> {
  const aliases = yield* AliasTable.building(parts.aliases, log);
  const conditions = new ConditionCompiler(aliases, log);
  const statements: CompiledStatement[] = [];
  for (const policy of parts.policies) {
    for (const statement of policy.statements) {
      if (statements.length % STATEMENTS_A_TURN === 0) yield;
      const ordinal = statements.length + 1;
      statements.push(compileStatement({ policy, statement, ordinal }, { aliases, conditions }));
    }
  }
  yield* reportingContradictions(statements, log);
  const index = yield* StatementIndex.building(statements);
  const set = {
    ...parts,
    hash: yield* hashing(parts),
    statements,
    tests: conditions.tests,
    candidates: (key: IndexKey) => index.candidates(key),
    applicable: (key: ApplicableKey) => index.applicable(key),
    sift: (key: ApplicableKey) => index.sift(key),
  };
  return withPublicPart(set, yield* compilingPublicPart(set));
}

/** What is left of a good set has no faults: leaving a statement out can't make another one wrong. */
function* compilingPublicPart({
  statements,
  policies,
  ...rest
}: Omit<PolicySet, 'publicPart'>): Turns<PolicySet | undefined> {
  if (!statements.some(({ confidential }) => confidential)) return undefined;
  return yield* compiling({ ...rest, policies: policies.flatMap(publicPolicy) }, new FaultLog());
}

function withPublicPart(set: Omit<PolicySet, 'publicPart'>, part: PolicySet | undefined): PolicySet {
  return {
    ...set,
    get publicPart() {
      return part ?? this;
    },
  };
}

function publicPolicy(policy: Policy): readonly Policy[] {
  const statements = policy.statements.filter((statement) => !statement.confidential);
  return policy.confidential || statements.length === 0 ? [] : [{ ...policy, statements }];
}

function withoutDuplicates(policies: readonly Policy[], log: FaultLog): readonly Policy[] {
  const byKey = new Map<string, Policy>();
  for (const policy of policies) {
    const key = JSON.stringify([policy.namespace, policy.name]);
    const other = byKey.get(key);
    if (other === undefined) byKey.set(key, policy);
    else {
      const { file, pointer } = other.place;
      const detail = `\`${policy.namespace}\` already has a policy \`${policy.name}\`, in ${file.path} at ${pointer}`;
      log.error('duplicate-policy', detail, policy.place);
    }
  }
  return [...byKey].sort(([a], [b]) => compare(a, b)).map(([, policy]) => policy);
}

function mergeDefaults(rules: readonly DefaultRule[], log: FaultLog): Defaults {
  const denying = () =>
    ({ actor: 'deny' as const, resource: 'deny' as const }) as Record<'actor' | 'resource', 'accept' | 'deny'>;
  const defaults = {
    'sensing-management': denying(),
    'sensing-data-management': denying(),
    'sensor-management': denying(),
  };
  const first = new Map<string, DefaultRule>();
  for (const rule of rules) {
    const key = `${rule.scope} ${rule.step}`;
    const other = first.get(key) ?? rule;
    first.set(key, other);
    defaults[rule.scope][rule.step] = rule.answer;
    if (other.answer === rule.answer) continue;
    const detail = `the default of ${rule.scope} for the ${rule.step} is \`${other.answer}\` in ${other.place.file.path}`;
    log.error('contradicting-default', detail, rule.place);
  }
  return defaults;
}

const HASHED_A_TURN = 32;

/** The digest of one JSON text, `{"policies":[…],"aliases":[…],"defaults":…}`, piece by piece. */
function* hashing({ policies, aliases, defaults }: Parts): Turns<string> {
  const hash = createHash('sha256').update('{"policies":[');
  for (const [number, policy] of policies.entries()) {
    if (number % HASHED_A_TURN === 0) yield;
    hash.update(`${number === 0 ? '' : ','}${JSON.stringify(canonicalPolicy(policy))}`);
  }
  hash.update('],"aliases":[');
  for (const [number, alias] of aliases.entries()) {
    if (number % HASHED_A_TURN === 0) yield;
    hash.update(`${number === 0 ? '' : ','}${JSON.stringify(canonicalAlias(alias))}`);
  }
  return hash.update(`],"defaults":${JSON.stringify(defaults)}}`).digest('hex');
}

function aliasKey({ kind, namespace, name }: NamedAlias): string {
  return JSON.stringify([kind, namespace, name]);
}

/** By keys that are made once for each. */
function sortedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const keyed = items.map((item) => ({ item, key: keyOf(item) }));
  return keyed.sort((a, b) => compare(a.key, b.key)).map(({ item }) => item);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
