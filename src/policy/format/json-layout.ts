/** A JSON value whose objects keep their members in the order given, whatever their keys. */
export type Layout = null | boolean | number | string | readonly Layout[] | LayoutObject;

/** An object of a layout. */
export interface LayoutObject {
  readonly members: readonly (readonly [key: string, value: Layout])[];
  /** Every member on a line of its own, however short. */
  readonly block: boolean;
}

/** The widest line. */
const WIDTH = 120;

/**
 * JSON text with two spaces of indentation: lists and small objects stay on one line where they fit, but lists of several
 * pairs or objects go down the page. Prettier leaves the result as it is. Ends in a newline.
 */
export function layOut(value: Layout): string {
  return `${print(value, { indent: '', before: 0, after: 0 })}\n`;
}

/** An object that stays on one line where it fits. */
export function inline(members: LayoutObject['members']): LayoutObject {
  return { members, block: false };
}

/** An object with a line for each member. */
export function block(members: LayoutObject['members']): LayoutObject {
  return { members, block: true };
}

interface Room {
  readonly indent: string;
  /** Characters that stand on the line before and after the value. */
  readonly before: number;
  readonly after: number;
}

function print(value: Layout, room: Room): string {
  if (!isList(value) && !isObject(value)) return JSON.stringify(value);
  const flat = mustBreak(value) ? undefined : printFlat(value);
  if (flat !== undefined && room.before + width(flat) + room.after <= WIDTH) return flat;
  const indent = `${room.indent}  `;
  return isList(value) ? printList(value, room.indent, indent) : printObject(value, room.indent, indent);
}

function printList(items: readonly Layout[], outer: string, indent: string): string {
  if (items.every((item) => typeof item === 'number') && items.length > 1) return fill(items, outer, indent);
  const lines = items.map((item, index) => {
    const comma = index < items.length - 1 ? ',' : '';
    return `${indent}${print(item, { indent, before: indent.length, after: comma.length })}${comma}`;
  });
  return `[\n${lines.join('\n')}\n${outer}]`;
}

function printObject({ members }: LayoutObject, outer: string, indent: string): string {
  const lines = members.map(([key, value], index) => {
    const comma = index < members.length - 1 ? ',' : '';
    const label = `${JSON.stringify(key)}: `;
    const before = indent.length + width(label);
    return `${indent}${label}${print(value, { indent, before, after: comma.length })}${comma}`;
  });
  return `{\n${lines.join('\n')}\n${outer}}`;
}

/** Numbers, as many on a line as fit. */
function fill(items: readonly number[], outer: string, indent: string): string {
  const lines: string[] = [];
  let line = '';
  items.forEach((item, index) => {
    const text = `${item}${index < items.length - 1 ? ',' : ''}`;
    if (line !== '' && indent.length + line.length + 1 + text.length > WIDTH) {
      lines.push(line);
      line = text;
    } else line = line === '' ? text : `${line} ${text}`;
  });
  return `[\n${[...lines, line].map((one) => `${indent}${one}`).join('\n')}\n${outer}]`;
}

function printFlat(value: Layout): string {
  if (isList(value)) return `[${value.map(printFlat).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  if (value.members.length === 0) return '{}';
  return `{ ${value.members.map(([key, member]) => `${JSON.stringify(key)}: ${printFlat(member)}`).join(', ')} }`;
}

/** True when some part of the value has to go over several lines. */
function mustBreak(value: Layout): boolean {
  if (isList(value)) return isTable(value) || value.some(mustBreak);
  if (!isObject(value)) return false;
  return (value.block && value.members.length > 0) || value.members.some(([, member]) => mustBreak(member));
}

/** Several lists, or several objects, each with several members. */
function isTable(items: readonly Layout[]): boolean {
  if (items.length < 2) return false;
  return (
    items.every((item) => isList(item) && item.length > 1) ||
    items.every((item) => isObject(item) && item.members.length > 1)
  );
}

function width(text: string): number {
  return Array.from(text).length;
}

function isList(value: Layout): value is readonly Layout[] {
  return Array.isArray(value);
}

function isObject(value: Layout): value is LayoutObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
