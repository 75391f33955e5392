import type { AliasView } from './aliases.ts';
import { expand } from './aliases.ts';
import type { NaiveRequest } from './request.ts';
import { operationOf } from './tasks.ts';
import type { Truth } from './truth.ts';
import { or } from './truth.ts';

/** The parts of a request that have names. */
export type Named = 'actor' | 'resource' | 'task';

/** B-01: a part is there when it has at least one name. */
export function isNamed(part: Named, { actor, resource, operation, task }: NaiveRequest): boolean {
  const names = { actor, resource, task: operation === undefined ? task : [operation, ...task] };
  return names[part].length > 0;
}

/** True when one of the written names, their aliases expanded, means the part of the request. */
export function isAmong(written: unknown, part: Named, request: NaiveRequest, view: AliasView): Truth {
  if (!isNamed(part, request)) return undefined;
  const names = expand(written, part, view).map((name) => String(name).normalize('NFC'));
  return or(names.map((name) => means(name, part, request)));
}

/** B-06: `like` looks at every name that `equals` would; a prefix restricts to a kind. */
export function isLike(pattern: string, part: Named, request: NaiveRequest): Truth {
  if (!isNamed(part, request)) return undefined;
  if (part === 'actor') {
    const { kind, text } = splitActor(pattern.normalize('NFC'));
    return request.actor.some((name) => (kind === undefined || name.kind === kind) && globMatches(text, name.text));
  }
  if (part === 'resource') return request.resource.some((name) => globMatches(pattern, name));
  return orOperation(
    request.task.some((name) => globMatches(pattern, name)),
    request,
    (operation) => globMatches(pattern, operation),
  );
}

/** anchored, `*` for a run and `?` for one character, a backslash takes what follows literally. */
export function globMatches(pattern: string, text: string): boolean {
  const parts = [...pattern.normalize('NFC').matchAll(/\\([^])|([^])/gu)].map(([, escaped, plain = '']) => {
    if (escaped !== undefined) return literal(escaped);
    return plain === '*' ? '[^]*' : plain === '?' ? '[^]' : literal(plain);
  });
  return new RegExp(`^${parts.join('')}$`, 'u').test(text.normalize('NFC'));
}

function means(name: string, part: Named, request: NaiveRequest): Truth {
  if (part === 'actor') {
    const { kind, text } = splitActor(name);
    return request.actor.some((one) => (kind === undefined || one.kind === kind) && wildcardMatches(text, one.text));
  }
  if (part === 'resource') return request.resource.some((one) => wildcardMatches(name, one));
  // A SCOS-Task that names an operation means that operation, never a task that happens to be called so.
  const operation = operationOf(name);
  if (operation !== undefined) return orOperation(false, request, (one) => one === operation);
  return orOperation(
    request.task.some((one) => wildcardMatches(name, one)),
    request,
    (one) => wildcardMatches(name, one),
  );
}

/** B-01: a task without operation has an unknown operation. */
function orOperation(byName: boolean, { operation }: NaiveRequest, matches: (operation: string) => boolean): Truth {
  return or([byName, operation === undefined ? undefined : matches(operation)]);
}

/** a bare `*` is everything; elsewhere it is a run without a colon. */
function wildcardMatches(name: string, text: string): boolean {
  if (name === '*') return true;
  const pattern = name.split('*').map(literal).join('[^:]*');
  return new RegExp(`^${pattern}$`, 'u').test(text);
}

/** a prefix restricts a name to users, groups or roles. */
function splitActor(name: string): { kind: string | undefined; text: string } {
  const [, kind, text = ''] = /^(user|group|role):([^]*)$/.exec(name) ?? [];
  return kind === undefined ? { kind, text: name } : { kind, text };
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
