import { readingAliases } from './aliases.ts';
import type { PolicyFile, FaultLog } from '../source/fault-log.ts';
import { Place } from '../source/fault-log.ts';
import { readingJson } from '../source/json-text.ts';
import { readingPolicy } from './policy.ts';
import type { Member, Node } from '../source/reading.ts';
import { isJsonObject, membersOf, readList, readName, readObject, spellings } from '../source/reading.ts';
import { looseKey } from '../terms/registry.ts';
import { parseScope, SCOPES } from '../terms/scope.ts';
import type { NamedAlias, Policy, Scope, Step } from '../terms/tree.ts';
import type { Turns } from '../turns.ts';
import { finish } from '../turns.ts';

/** What happens at one step of one scope where no statement accepts, as a file says it. */
export interface DefaultRule {
  readonly scope: Scope;
  readonly step: Step;
  readonly answer: 'accept' | 'deny';
  readonly place: Place;
}

/** Everything that policy files hold. */
export interface Documents {
  readonly policies: Policy[];
  readonly aliases: NamedAlias[];
  readonly defaults: DefaultRule[];
}

/** The only version of the language. */
const VERSION = '2017-02-15';
const DOCUMENT_KEYS = spellings(['$schema', 'Version', 'namespace', 'Policy', 'Policies', 'Aliases', 'Defaults']);
const STEPS = spellings(['actor', 'resource']);

type Members = ReadonlyMap<
  '$schema' | 'Version' | 'namespace' | 'Policy' | 'Policies' | 'Aliases' | 'Defaults',
  Member
>;

/** Read files into one heap of policies, aliases and defaults; faults go to `log`. */
export function readDocuments(files: readonly PolicyFile[], log: FaultLog): Documents {
  return finish(readingDocuments(files, log));
}

/** The same in turns. */
export function* readingDocuments(files: readonly PolicyFile[], log: FaultLog): Turns<Documents> {
  const found: Documents = { policies: [], aliases: [], defaults: [] };
  for (const file of files) {
    const root = Place.root(file);
    const { value, faults } = yield* readingJson(file.text);
    for (const fault of faults) log.json(fault, root);
    if (value !== undefined) yield* readingDocument({ value, place: root }, found, log);
  }
  return found;
}

function* readingDocument(node: Node, found: Documents, log: FaultLog): Turns<void> {
  yield;
  const members = readObject(node, { what: 'a policy document', keys: DOCUMENT_KEYS, log })?.known;
  if (members === undefined) return;
  checkVersion(members, node, log);
  const policy = members.get('Policy');
  const policies = members.get('Policies');
  const aliases = members.get('Aliases');
  const defaults = members.get('Defaults');
  const namespaceNode = members.get('namespace');
  const namespace = namespaceNode === undefined ? 'global' : readName(namespaceNode, 'the namespace', log);
  if ([policy, policies, aliases, defaults].every((part) => part === undefined)) {
    log.error('empty-document', 'the file holds none of `Policy`, `Policies`, `Aliases`, `Defaults`', node.place);
  }
  if (policy !== undefined) yield* addingPolicy(policy, found, log);
  for (const item of policies === undefined ? [] : readListOrEmpty(policies, log)) {
    yield* readingListedPolicy(item, found, log);
  }
  if (aliases !== undefined && namespace !== undefined) {
    for (const alias of yield* readingAliases(aliases, namespace, log)) found.aliases.push(alias);
  }
  if (defaults !== undefined) found.defaults.push(...readDefaults(defaults, log));
}

/** An item of `Policies` is a whole document, or a bare policy. */
function* readingListedPolicy(item: Node, found: Documents, log: FaultLog): Turns<void> {
  const isDocument =
    isJsonObject(item.value) && Object.keys(item.value).some((key) => ['policy', 'version'].includes(looseKey(key)));
  if (isDocument) yield* readingDocument(item, found, log);
  else yield* addingPolicy(item, found, log);
}

function* addingPolicy(node: Node, found: Documents, log: FaultLog): Turns<void> {
  const policy = yield* readingPolicy(node, log);
  if (policy !== undefined) found.policies.push(policy);
}

function readListOrEmpty(node: Node, log: FaultLog): readonly Node[] {
  // An empty list of policies is a file that has none yet.
  return Array.isArray(node.value) && node.value.length === 0 ? [] : (readList(node, '`Policies`', log) ?? []);
}

function checkVersion(members: Members, node: Node, log: FaultLog): void {
  const version = members.get('Version');
  if (version !== undefined && version.value !== VERSION) {
    log.error(
      'unknown-version',
      `unknown version ${JSON.stringify(version.value)}; expected "${VERSION}"`,
      version.place,
    );
  }
  if (version === undefined && members.has('Policy')) {
    log.warn('missing-key', `the document has no \`Version\`; it is read as "${VERSION}"`, node.place);
  }
}

function readDefaults(node: Node, log: FaultLog): DefaultRule[] {
  return (membersOf(node, '`Defaults`', log) ?? []).flatMap((member) => {
    const scope = parseScope(member.key);
    if (scope === undefined) {
      log.error('unknown-scope', `unknown scope \`${member.key}\`; expected ${SCOPES.join(', ')}`, member.place);
      return [];
    }
    const steps =
      readObject(member, { what: 'the defaults of a scope', keys: STEPS, log })?.known ?? new Map<Step, Member>();
    return [...steps].flatMap(([step, { value, place }]): DefaultRule[] => {
      if (value === 'accept' || value === 'deny') return [{ scope, step, answer: value, place }];
      log.error('wrong-type', 'a default is "accept" or "deny"', place);
      return [];
    });
  });
}
