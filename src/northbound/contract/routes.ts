/** What a request is for: an operation, or why there is none. */
export type RouteMatch<Route> =
  | { readonly kind: 'found'; readonly route: Route }
  | { readonly kind: 'no-such-route' }
  | { readonly kind: 'wrong-method'; readonly allow: readonly string[] };

interface PathRoutes<Route> {
  readonly pattern: RegExp | undefined;
  readonly byMethod: Map<string, Route>;
}

/** The addresses of the contract. Paths without parameters win over templates; HEAD is answered by GET. */
export class Routes<Route extends { readonly path: string; readonly method: string }> {
  readonly #exact = new Map<string, PathRoutes<Route>>();
  readonly #templates: PathRoutes<Route>[] = [];

  /** `method` in lower case, as in the contract. */
  constructor(routes: readonly Route[]) {
    for (const route of routes) {
      const known = this.#exact.get(route.path) ?? this.#add(route.path);
      known.byMethod.set(route.method, route);
    }
  }

  find(method: string, path: string): RouteMatch<Route> {
    const trimmed = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
    const exact = this.#exact.get(trimmed);
    const routes = exact?.pattern === undefined ? (exact ?? this.#matching(trimmed)) : this.#matching(trimmed);
    if (routes === undefined) return { kind: 'no-such-route' };
    const name = method.toLowerCase();
    const route = routes.byMethod.get(name === 'head' ? 'get' : name);
    return route === undefined ? { kind: 'wrong-method', allow: allowed(routes) } : { kind: 'found', route };
  }

  #add(path: string): PathRoutes<Route> {
    const pattern = path.includes('{')
      ? new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`)
      : undefined;
    const routes = { pattern, byMethod: new Map<string, Route>() };
    this.#exact.set(path, routes);
    if (pattern !== undefined) this.#templates.push(routes);
    return routes;
  }

  #matching(path: string): PathRoutes<Route> | undefined {
    return this.#templates.find(({ pattern }) => pattern?.test(path) ?? false);
  }
}

function allowed(routes: PathRoutes<unknown>): string[] {
  const methods = [...routes.byMethod.keys()].map((method) => method.toUpperCase());
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'];
}
