import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Page, type PageRequest, toPage } from '../../src/spectrum/page.ts';

interface Item {
  readonly id: string;
}

/** Items as a repository has them: in order of id, asked for with one more than the limit. */
function fetchFrom(items: readonly Item[], { limit, afterId }: PageRequest): Page<Item> {
  const after = afterId === undefined ? items : items.filter(({ id }) => id > afterId);
  return toPage(after.slice(0, limit + 1), limit);
}

describe('toPage', () => {
  it('continues after its last item when there is one more', () => {
    expect(toPage([{ id: 'a' }, { id: 'b' }, { id: 'c' }], 2)).toEqual({
      items: [{ id: 'a' }, { id: 'b' }],
      nextAfterId: 'b',
    });
  });

  it('ends when it just fits', () => {
    expect(toPage([{ id: 'a' }, { id: 'b' }], 2)).toEqual({ items: [{ id: 'a' }, { id: 'b' }] });
    expect(toPage([], 2)).toEqual({ items: [] });
  });

  it('shows every item once and in order, whatever the limit', () => {
    const ids = fc.uniqueArray(fc.uuid(), { maxLength: 40 });
    fc.assert(
      fc.property(ids, fc.integer({ min: 1, max: 10 }), (some, limit) => {
        const items = some.sort().map((id) => ({ id }));
        const seen: Item[] = [];
        let request: PageRequest = { limit };
        for (let pages = 0; pages <= items.length; pages++) {
          const page = fetchFrom(items, request);
          seen.push(...page.items);
          if (page.nextAfterId === undefined) break;
          request = { limit, afterId: page.nextAfterId };
        }
        expect(seen).toEqual(items);
      }),
    );
  });
});
