/** Which part of a collection is wanted: at most `limit` items after the item with id `afterId`, in order of id. */
export interface PageRequest {
  readonly limit: number;
  readonly afterId?: string;
}

/** A part of a collection; `nextAfterId` continues it and is absent at its end. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextAfterId?: string;
}

/** The page in `items`, which was asked for with one item more than `limit`. */
export function toPage<Item extends { readonly id: string }>(items: readonly Item[], limit: number): Page<Item> {
  const last = items.length > limit ? items[limit - 1] : undefined;
  return last === undefined ? { items } : { items: items.slice(0, limit), nextAfterId: last.id };
}
