import type { Access, ResourceQuery } from './access.ts';
import type { Page, PageRequest } from '../spectrum/page.ts';

/** How many rows a page may cost when most of them are not for this Actor. */
const SCAN_LIMIT = 5000;

/**
 * A page of what policy lets through, refilled from `fetch` until it is full, the collection ends, or
 * `SCAN_LIMIT` rows were looked at; then the page is short and still says where to go on.
 */
export async function permittedPage<Item extends { readonly id: string }>(
  page: PageRequest,
  fetch: (page: PageRequest) => Promise<Page<Item>>,
  ask: {
    readonly access: Access;
    readonly queries: (item: Item) => readonly ResourceQuery[];
    /** What the Actor may see whatever policy says: its own doing. */
    readonly isOwn?: (item: Item) => boolean;
  },
): Promise<Page<Item>> {
  ask.access.beginList();
  const items: Item[] = [];
  let request = page;
  for (let scanned = 0; ;) {
    const found = await fetch(request);
    for (const item of found.items) {
      const queries = ask.queries(item);
      const isPermitted = queries.length > 0 && queries.every((query) => ask.access.permits(query));
      if (!isPermitted && ask.isOwn?.(item) !== true) continue;
      if (items.length === page.limit) return { items, ...continuation(items.at(-1)?.id) };
      items.push(item);
    }
    scanned += found.items.length;
    if (found.nextAfterId === undefined) return { items };
    if (items.length === page.limit) return { items, nextAfterId: items.at(-1)?.id ?? found.nextAfterId };
    if (scanned >= SCAN_LIMIT) return { items, nextAfterId: found.nextAfterId };
    request = { limit: page.limit, afterId: found.nextAfterId };
  }
}

function continuation(afterId: string | undefined): { nextAfterId?: string } {
  return afterId === undefined ? {} : { nextAfterId: afterId };
}
