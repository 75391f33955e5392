import { Glob } from '../../compile/glob.ts';
import { splitActorName } from '../../parse/names.ts';
import { isOperation } from '../../terms/registry.ts';
import type { NameField } from '../../terms/tree.ts';
import { STRANGER } from '../request-parts.ts';
import type { Point } from './point.ts';

const WORDS: Readonly<Record<NameField, string>> = { actor: 'Actor', resource: 'Resource', task: 'SCOS-Task' };

/** A request that bears each of the names, one beside each wildcard, and one that bears none. */
export function namePoints(field: NameField, names: readonly string[]): readonly Point[] {
  const members = names.map((name) => ({
    names: [instanceOf(name)],
    why: `${WORDS[field]} \`${instanceOf(name)}\`, ${name.includes('*') ? `one of \`${name}\`` : 'which is named'}`,
  }));
  const besideWildcards = names
    .filter((name) => name.includes('*') && splitActorName(name).text !== '*')
    .map((name) => ({
      names: [beyond(name)],
      why: `${WORDS[field]} \`${beyond(name)}\`, past the wildcard of \`${name}\``,
    }));
  const others = outsidersOf(field, names).map((name) => ({
    names: [name],
    why: `${WORDS[field]} \`${name}\`, which is not named`,
  }));
  return [...members, ...besideWildcards, ...others].map(({ names: some, why }) => ({
    parts: partOf(field, some),
    why,
  }));
}

/** A name that the pattern of `like` matches, and two that it hardly does. */
export function likePoints(field: NameField, pattern: string): readonly Point[] {
  const match = matchFor(pattern);
  return [match, `${match}-x`, `x-${match}`, STRANGER].map((name) => ({
    parts: partOf(field, [name]),
    why: `${WORDS[field]} \`${name}\`, held against \`${pattern}\``,
  }));
}

/** A text that `like` takes for the pattern: runs empty, single characters `x`. */
export function matchFor(pattern: string): string {
  const texts: Readonly<Record<string, string>> = { '*': '', '?': 'x' };
  return pattern.replace(/\\(.)|\*|\?/gsu, (mark: string, escaped?: string) => escaped ?? texts[mark] ?? '');
}

function partOf(field: NameField, names: readonly string[]): Point['parts'] {
  // A task has an operation, or nothing is known of it.
  const known = field === 'task' && !names.some(isOperation) ? ['Scanning', ...names] : names;
  return { [field]: known };
}

function instanceOf(name: string): string {
  return name.replaceAll('*', 'x');
}

/** A wildcard stands for no colon. */
function beyond(name: string): string {
  return name.replace('*', 'x:x').replaceAll('*', 'x');
}

function outsidersOf(field: NameField, names: readonly string[]): readonly string[] {
  if (field !== 'task') return [field === 'actor' ? `user:${STRANGER}` : `${STRANGER}:Sensors::${STRANGER}`];
  const operations = ['Scanning', 'Calibration', 'Discovery', 'Storage', 'Transmission', 'Configuration'];
  const outside = operations.filter((one) => !names.some((name) => name === one || Glob.name(name).matches(one)));
  return outside.slice(0, 2);
}
