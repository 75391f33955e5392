import type { Turns } from '../turns.ts';
import { finish } from '../turns.ts';
import type { JsonFault } from './json-text.ts';
import { OffsetFinder } from './offset-finder.ts';

/** A file of policies as it was read: its path is only a name for messages. */
export interface PolicyFile {
  readonly path: string;
  readonly text: string;
}

/** One fault or warning of a policy file and where it is: `pointer` is a JSON pointer, line and column start at 1. */
export interface PolicyFault {
  /** Stable, kebab-case: `unknown-key`, `wrong-unit`, `alias-cycle`, … */
  readonly code: string;
  readonly detail: string;
  readonly path: string;
  readonly pointer: string;
  readonly line?: number;
  readonly column?: number;
}

/** A value's place in a file; pointers are only spelled out when a fault needs one. */
export class Place {
  readonly file: PolicyFile;
  readonly #parent: Place | undefined;
  readonly #key: string | number;

  private constructor(file: PolicyFile, parent: Place | undefined, key: string | number) {
    this.file = file;
    this.#parent = parent;
    this.#key = key;
  }

  static root(file: PolicyFile): Place {
    return new Place(file, undefined, '');
  }

  at(key: string | number): Place {
    return new Place(this.file, this, key);
  }

  /** The keys that lead here from the root. */
  get path(): readonly (string | number)[] {
    return this.#parent === undefined ? [] : [...this.#parent.path, this.#key];
  }

  get pointer(): string {
    return ['#', ...this.path.map(escapeKey)].join('/');
  }
}

interface LoggedFault {
  readonly code: string;
  readonly detail: string;
  readonly place: Place;
  /** Where in the text it is, if not where the value of `place` begins. */
  readonly offset?: number;
}

const FAULTS_A_TURN = 512;

/** Collects what is wrong with a set of policy files, so that one load names every fault at once. */
export class FaultLog {
  readonly #errors: LoggedFault[] = [];
  readonly #warnings: LoggedFault[] = [];

  error(code: string, detail: string, place: Place): void {
    this.#errors.push({ code, detail, place });
  }

  warn(code: string, detail: string, place: Place): void {
    this.#warnings.push({ code, detail, place });
  }

  /** Take over a fault of the JSON text itself. */
  json(fault: JsonFault, root: Place): void {
    const { code, detail, offset } = fault;
    this.#errors.push({ code, detail, offset, place: fault.path.reduce((at, key) => at.at(key), root) });
  }

  get hasErrors(): boolean {
    return this.#errors.length > 0;
  }

  get errors(): PolicyFault[] {
    return finish(locating(this.#errors));
  }

  get warnings(): PolicyFault[] {
    return finish(locating(this.#warnings));
  }

  /** Errors and warnings with their places, worked out in turns: each file has to be read once more. */
  *locating(): Turns<{ readonly errors: PolicyFault[]; readonly warnings: PolicyFault[] }> {
    return { errors: yield* locating(this.#errors), warnings: yield* locating(this.#warnings) };
  }
}

function* locating(faults: readonly LoggedFault[]): Turns<PolicyFault[]> {
  const finders = new Map<PolicyFile, OffsetFinder>();
  for (const { place } of faults) {
    const finder = finders.get(place.file) ?? new OffsetFinder(place.file.text);
    finders.set(place.file, finder);
    finder.want(place.path);
  }
  for (const finder of finders.values()) yield* finder.reading();
  const located: PolicyFault[] = [];
  for (const { code, detail, offset, place } of faults) {
    if (located.length % FAULTS_A_TURN === 0) yield;
    const position = finders.get(place.file)?.positionOf(place.path, offset);
    located.push({ code, detail, path: place.file.path, pointer: place.pointer, ...position });
  }
  return located;
}

function escapeKey(key: string | number): string {
  return String(key).replaceAll('~', '~0').replaceAll('/', '~1');
}
