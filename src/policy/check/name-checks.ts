import { splitActorName } from '../parse/names.ts';
import type { PolicySet } from '../policy-set.ts';
import type { Place } from '../source/fault-log.ts';
import { canonicalOperation, isOperation, OPERATIONS } from '../terms/registry.ts';
import { GLOBAL } from '../terms/namespace.ts';
import type { Name, NameField } from '../terms/tree.ts';
import type { AliasScope } from './reasoning/alias-scope.ts';
import { invisibleIn, mixedScripts, skeletonsOf } from './confusables.ts';
import { testsIn } from './reasoning/conjuncts.ts';
import type { FindingLog } from './finding.ts';

/** A name where it is written first. */
interface Mention {
  /** Names of different sorts are never taken for one another. */
  readonly sort: string;
  readonly text: string;
  readonly place: Place;
  readonly field: NameField | undefined;
  readonly isAlias: boolean;
}

const PREFIX = /^(users?|groups?|roles?):/i;

/** Report names that look alike or are spelled so that they may not mean what they seem to. */
export function checkNames(set: PolicySet, aliases: AliasScope, log: FindingLog): void {
  const mentions = mentionsIn(set, aliases);
  for (const mention of mentions) {
    checkCharacters(mention, log);
    if (mention.isAlias) continue;
    if (mention.field === 'actor') checkActor(mention, log);
    if (mention.field === 'task') checkTask(mention, log);
    if (mention.field === 'resource') checkResource(mention, log);
  }
  checkLookAlikes(mentions, log);
}

function checkCharacters({ text, place }: Mention, log: FindingLog): void {
  const scripts = mixedScripts(text);
  const invisible = invisibleIn(text);
  if (scripts.length > 0) log.warn('mixed-scripts', `\`${text}\` mixes ${scripts.join(' and ')} letters`, place);
  if (invisible !== undefined)
    log.warn('invisible-character', `\`${text}\` holds a character that can’t be seen, ${invisible}`, place);
  if (text.trim() !== text) log.warn('outer-space', `\`${text}\` begins or ends with a space`, place);
}

function checkActor({ text, place }: Mention, log: FindingLog): void {
  if (text === '*' || splitActorName(text).kind !== undefined) return;
  if (PREFIX.test(text))
    log.warn('no-such-prefix', `\`${text}\` is a name of its own: the prefixes are user:, group: and role:`, place);
  else log.note('unprefixed-actor', `\`${text}\` means a user, a group or a role of that name`, place);
}

function checkTask({ text, place }: Mention, log: FindingLog): void {
  if (isOperation(text) || text.includes('*')) return;
  const near = OPERATIONS.find((operation) => isNear(operation.toLowerCase(), text.toLowerCase()));
  if (near !== undefined) log.warn('like-an-operation', `\`${text}\` is a task, not the operation \`${near}\``, place);
}

function checkResource({ text, place }: Mention, log: FindingLog): void {
  if (/^[^:]+:[^:]+:[^:]+$/.test(text))
    log.warn('single-colon', `\`${text}\` has one colon where a collection ends in two`, place);
}

function checkLookAlikes(mentions: readonly Mention[], log: FindingLog): void {
  const seen = new Map<string, Mention>();
  for (const mention of mentions) {
    const { sort, text, place } = mention;
    const keys = skeletonsOf(text).map((skeleton) => JSON.stringify([sort, skeleton]));
    const first = keys.map((key) => seen.get(key)).find((one) => one !== undefined);
    for (const key of keys) if (!seen.has(key)) seen.set(key, mention);
    if (first === undefined) continue;
    log.warn('look-alike-names', `\`${text}\` looks like \`${first.text}\`${whereOf(first, place)}`, place);
  }
}

function whereOf(mention: Mention, place: Place): string {
  return mention.place.file === place.file ? '' : ` in ${mention.place.file.path}`;
}

/** Every name once for each sort, in the order of the set. */
function mentionsIn(set: PolicySet, aliases: AliasScope): readonly Mention[] {
  const found = new Map<string, Mention>();
  const add = (mention: Mention) => {
    const key = JSON.stringify([mention.sort, mention.text]);
    if (!found.has(key)) found.set(key, mention);
  };
  const addNames = (field: NameField, names: readonly Name[], namespace: string) => {
    for (const { text, place } of names) {
      const isAlias = aliases.find(field, text, namespace) !== undefined;
      add({ sort: field, text, place, field, isAlias });
    }
  };
  for (const { name, namespace, place } of set.policies) {
    add({ sort: 'policy', text: name, place, field: undefined, isAlias: false });
    add({ sort: 'namespace', text: namespace, place, field: undefined, isAlias: false });
  }
  for (const alias of set.aliases) {
    const { kind, name, namespace, place } = alias;
    const isName = kind === 'actor' || kind === 'resource' || kind === 'task';
    add({ sort: kind, text: name, place, field: isName ? kind : undefined, isAlias: true });
    if (isName) addNames(kind, alias.members, namespace);
    if (namespace !== GLOBAL) add({ sort: 'namespace', text: namespace, place, field: undefined, isAlias: false });
  }
  for (const { statement, policy } of set.statements) {
    addNames('actor', statement.actor ?? [], policy.namespace);
    addNames('resource', statement.resource ?? [], policy.namespace);
    addNames('task', statement.task ?? [], policy.namespace);
    for (const { field, operand } of testsIn(statement.condition))
      if (operand.kind === 'names' && field.kind === 'names') addNames(field.name, operand.names, policy.namespace);
  }
  return [...found.values()];
}

/** True when one letter more, less or other, or two exchanged, make one of the other. */
function isNear(a: string, b: string): boolean {
  if (a === b || canonicalOperation(b) !== b) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  const [first = '', second = ''] = restA;
  const changed = [restA.slice(1), `${second}${first}${restA.slice(2)}`];
  return changed.includes(restB) || restA === restB.slice(1) || (restA !== '' && restA.slice(1) === restB.slice(1));
}
