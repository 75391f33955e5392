import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Access } from '../../src/enforcement/access.ts';
import { permittedPage } from '../../src/enforcement/permitted-page.ts';
import { type Page, type PageRequest, toPage } from '../../src/spectrum/page.ts';

interface Item {
  readonly id: string;
}

/** A passage that lets through what it is told to, and remembers whether it was told of a list. */
class ListAccess implements Access {
  readonly actor = {
    user: 'u',
    userId: 'u',
    tokenId: 't',
    element: { id: 'e', name: 'foo' },
    groups: [],
    roles: [],
    scopes: [],
  };
  readonly operation = { operation: 'list', scope: 'sensing-management', scosTask: 'Discovery' } as const;
  readonly #permitted: (id: string) => boolean;
  begun = 0;
  constructor(permitted: (id: string) => boolean) {
    this.#permitted = permitted;
  }
  beginList(): void {
    this.begun++;
  }
  permits({ resource }: { readonly resource: string }): boolean {
    return this.#permitted(resource);
  }
  consider(): never {
    throw new Error('a list asks with `permits`');
  }
  refuse(): never {
    throw new Error('a list refuses nobody');
  }
  require(): never {
    throw new Error('a list asks with `permits`');
  }
}

/** A collection in order of id that counts how often it was read. */
function collectionOf(count: number) {
  const items = Array.from({ length: count }, (_, index) => ({ id: String(index).padStart(6, '0') }));
  const reads: PageRequest[] = [];
  const fetch = ({ limit, afterId }: PageRequest): Promise<Page<Item>> => {
    reads.push({ limit, ...(afterId === undefined ? {} : { afterId }) });
    const after = afterId === undefined ? items : items.filter(({ id }) => id > afterId);
    return Promise.resolve(toPage(after.slice(0, limit + 1), limit));
  };
  return { items, reads, fetch };
}

const queries = (item: Item) => [{ resource: item.id, namespace: 'foo' }];

/** Every page of the collection in turn. Stops when it has more pages than items can fill. */
async function walk(count: number, limit: number, permitted: (id: string) => boolean): Promise<Page<Item>[]> {
  const { fetch } = collectionOf(count);
  const access = new ListAccess(permitted);
  const pages: Page<Item>[] = [];
  let request: PageRequest = { limit };
  for (let turn = 0; turn < count + 2; turn++) {
    const page = await permittedPage(request, fetch, { access, queries });
    pages.push(page);
    if (page.nextAfterId === undefined) return pages;
    request = { limit, afterId: page.nextAfterId };
  }
  throw new Error('the pages never end');
}

describe('a page of what policy permits', () => {
  it('is one of a walk that shows every permitted item once, in order, and ends', async () => {
    const flags = fc.array(fc.boolean(), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(flags, fc.integer({ min: 1, max: 12 }), async (permitted, limit) => {
        const isPermitted = (id: string) => permitted[Number(id)] === true;
        const pages = await walk(permitted.length, limit, isPermitted);
        const { items } = collectionOf(permitted.length);
        expect(pages.flatMap((page) => page.items)).toEqual(items.filter(({ id }) => isPermitted(id)));
        for (const page of pages.slice(0, -1)) expect(page.items).toHaveLength(limit);
      }),
    );
  });

  it('is refilled until it is full', async () => {
    const { fetch, reads } = collectionOf(100);
    const access = new ListAccess((id) => Number(id) % 10 === 0);
    const page = await permittedPage({ limit: 5 }, fetch, { access, queries });
    expect(page).toEqual({
      items: [0, 10, 20, 30, 40].map((n) => ({ id: `0000${String(n).padStart(2, '0')}` })),
      nextAfterId: '000040',
    });
    expect(reads.length).toBeLessThan(12);
  });

  it('is short, and says where to go on, once it has cost 5000 rows', async () => {
    const { fetch, reads } = collectionOf(12_000);
    const access = new ListAccess((id) => Number(id) === 11_999);
    const first = await permittedPage({ limit: 100 }, fetch, { access, queries });
    expect(first).toEqual({ items: [], nextAfterId: '004999' });
    expect(reads).toHaveLength(50);
    const pages = await walk(12_000, 100, (id) => Number(id) === 11_999);
    expect(pages.map(({ items }) => items.length)).toEqual([0, 0, 1]);
  });

  it('asks policy nothing about an item that belongs to nothing, and leaves it out', async () => {
    const { fetch } = collectionOf(3);
    const access = new ListAccess(() => true);
    const orphan = (item: Item) => (item.id === '000001' ? [] : queries(item));
    const page = await permittedPage({ limit: 10 }, fetch, { access, queries: orphan });
    expect(page).toEqual({ items: [{ id: '000000' }, { id: '000002' }] });
  });

  it('shows what belongs to several things only when policy shows all of them', async () => {
    const { fetch } = collectionOf(4);
    const access = new ListAccess((resource) => resource !== 'hidden');
    const each = (item: Item) => [
      { resource: item.id, namespace: 'foo' },
      { resource: Number(item.id) % 2 === 0 ? 'shown' : 'hidden', namespace: 'foo' },
    ];
    const page = await permittedPage({ limit: 10 }, fetch, { access, queries: each });
    expect(page).toEqual({ items: [{ id: '000000' }, { id: '000002' }] });
  });

  it('tells the gate of the list even when it is empty', async () => {
    const access = new ListAccess(() => true);
    expect(await permittedPage({ limit: 10 }, collectionOf(0).fetch, { access, queries })).toEqual({ items: [] });
    expect(access.begun).toBe(1);
  });
});
