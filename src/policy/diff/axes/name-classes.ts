import type { CompiledTest } from '../../compile/condition.ts';
import type { NameSet, RequestName } from '../../compile/name-set.ts';
import { splitActorName } from '../../parse/names.ts';
import type { NameField } from '../../terms/tree.ts';
import type { LiveStatement } from '../live-statement.ts';
import type { PartName } from '../policy-difference.ts';
import type { Branch, Notes } from './axis.ts';

/** Some names that a request may bear together. */
export interface NameChoice {
  readonly names: readonly NamedOne[];
}

/** A name, and how it is called in a report. */
export interface NamedOne {
  readonly name: RequestName;
  readonly label: string;
}

/** A question that statements ask about names. */
type Question = (name: RequestName) => boolean;

interface NameClass extends NamedOne {
  readonly answers: ReadonlySet<number>;
}

const MOST_CHOICES = 256;
const KINDS = ['role', 'group', 'user'] as const;
const FRESH = 'zz';
/** A name that no statement speaks of. */
export const ANY_OTHER = 'any other';
/** An Actor that has a role or a group and no user. */
const NO_USER = 'no user';

/**
 * Sets of names that the live statements tell from one another: each name for itself, and names together. An Actor has
 * one user at most and any number of groups and roles; of resources and tasks there may be any number of names.
 */
export function nameChoices(branch: Branch, field: NameField, notes: Notes): readonly NameChoice[] {
  const texts = textsOf(branch, field);
  const fresh = freshWord(texts);
  const questions = questionsOf(branch, field);
  const classes = classesOf(field, instancesOf(texts, fresh), questions);
  if (field === 'actor' && questionsForUsersAlone(classes, texts) > 1) {
    notes.leaveOut('users whose one name fits several wildcards');
  }
  if (field !== 'actor') return combined([named({ text: fresh }, ANY_OTHER, questions)], classes, notes);
  const anyUser = named({ text: fresh, kind: 'user' }, ANY_OTHER, questions);
  // Whoever has a role or a group may be no user at all, which `user:*` and conditions can tell.
  const noUsers = (['role', 'group'] as const).map((kind) => named({ text: fresh, kind }, NO_USER, questions));
  const users = classes.filter(({ name }) => name.kind === 'user');
  return combined([anyUser, ...users, ...noUsers], classes, notes);
}

/** A word that no text contains. */
export function freshWord(texts: readonly string[]): string {
  let word = FRESH;
  while (texts.some((text) => text.includes(word))) word += 'z';
  return word;
}

/** Every name and pattern of the field in live statements; of Actors with their kind. */
export function textsOf({ live }: Branch, field: NameField): readonly string[] {
  const ofSet = (set: NameSet | undefined) => (set === undefined ? [] : [...set.parts.literals, ...set.parts.globs]);
  const texts = live.flatMap(({ statement, tests }) => [
    ...ofSet(statement[field]),
    ...tests.filter(({ axis }) => axis === field).flatMap(({ compiled }) => textsOfTest(compiled)),
  ]);
  return [...new Set(texts)];
}

function textsOfTest({ test, operand }: CompiledTest): readonly string[] {
  if (operand.kind === 'names') return [...operand.set.parts.literals, ...operand.set.parts.globs];
  if (test.operand.kind !== 'pattern') return [];
  const pattern = test.field.name === 'actor' ? splitActorName(test.operand.pattern).text : test.operand.pattern;
  return [pattern.replaceAll('?', 'q').replace(/\\(.)/gsu, '$1')];
}

/** Names themselves, and the most general name that each pattern matches, with what it is called. */
function instancesOf(texts: readonly string[], fresh: string): readonly { text: string; label: string }[] {
  return texts.map((label) => ({ text: label.replaceAll('*', fresh), label }));
}

function questionsOf({ live, open }: Branch, field: NameField): readonly Question[] {
  const questions: Question[] = [];
  // Statements that do the same whatever else is settled ask one question together.
  const alike = Map.groupBy(
    live.filter(({ statement }) => statement[field] !== undefined),
    (one) => residueOf(one, field, open),
  );
  for (const group of alike.values()) {
    const sets = group.flatMap(({ statement }) => statement[field] ?? []);
    questions.push((name) => sets.some((set) => set.match({ names: [name], complete: true }) === true));
  }
  for (const { tests } of live) {
    for (const { compiled, axis } of tests) if (axis === field) questions.push(...questionOfTest(compiled));
  }
  return questions;
}

function questionOfTest({ operand }: CompiledTest): readonly Question[] {
  if (operand.kind === 'names') return [(name) => operand.set.match({ names: [name], complete: true }) === true];
  if (operand.kind !== 'pattern') return [];
  const { glob, nameKind } = operand;
  return [({ text, kind }) => (nameKind === undefined || nameKind === kind) && glob.matches(text)];
}

/** What a statement does and what is left to settle of it, but for its names of `field`. */
function residueOf({ side, meaning, isUnknown }: LiveStatement, field: NameField, open: Branch['open']): string {
  const parts = Object.entries(meaning.parts).filter(([part]) => part !== field && open.has(part as PartName));
  return JSON.stringify([side, meaning.effect, isUnknown, parts, meaning.condition]);
}

function classesOf(
  field: NameField,
  instances: readonly { text: string; label: string }[],
  questions: readonly Question[],
): readonly NameClass[] {
  const classes = new Map<string, NameClass>();
  for (const { text, label } of instances) {
    for (const kind of field === 'actor' ? KINDS : [undefined]) {
      const one = named(
        kind === undefined ? { text } : { text, kind },
        kind === undefined ? label : `${kind}:${label}`,
        questions,
      );
      const key = [...one.answers].join();
      // Groups and roles come before users: they combine with everything.
      if (one.answers.size > 0 && !classes.has(key)) classes.set(key, one);
    }
  }
  return [...classes.values()];
}

function named(name: RequestName, label: string, questions: readonly Question[]): NameClass {
  const answers = new Set(questions.flatMap((question, index) => (question(name) ? [index] : [])));
  return { name, label, answers };
}

/** Users of whom a wildcard speaks that no group or role fits. */
function questionsForUsersAlone(classes: readonly NameClass[], texts: readonly string[]): number {
  const patterns = new Set(texts.filter((text) => text.includes('*') && text !== '*'));
  return classes.filter(({ name, label }) => name.kind === 'user' && patterns.has(label.replace(/^user:/, ''))).length;
}

/** One of `first` with any of the others, each set of answers once, the fewest names first. */
function combined(first: readonly NameClass[], others: readonly NameClass[], notes: Notes): readonly NameChoice[] {
  const found = new Map<string, { names: readonly NameClass[]; answers: ReadonlySet<number> }>();
  const add = (names: readonly NameClass[]) => {
    const answers = new Set(names.flatMap((one) => [...one.answers]));
    const key = [...answers].sort((a, b) => a - b).join();
    if (names.filter(({ name }) => name.kind === 'user').length > 1 || found.has(key)) return undefined;
    found.set(key, { names, answers });
    return names;
  };
  let latest = first.flatMap((one) => {
    const names = add([one]);
    return names === undefined ? [] : [names];
  });
  while (latest.length > 0 && found.size < MOST_CHOICES) {
    latest = latest.flatMap((names) =>
      others.flatMap((one) => {
        const more = add([...names, one]);
        return more === undefined ? [] : [more];
      }),
    );
  }
  if (found.size >= MOST_CHOICES) notes.leaveOut('some combinations of names');
  return [...found.values()].slice(0, MOST_CHOICES).map(({ names }) => ({ names }));
}
