import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toJson } from '../../../src/northbound/pages/page-text.ts';

const item = fc.dictionary(fc.string(), fc.jsonValue()).map((body) => body as object);
const frozenOrNot = fc.tuple(item, fc.boolean()).map(([body, frozen]) => (frozen ? Object.freeze(body) : body));
const page = fc.record({ items: fc.array(frozenOrNot), next_cursor: fc.option(fc.string()) });

describe('the text of a body', () => {
  it('is that of JSON.stringify, for pages of frozen and other items, also the second time', () => {
    fc.assert(
      fc.property(page, (body) => {
        expect(toJson(body)).toBe(JSON.stringify(body));
        expect(toJson(body)).toBe(JSON.stringify(body));
      }),
    );
  });

  it('is that of JSON.stringify for whatever is no page', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        expect(toJson(body)).toBe(JSON.stringify(body));
      }),
    );
    for (const body of [{ items: [], next_cursor: null, more: 1 }, { items: 1, next_cursor: null }, { items: [] }]) {
      expect(toJson(body)).toBe(JSON.stringify(body));
    }
  });

  it('follows changes of what is not frozen', () => {
    const changing = { name: 'before' };
    expect(toJson({ items: [changing], next_cursor: null })).toContain('before');
    changing.name = 'after';
    expect(toJson({ items: [changing], next_cursor: null })).toContain('after');
  });
});
