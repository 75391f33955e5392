import { isOperation, OPERATIONS } from '../../terms/registry.ts';
import type { Axis, Choice } from './axis.ts';
import { text } from './axis.ts';
import type { NamedOne } from './name-classes.ts';
import { ANY_OTHER, freshWord, nameChoices, textsOf } from './name-classes.ts';

/** Who asks: nobody known, and every combination of names that matters. */
export const actorAxis: Axis = function* (branch, notes) {
  const { request } = branch;
  for (const { names } of nameChoices(branch, 'actor', notes)) {
    const of = (kind: string) => names.filter(({ name }) => name.kind === kind).map(({ name }) => name.text);
    const [user] = of('user');
    const actor = { ...(user === undefined ? {} : { user }), groups: of('group'), roles: of('role') };
    yield { request: { ...request, actor }, label: labelOf(names) };
  }
  yield { request: { ...request, actor: undefined }, label: text('not given') };
};

/** What is asked for: nothing known, and every combination of its names that matters. */
export const resourceAxis: Axis = function* (branch, notes) {
  const { request } = branch;
  for (const { names } of nameChoices(branch, 'resource', notes)) {
    // A name with a collection is one resource; others are groups it belongs to.
    const known = names.filter(({ label }) => label !== ANY_OTHER);
    const texts = (known.length === 0 ? names : known)
      .map(({ name }) => name.text)
      .sort((a, b) => Number(b.includes('::')) - Number(a.includes('::')));
    const [id, ...groups] = texts;
    yield { request: { ...request, resource: { id, groups } }, label: labelOf(names) };
  }
  yield { request: { ...request, resource: undefined }, label: text('not given') };
};

/** What is to be done: each operation that matters, another one and none, with every combination of names. */
export const taskAxis: Axis = function* (branch, notes) {
  const { request, live } = branch;
  const texts = textsOf(branch, 'task');
  const isAboutAny = texts.some((one) => one.includes('*'));
  const implied = live.flatMap(({ statement }) => [...(statement.impliedOperations ?? [])]);
  const mentioned = new Set([...texts.filter(isOperation), ...implied]);
  const operations = isAboutAny ? OPERATIONS : OPERATIONS.filter((one) => mentioned.has(one));
  const choices = nameChoices(branch, 'task', notes).map(({ names }) =>
    names.filter(({ name }) => !isOperation(name.text)),
  );
  for (const operation of [...operations, freshWord(texts), undefined]) {
    const label = operation === undefined ? 'no operation' : isOperation(operation) ? operation : 'another operation';
    yield* choices.map((names) => toTask(request, { operation, label }, names));
  }
};

function toTask(
  request: Choice['request'],
  { operation, label }: { readonly operation: string | undefined; readonly label: string },
  names: readonly NamedOne[],
): Choice {
  const own = names.filter(({ label: one }) => one !== ANY_OTHER);
  const [name, ...groups] = own.map((one) => one.name.text);
  const task = {
    ...(operation === undefined ? {} : { operation }),
    ...(name === undefined ? {} : { name, groups }),
  };
  const texts = [label, ...own.map((one) => one.label)];
  return { request: { ...request, task }, label: text(texts.join(' and ')) };
}

function labelOf(names: readonly NamedOne[]): Choice['label'] {
  const certain = names.filter(({ label }) => label !== ANY_OTHER).map(({ label }) => label);
  return text(certain.length === 0 ? ANY_OTHER : certain.join(' and '));
}
