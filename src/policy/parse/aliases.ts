import { readAreas, readBands } from './context.ts';
import { DIMENSIONS, parseQuantity } from '../../spectrum/quantity.ts';
import type { FaultLog, Place } from '../source/fault-log.ts';
import { readNames } from './names.ts';
import { readScalar } from './operand.ts';
import type { Member, Node } from '../source/reading.ts';
import { faultOfName, membersOf, readList, readObject, spellings } from '../source/reading.ts';
import { canonicalOperation, isOperation } from '../terms/registry.ts';
import type { Alias, NamedAlias } from '../terms/tree.ts';
import type { Turns } from '../turns.ts';
import { readWindows } from './windows.ts';

const KINDS = spellings(['actor', 'resource', 'task', 'frequency', 'location', 'time', 'value']);

type Kind = Alias['kind'];

const ALIASES_A_TURN = 64;

/** Read an `Aliases` object in turns: per kind, names and their members. */
export function* readingAliases(node: Node, namespace: string, log: FaultLog): Turns<readonly NamedAlias[]> {
  const kinds = readObject(node, { what: '`Aliases`', keys: KINDS, log })?.known ?? new Map<Kind, Member>();
  const aliases: NamedAlias[] = [];
  for (const [kind, member] of kinds) {
    for (const [number, alias] of (membersOf(member, `the ${kind} aliases`, log) ?? []).entries()) {
      if (number % ALIASES_A_TURN === 0) yield;
      const name = alias.key.normalize('NFC');
      const fault = faultOfAliasName(kind, name);
      if (fault !== undefined) log.error('bad-name', `the alias ${fault}`, alias.place);
      const read = fault === undefined ? readMembers(kind, alias, log) : undefined;
      if (read !== undefined) aliases.push({ ...read, namespace, name, place: alias.place });
    }
  }
  return aliases;
}

function readMembers(kind: Kind, node: Node & { readonly place: Place }, log: FaultLog): Alias | undefined {
  switch (kind) {
    case 'actor':
    case 'resource':
    case 'task':
      return { kind, members: readNames(node, kind, log) };
    case 'frequency':
      return { kind, members: readBands(node, log) };
    case 'location':
      return { kind, members: readAreas(node, log) };
    case 'time':
      return { kind, members: readWindows(node, log) };
    case 'value':
      return { kind, members: readValues(node, log) };
  }
}

function readValues(node: Node, log: FaultLog) {
  return (readList(node, 'a value alias', log) ?? []).flatMap((item) => {
    const value = readScalar(item, log);
    return value === undefined ? [] : [{ value, place: item.place }];
  });
}

function faultOfAliasName(kind: Kind, name: string): string | undefined {
  if (name === '*') return 'can’t be called `*`';
  if (kind === 'task' && isOperation(canonicalOperation(name)))
    return `can’t be called \`${name}\`: that is an operation`;
  // In a list of values it could mean itself or its members.
  if (kind === 'value' && DIMENSIONS.some((dimension) => parseQuantity(name, dimension).ok))
    return `can’t be called \`${name}\`: that is a quantity`;
  return faultOfName(name);
}
