/** One fault of a file that the operator gave, and where in it. */
export interface FileFault {
  /** Stable, kebab-case. */
  readonly code: string;
  readonly detail: string;
  /** JSON pointer into the file; empty for the file as a whole. */
  readonly pointer: string;
}

/** A file cannot be used; the message names the file and every fault. */
export class InputFileError extends Error {
  override readonly name = 'InputFileError';
  readonly path: string;
  readonly faults: readonly FileFault[];
  constructor(path: string, faults: readonly FileFault[], options?: ErrorOptions) {
    const lines = faults.map(({ pointer, detail }) => (pointer === '' ? detail : `${pointer}: ${detail}`));
    super(`cannot use \`${path}\`: ${lines.join('; ')}`, options);
    this.path = path;
    this.faults = faults;
  }
}
