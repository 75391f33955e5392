import type { Fault } from '../../errors.ts';
import type { AuthenticatedActor } from '../../identity/actor.ts';
import type { Page, PageRequest } from '../../spectrum/page.ts';
import type { CursorBinding, CursorSeal } from './cursor.ts';
import type { Headers } from '../contract/operation.ts';

/** As the contract says: `limit` of every collection. */
const DEFAULT_LIMIT = 100;

/** Query or body of a collection: its filters, and which page. */
export interface Paged {
  readonly limit?: number;
  readonly cursor?: string;
}

/** A page that is asked for: `request` for the domain, `body` and `headers` for the answer. */
export interface OpenPage {
  readonly request: PageRequest;
  body<Item, ItemBody>(
    page: Page<Item>,
    toBody: (item: Item) => ItemBody,
  ): { items: ItemBody[]; next_cursor: string | null };
  headers(page: Page<unknown>): Headers;
}

/** Turns cursors into pages and pages into cursors. */
export class Pager {
  readonly #seal: CursorSeal;
  constructor(seal: CursorSeal) {
    this.#seal = seal;
  }

  /** A page of the collection at `path`, asked for by its query. */
  ofQuery(
    query: Paged,
    list: { operation: string; path: string; actor: AuthenticatedActor },
    faults: Fault[],
  ): OpenPage {
    const { limit, cursor, ...filters } = query;
    const binding = { operation: list.operation, user: list.actor.userId, filters };
    const request = this.#request({ limit, cursor }, binding, { faults, at: { parameter: 'cursor' } });
    return this.#page(binding, request, (next) => ({
      link: `<${list.path}?${queryText({ ...filters, limit, cursor: next })}>; rel="next"`,
    }));
  }

  /** A page of a search, asked for by its body. */
  ofBody(body: Paged, list: { operation: string; actor: AuthenticatedActor }, faults: Fault[]): OpenPage {
    const { limit, cursor, ...filters } = body;
    const binding = { operation: list.operation, user: list.actor.userId, filters };
    const request = this.#request({ limit, cursor }, binding, { faults, at: { pointer: '#/cursor' } });
    return this.#page(binding, request, () => ({}));
  }

  #request(
    { limit = DEFAULT_LIMIT, cursor }: { limit: number | undefined; cursor: string | undefined },
    binding: CursorBinding,
    { faults, at }: { faults: Fault[]; at: { parameter: string } | { pointer: string } },
  ): PageRequest {
    if (cursor === undefined) return { limit };
    const afterId = this.#seal.open(binding, cursor);
    if (afterId !== undefined) return { limit, afterId };
    const detail = 'the cursor is damaged, or was made for other filters or another caller; begin again without it';
    faults.push({ code: 'invalid-cursor', detail, ...at });
    return { limit };
  }

  #page(binding: CursorBinding, request: PageRequest, toHeaders: (next: string) => Headers): OpenPage {
    const next = ({ nextAfterId }: Page<unknown>) =>
      nextAfterId === undefined ? null : this.#seal.seal(binding, nextAfterId);
    return {
      request,
      body: (page, toBody) => ({ items: page.items.map(toBody), next_cursor: next(page) }),
      headers: (page) => {
        const cursor = next(page);
        return cursor === null ? {} : toHeaders(cursor);
      },
    };
  }
}

function queryText(query: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString();
}
