import type { FaultLog } from '../source/fault-log.ts';
import type { Node } from '../source/reading.ts';
import { readName, readOneOrMany } from '../source/reading.ts';
import { canonicalOperation } from '../terms/registry.ts';
import type { Name, NameField } from '../terms/tree.ts';

const KINDS = ['user', 'group', 'role'] as const;

/** Which of an Actor's names a prefix restricts to. */
export type ActorKind = (typeof KINDS)[number];

/** Read one name or a list of them. */
export function readNames(node: Node, field: NameField, log: FaultLog): readonly Name[] {
  const what = { actor: 'an Actor', resource: 'a Resource', task: 'a SCOS-Task' }[field];
  return (readOneOrMany(node, what, log) ?? []).flatMap((item) => {
    const text = readName(item, what, log);
    if (text === undefined) return [];
    if (field === 'actor' && splitActorName(text).text === '') {
      log.error('bad-name', `\`${text}\` names nobody`, item.place);
      return [];
    }
    return [{ text: field === 'task' ? canonicalOperation(text) : text, place: item.place }];
  });
}

/** Split `role:admin` into the kind it is restricted to and the name; other names have no kind. */
export function splitActorName(name: string): { kind: ActorKind | undefined; text: string } {
  const kind = KINDS.find((prefix) => name.startsWith(`${prefix}:`));
  return kind === undefined ? { kind, text: name } : { kind, text: name.slice(kind.length + 1) };
}
