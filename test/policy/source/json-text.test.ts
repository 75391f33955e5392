import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../src/policy/source/json-text.ts';

describe('parseJson', () => {
  it('reads whatever JSON.parse reads, to the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const { value: read, faults } = parseJson(text);
        expect(faults).toEqual([]);
        expect(JSON.stringify(read)).toBe(JSON.stringify(JSON.parse(text)));
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses whatever JSON.parse refuses', () => {
    const junk = fc.string({
      unit: fc.constantFrom('{', '}', '[', ']', '"', 'a', ':', ',', '1', '-', '.', 'e', ' ', '\\', 'n', '\n', 'null'),
      maxLength: 8,
    });
    fc.assert(
      fc.property(junk, (text) => {
        const { value, faults } = parseJson(text);
        const isRefused = faults.some(({ code }) => code === 'malformed-json');
        expect(isRefused).toBe(!isJson(text));
        expect(value === undefined).toBe(isRefused);
      }),
      { numRuns: 5000 },
    );
  });

  it('makes objects that reach no built-in property', () => {
    const { value } = parseJson('{"__proto__": {"admin": true}}');
    expect(Object.getPrototypeOf(value)).toBeNull();
    expect(Object.keys(value ?? {})).toEqual(['__proto__']);
  });

  it('names the key that is given twice', () => {
    expect(parseJson('{"a": [{"b": 1, "b": 2}]}').faults).toMatchObject([
      { code: 'duplicate-key', path: ['a', 0, 'b'], offset: 16 },
    ]);
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
