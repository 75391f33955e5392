import { createHash } from 'node:crypto';
import type { FaultLog } from '../source/fault-log.ts';
import type { Member, Node } from '../source/reading.ts';
import { readFlag, readList, readName, readObject, readText, spellings } from '../source/reading.ts';
import { findAttribute, looseKey } from '../terms/registry.ts';
import { parseScope, SCOPE_OF_TYPE, SCOPES } from '../terms/scope.ts';
import type { StatementMembers } from './statement.ts';
import { readStatement, SHARED_KEYS, STATEMENT_KEYS } from './statement.ts';
import type { Policy, PolicyType, Scope, Statement } from '../terms/tree.ts';
import type { Turns } from '../turns.ts';

const HEADER_KEYS = spellings(['PolicyID', 'namespace', 'name', 'Policy-type', 'Scope', 'Statement'], {
  'policy-namespace': 'namespace',
  'policy-name': 'name',
  'policy-category': 'Policy-type',
  'policy-scope': 'Scope',
});
const POLICY_KEYS = new Map([...HEADER_KEYS, ...STATEMENT_KEYS, ...SHARED_KEYS]);
const ONE_STATEMENT_KEYS = new Map([...STATEMENT_KEYS, ...SHARED_KEYS]);
const TYPES: ReadonlyMap<string, PolicyType> = spellings(
  ['SSM-Policy', 'SSD-Policy', 'SDM-Policy', 'SPU-Policy', 'SPA-Policy'],
  { 'SDS-Policy': 'SDM-Policy' },
);

const STATEMENTS_A_TURN = 128;

type Key = typeof POLICY_KEYS extends Map<string, infer K> ? K : never;
type Members = ReadonlyMap<Key, Member>;

/** The id that every policy of this namespace and name has, in this set and in all later ones. */
export function policyId(namespace: string, name: string): string {
  return createHash('sha256')
    .update(JSON.stringify([namespace, name]))
    .digest('hex')
    .slice(0, 32);
}

/** Read a policy in turns: its header, and its statements or the single-statement shorthand. */
export function* readingPolicy(node: Node, log: FaultLog): Turns<Policy | undefined> {
  const isKnown = (key: string) => findAttribute(key) !== undefined;
  const object = readObject(node, { what: 'a policy', keys: POLICY_KEYS, log, isKnown });
  if (object === undefined) return undefined;
  const { known, others } = object;
  const namespace = known.has('namespace') ? nameOf(known, 'namespace', { node, log }) : 'global';
  const name = nameOf(known, 'name', { node, log });
  const type = readType(known, node, log);
  const scope = readScope(known, type, { node, log });
  const confidential = flagOf(known.get('Confidential'), log);
  const description = known.get('description');
  checkPolicyId(known.get('PolicyID'), log);
  const statements = type && (yield* readingStatements(known, others, { type, node, log }));
  const text = description === undefined ? '' : readText(description, 'the description', log);
  if (namespace === undefined || name === undefined || type === undefined || scope === undefined) return undefined;
  return {
    id: policyId(namespace, name),
    namespace,
    name,
    description: text ?? '',
    type,
    scope,
    confidential,
    statements: statements ?? [],
    place: node.place,
  };
}

function* readingStatements(
  known: Members,
  beside: readonly Member[],
  { type, node, log }: { type: PolicyType; node: Node; log: FaultLog },
): Turns<readonly Statement[]> {
  const list = known.get('Statement');
  if (list === undefined) {
    const members = shorthandMembers(known);
    const statement = readStatement({ members, beside, type, number: 1, place: node.place }, log);
    return statement === undefined ? [] : [statement];
  }
  for (const member of [...known.values(), ...beside]) {
    if (!STATEMENT_KEYS.has(looseKey(member.key)) && findAttribute(member.key) === undefined) continue;
    log.error(
      'misplaced-key',
      `\`${member.key}\` belongs in a statement, since the policy has a list of them`,
      member.place,
    );
  }
  return yield* readingListed(list, type, log);
}

function* readingListed(list: Node, type: PolicyType, log: FaultLog): Turns<readonly Statement[]> {
  const statements: Statement[] = [];
  const ids = new Set<string>();
  for (const [index, item] of (readList(list, '`Statement`', log) ?? []).entries()) {
    if (index % STATEMENTS_A_TURN === 0) yield;
    const isKnown = (key: string) => findAttribute(key) !== undefined;
    const object = readObject(item, { what: 'a statement', keys: ONE_STATEMENT_KEYS, log, isKnown });
    if (object === undefined) continue;
    const { known: members, others: beside } = object;
    const statement = readStatement({ members, beside, type, number: index + 1, place: item.place }, log);
    if (statement === undefined) continue;
    if (ids.has(statement.id)) {
      log.error('duplicate-statement', `the policy has two statements \`${statement.id}\``, item.place);
    }
    ids.add(statement.id);
    statements.push(statement);
  }
  return statements;
}

function shorthandMembers(known: Members): StatementMembers {
  // The description and Confidential of the shorthand belong to the policy.
  return new Map([...known].filter(([, member]) => STATEMENT_KEYS.has(looseKey(member.key))) as [never, Member][]);
}

function readType(known: Members, node: Node, log: FaultLog): PolicyType | undefined {
  const member = known.get('Policy-type');
  if (member === undefined) {
    log.error('missing-key', 'the policy has no `Policy-type`', node.place);
    return undefined;
  }
  const text = readText(member, '`Policy-type`', log);
  const type = text === undefined ? undefined : TYPES.get(looseKey(text));
  if (text !== undefined && type === undefined) {
    log.error(
      'unknown-type',
      `unknown type \`${text}\`; expected ${[...new Set(TYPES.values())].join(', ')}`,
      member.place,
    );
  }
  return type;
}

function readScope(
  known: Members,
  type: PolicyType | undefined,
  { node, log }: { node: Node; log: FaultLog },
): Scope | undefined {
  const member = known.get('Scope');
  if (member === undefined) {
    if (type === undefined) return undefined;
    const scope = SCOPE_OF_TYPE[type];
    log.warn('missing-key', `the policy names no \`Scope\`; an ${type} then has ${scope}`, node.place);
    return scope;
  }
  const text = readText(member, '`Scope`', log);
  const scope = text === undefined ? undefined : parseScope(text);
  if (text !== undefined && scope === undefined) {
    log.error('unknown-scope', `unknown scope \`${text}\`; expected ${SCOPES.join(', ')}`, member.place);
  }
  return scope;
}

function nameOf(
  known: Members,
  key: 'name' | 'namespace',
  { node, log }: { node: Node; log: FaultLog },
): string | undefined {
  const member = known.get(key);
  if (member !== undefined) return readName(member, `the ${key}`, log);
  log.error('missing-key', `the policy has no \`${key}\``, node.place);
  return undefined;
}

function flagOf(member: Member | undefined, log: FaultLog): boolean {
  // Anything but a clear `false` keeps the statement hidden; what is no flag is a fault anyway.
  return member !== undefined && readFlag(member, '`Confidential`', log) !== false;
}

function checkPolicyId(member: Member | undefined, log: FaultLog): void {
  if (member === undefined) return;
  if (typeof member.value !== 'string') log.error('wrong-type', '`PolicyID` must be a text', member.place);
  else
    log.warn(
      'generated-id',
      '`PolicyID` is generated from namespace and name; the one given is not used',
      member.place,
    );
}
