/** A pattern cut into characters, `ANY` for one character and `RUN` for any run of them. */
type Token = string | typeof ANY | typeof RUN;
const ANY = Symbol('any character');
const RUN = Symbol('any run');

const SURROGATE = /[\ud800-\udfff]/;

/** An anchored pattern. Matching takes at most (length of the pattern) steps a character: there is no backtracking. */
export class Glob {
  readonly #tokens: readonly Token[];
  readonly #runsCrossColons: boolean;
  /** What stands before the first wildcard: most texts fail there already. */
  readonly #prefix: string;
  /** The pattern is its prefix and one `*`. */
  readonly #isPrefixOnly: boolean;

  private constructor(tokens: readonly Token[], runsCrossColons: boolean) {
    this.#tokens = tokens;
    this.#runsCrossColons = runsCrossColons;
    const wildcard = tokens.findIndex((token) => token === RUN || token === ANY);
    const literals = wildcard < 0 ? tokens : tokens.slice(0, wildcard);
    this.#prefix = literals.filter((token) => typeof token === 'string').join('');
    this.#isPrefixOnly = wildcard >= 0 && wildcard === tokens.length - 1 && tokens[wildcard] === RUN;
  }

  /** The pattern of the operator `like`: `*`, `?`, backslash to escape; all else is literal. */
  static like(pattern: string): Glob {
    const tokens: Token[] = [];
    const characters = Array.from(pattern);
    for (let i = 0; i < characters.length; i += 1) {
      const character = characters[i] ?? '';
      if (character === '\\') tokens.push(characters[(i += 1)] ?? '\\');
      else tokens.push(character === '*' ? RUN : character === '?' ? ANY : character);
    }
    return new Glob(tokens, true);
  }

  /** The wildcard of names: `*` stands for any run without a colon. */
  static name(pattern: string): Glob {
    return new Glob(
      Array.from(pattern, (character) => (character === '*' ? RUN : character)),
      false,
    );
  }

  matches(text: string): boolean {
    if (!text.startsWith(this.#prefix)) return false;
    if (SURROGATE.test(text)) return this.#matches(Array.from(text));
    if (this.#isPrefixOnly) return this.#runsCrossColons || !text.includes(':', this.#prefix.length);
    // Without surrogates a character is one unit, and the text need not be taken apart.
    return this.#matches(text);
  }

  #matches(characters: string | readonly string[]): boolean {
    const tokens = this.#tokens;
    let at = 0;
    let token = 0;
    // It is enough to lengthen the latest run: where that fails, lengthening an earlier one can't help. (For runs that
    // stop at colons too, because a literal between two runs either holds no colon or fits in one place only.)
    let run = -1;
    let runEnd = 0;
    while (at < characters.length) {
      const wanted = tokens[token];
      if (wanted === RUN) {
        run = token;
        runEnd = at;
        token += 1;
      } else if (wanted !== undefined && (wanted === ANY || wanted === characters[at])) {
        at += 1;
        token += 1;
      } else if (run >= 0 && (this.#runsCrossColons || characters[runEnd] !== ':')) {
        runEnd += 1;
        at = runEnd;
        token = run + 1;
      } else return false;
    }
    return tokens.slice(token).every((rest) => rest === RUN);
  }
}
