import { readCondition } from './condition.ts';
import { readAreas, readBands } from './context.ts';
import type { FaultLog, Place } from '../source/fault-log.ts';
import { readNames } from './names.ts';
import type { Member, Node } from '../source/reading.ts';
import { readFlag, readName, readText, spellings } from '../source/reading.ts';
import { looseKey } from '../terms/registry.ts';
import { readSettings } from './settings.ts';
import type { PolicyAction, PolicyType, Statement } from '../terms/tree.ts';
import { readWindows } from './windows.ts';

/** Keys of a statement; those that a policy has too are left out. */
export const STATEMENT_KEYS = spellings(
  [
    'StatementId',
    'Policy-Action',
    'Actor',
    'Resource',
    'SCOS-Task',
    'frequency',
    'location',
    'time',
    'Condition',
    'Attributes',
  ],
  { 'Condition-block': 'Condition' },
);

/** Keys that stand on a statement or on its policy. */
export const SHARED_KEYS = spellings(['description', 'Confidential'], { 'policy-description': 'description' });

type Key = typeof STATEMENT_KEYS extends Map<string, infer K> ? K : never;
type SharedKey = typeof SHARED_KEYS extends Map<string, infer K> ? K : never;

/** The members of a statement by canonical key. */
export type StatementMembers = ReadonlyMap<Key | SharedKey, Member>;

/** What a statement is read from. */
export interface StatementSource {
  readonly members: StatementMembers;
  /** Attributes of a Set that stand beside the other keys. */
  readonly beside: readonly Member[];
  readonly type: PolicyType;
  /** Its number in the policy, from 1: its id when it has none. */
  readonly number: number;
  readonly place: Place;
}

const ACTIONS: ReadonlyMap<string, PolicyAction> = spellings(
  ['Permit', 'Deny', 'Set', 'Scan', 'Calibrate', 'Transmit-Sensing-Data', 'Store-Sensing-Data', 'Discard-Sensing-Data'],
  { 'discard-data': 'Discard-Sensing-Data' },
);
const ACTIONS_OF_TYPE: Readonly<Record<PolicyType, readonly PolicyAction[]>> = {
  'SSM-Policy': ['Set', 'Permit', 'Deny'],
  'SSD-Policy': ['Set', 'Permit', 'Deny', 'Calibrate', 'Scan'],
  'SDM-Policy': ['Set', 'Permit', 'Deny', 'Transmit-Sensing-Data', 'Store-Sensing-Data', 'Discard-Sensing-Data'],
  'SPU-Policy': ['Set', 'Permit', 'Deny'],
  'SPA-Policy': ['Set', 'Permit', 'Deny'],
};
const EXPECTED_KEY: Partial<Record<PolicyType, Key>> = {
  'SSD-Policy': 'Resource',
  'SDM-Policy': 'SCOS-Task',
  'SPU-Policy': 'Actor',
};

/** Read one statement of a policy of `type`. */
export function readStatement(source: StatementSource, log: FaultLog): Statement | undefined {
  const { members, place } = source;
  const action = readAction(source, log);
  const context = readContext(members, log);
  const conditionNode = members.get('Condition');
  const condition = conditionNode && readCondition(conditionNode, log);
  const settings = readSettings(members.get('Attributes'), source.beside, log);
  if (action === undefined) return undefined;
  checkSettings(action, source, log);
  warnOfMissingKey(source, log);
  const idNode = members.get('StatementId');
  const description = textOf(members.get('description'), 'the description', log);
  const confidential = members.get('Confidential');
  return {
    id: (idNode && readName(idNode, 'StatementId', log)) ?? String(source.number),
    action,
    ...(description === undefined ? {} : { description }),
    confidential: confidential !== undefined && readFlag(confidential, '`Confidential`', log) !== false,
    ...context,
    ...(condition === undefined ? {} : { condition }),
    settings,
    place,
  };
}

function readContext(members: StatementMembers, log: FaultLog) {
  const read = <T>(key: Key, reader: (node: Node) => T): T | undefined => {
    const node = members.get(key);
    return node && reader(node);
  };
  const actor = read('Actor', (node) => readNames(node, 'actor', log));
  const resource = read('Resource', (node) => readNames(node, 'resource', log));
  const task = read('SCOS-Task', (node) => readNames(node, 'task', log));
  const frequency = read('frequency', (node) => readBands(node, log));
  const location = read('location', (node) => readAreas(node, log));
  const time = read('time', (node) => readWindows(node, log));
  return {
    ...(actor && { actor }),
    ...(resource && { resource }),
    ...(task && { task }),
    ...(frequency && { frequency }),
    ...(location && { location }),
    ...(time && { time }),
  };
}

function readAction({ members, type, place }: StatementSource, log: FaultLog): PolicyAction | undefined {
  const node = members.get('Policy-Action');
  if (node === undefined) {
    log.error('missing-key', 'the statement has no `Policy-Action`', place);
    return undefined;
  }
  const text = readText(node, '`Policy-Action`', log);
  if (text === undefined) return undefined;
  const action = ACTIONS.get(looseKey(text));
  if (action !== undefined && ACTIONS_OF_TYPE[type].includes(action)) return action;
  const detail = `\`${text}\` is no action of an ${type}; expected ${ACTIONS_OF_TYPE[type].join(', ')}`;
  log.error('unknown-action', detail, node.place);
  return undefined;
}

function checkSettings(action: PolicyAction, { members, beside, place }: StatementSource, log: FaultLog): void {
  const given = members.get('Attributes')?.place ?? beside[0]?.place;
  if (action === 'Set' && given === undefined) log.error('missing-key', 'a Set statement needs `Attributes`', place);
  else if (action !== 'Set' && given !== undefined) {
    log.error('unknown-key', `attributes belong on Set statements; this one is ${action}`, given);
  }
}

function warnOfMissingKey({ members, type, place }: StatementSource, log: FaultLog): void {
  const key = EXPECTED_KEY[type];
  if (key !== undefined && !members.has(key)) {
    log.warn('missing-key', `a statement of an ${type} should name \`${key}\`; without it, it applies to all`, place);
  }
}

function textOf(node: Node | undefined, what: string, log: FaultLog): string | undefined {
  return node && readText(node, what, log);
}
