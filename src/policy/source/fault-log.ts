import type { JsonFault } from './json-text.ts';
import { parseJson } from './json-text.ts';

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

  get pointer(): string {
    return this.#parent === undefined ? '#' : `${this.#parent.pointer}/${escapeKey(this.#key)}`;
  }
}

/** Collects what is wrong with a set of policy files, so that one load names every fault at once. */
export class FaultLog {
  readonly #errors: { code: string; detail: string; place: Place }[] = [];
  readonly #warnings: { code: string; detail: string; place: Place }[] = [];

  error(code: string, detail: string, place: Place): void {
    this.#errors.push({ code, detail, place });
  }

  warn(code: string, detail: string, place: Place): void {
    this.#warnings.push({ code, detail, place });
  }

  /** Take over a fault of the JSON text itself. */
  json(fault: JsonFault, root: Place): void {
    const place = fault.path.reduce((at, key) => at.at(key), root);
    const { line, column } = lineAndColumn(root.file.text, fault.offset);
    this.error(fault.code, `${fault.detail} (line ${line}, column ${column})`, place);
  }

  get hasErrors(): boolean {
    return this.#errors.length > 0;
  }

  get errors(): PolicyFault[] {
    return withPositions(this.#errors);
  }

  get warnings(): PolicyFault[] {
    return withPositions(this.#warnings);
  }
}

function withPositions(faults: readonly { code: string; detail: string; place: Place }[]): PolicyFault[] {
  const offsets = new Map<PolicyFile, ReadonlyMap<string, number>>();
  return faults.map(({ code, detail, place: { file, pointer } }) => {
    const found = offsets.get(file) ?? offsetsOf(file, new Set(faults.map(({ place }) => place.pointer)));
    offsets.set(file, found);
    const offset = found.get(pointer);
    return {
      code,
      detail,
      path: file.path,
      pointer,
      ...(offset === undefined ? {} : lineAndColumn(file.text, offset)),
    };
  });
}

function offsetsOf(file: PolicyFile, wanted: ReadonlySet<string>): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  parseJson(file.text, (path, offset) => {
    const pointer = ['#', ...path.map(escapeKey)].join('/');
    if (wanted.has(pointer) && !found.has(pointer)) found.set(pointer, offset);
  });
  return found;
}

function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function escapeKey(key: string | number): string {
  return String(key).replaceAll('~', '~0').replaceAll('/', '~1');
}
