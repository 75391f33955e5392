/**
 * Names that generated policies and requests share. The pools are small on purpose: a request must often be meant by a
 * statement, be it by its own name, by a wildcard, by a prefix or through an alias, and nearly as often be missed.
 */
import fc from 'fast-check';

/** The names of one kind of thing: how a policy may write them, and the aliases among them. */
interface NamePool {
  readonly written: readonly string[];
  /** Each may hold those after it, so that no alias ever goes in a circle. */
  readonly aliases: readonly string[];
}

/** How policies may name Actors; `Andre\u0301` and `André` are one name. */
export const ACTORS: NamePool = {
  written: [
    ...['ann', 'user:ann', 'user:bob', 'Andre\u0301', 'Lab', 'group:Lab', 'role:client', 'client', 'role:admin'],
    ...['role:Foo*', 'b*', '*', '*', 'user:*', 'nobody'],
  ],
  aliases: ['Staff', 'Crew'],
};

/** How policies may name Resources. */
export const RESOURCES: NamePool = {
  written: [
    ...['Foo:Sensors::A', 'Foo:Sensors::B', 'Foo:Sensors::*', 'Foo:Sensors::*', '*:Sensors::A', 'North', '*', '*'],
    ...['Foo:*', 'Bar:Sensors::A', 'No*'],
  ],
  aliases: ['Yards', 'Masts'],
};

/** How policies may name SCOS-Tasks: operations, their synonyms, single tasks and groups of tasks. */
export const TASKS: NamePool = {
  written: [
    ...['Scanning', 'Scanning', 'scan', 'SCANNING', 'Calibration', 'Storage', 'store', 'Transmission', 'Discovery'],
    ...['*', '*', 'survey-1', 'survey-*', 'Surveys', 'Scan*'],
  ],
  aliases: ['Work', 'Rounds'],
};

/** One name or up to three. */
export function namesOf({ written, aliases }: NamePool): fc.Arbitrary<string | readonly string[]> {
  const name = fc.constantFrom(...written, ...aliases);
  return fc.oneof(
    { weight: 3, arbitrary: name },
    { weight: 2, arbitrary: fc.array(name, { minLength: 1, maxLength: 3 }) },
  );
}

/** All aliases of a pool with their members. */
export function aliasesOf(pool: NamePool): fc.Arbitrary<Readonly<Record<string, readonly string[]>>> {
  return nestedAliases(pool.aliases, fc.constantFrom(...pool.written));
}

/** Aliases by name; each holds values and, perhaps, aliases that come after it. */
export function nestedAliases<Value>(
  names: readonly string[],
  value: fc.Arbitrary<Value>,
): fc.Arbitrary<Readonly<Record<string, readonly (Value | string)[]>>> {
  const lists = names.map((_, index) => {
    const later = names.slice(index + 1);
    const member = later.length === 0 ? value : fc.oneof({ weight: 3, arbitrary: value }, fc.constantFrom(...later));
    return fc.array<Value | string>(member, { minLength: 1, maxLength: 3 });
  });
  return fc
    .tuple(...lists)
    .map((members) => Object.fromEntries(names.map((name, index) => [name, members[index] ?? []])));
}
