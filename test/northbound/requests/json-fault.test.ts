import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeOfJsonFault } from '../../../src/northbound/requests/json-fault.ts';

describe('placeOfJsonFault', () => {
  it.each([
    ['{"a": }', 'line 1, column 7 a value was expected'],
    ['{"a": 1', 'line 1, column 8 `,` or the closing bracket was expected, but the body ends'],
    ['{\n  "a": 1,\n}', 'line 3, column 1 a name in double quotes was expected'],
    ['[1 2]', 'line 1, column 4 `,` or the closing bracket'],
    ['[1,]', 'line 1, column 4 a value was expected'],
    ["{'a': 1}", 'line 1, column 2 a name in double quotes or `}`'],
    ['{"a" 1}', 'line 1, column 6 `:`'],
    ['{} {}', 'line 1, column 4 the end was expected'],
    ['[}', 'line 1, column 2 a value or `]`'],
    ['"open', 'line 1, column 1 a value was expected'],
    ['"a\nb"', 'line 1, column 1 a value'],
    ['01', 'line 1, column 2 the end'],
    ['NaN', 'line 1, column 1 a value'],
    ['', 'line 1, column 1 a value was expected, but the body ends'],
    ['\ufeff{}', 'line 1, column 1 a value'],
  ])('says where %j stops being JSON', (text, place) => {
    expect(() => {
      JSON.parse(text);
    }).toThrow(SyntaxError);
    expect(placeOfJsonFault(text)).toContain(place);
  });

  it('finds the place where JSON with a piece cut out goes wrong, at or after the cut', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.integer({ min: 1, max: 5 }), (json, from, length) => {
        const at = from % json.length;
        const text = json.slice(0, at) + json.slice(at + length);
        if (isJson(text)) return;
        const [, column] = /line 1, column (\d+)/.exec(placeOfJsonFault(text)) ?? [];
        expect(Number(column)).toBeGreaterThan(0);
        expect(Number(column)).toBeLessThanOrEqual(text.length + 1);
      }),
    );
  });

  it('takes long texts', () => {
    const long = `["${'x'.repeat(1_000_000)}", ${'['.repeat(20_000)}`;
    expect(placeOfJsonFault(long)).toContain('but the body ends');
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
