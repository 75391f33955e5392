import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Glob } from '../../../src/policy/compile/glob.ts';

/** The definition, read off slowly. */
function matches(pattern: string, text: string, run: (skipped: string) => boolean): boolean {
  const [first] = pattern;
  if (first === undefined) return text === '';
  if (first !== '*') return text.startsWith(first) && matches(pattern.slice(1), text.slice(1), run);
  return Array.from({ length: text.length + 1 }, (_, n) => n).some(
    (n) => run(text.slice(0, n)) && matches(pattern.slice(1), text.slice(n), run),
  );
}

const letters = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 8 });
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*'), maxLength: 6 });

describe('Glob', () => {
  it('matches names as its definition says, runs never crossing a colon', () => {
    fc.assert(
      fc.property(pattern, letters, (glob, text) => {
        expect(Glob.name(glob).matches(text)).toBe(matches(glob, text, (skipped) => !skipped.includes(':')));
      }),
      { numRuns: 5000 },
    );
  });

  it('matches like as its definition says, runs crossing colons', () => {
    fc.assert(
      fc.property(pattern, letters, (glob, text) => {
        expect(Glob.like(glob).matches(text)).toBe(matches(glob, text, () => true));
      }),
      { numRuns: 5000 },
    );
  });

  it('takes the text of a backslash literally', () => {
    expect(Glob.like('\\*\\?\\\\').matches('*?\\')).toBe(true);
  });
});
