import type { Express, NextFunction, Request, RequestHandler, Response } from 'express';
import express from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { readContract } from './contract/contract-document.ts';
import { CursorSeal } from './pages/cursor.ts';
import type { Domain } from './domain.ts';
import { openEdge } from './edge.ts';
import { makeHandlers } from './handlers/handlers.ts';
import { Pager } from './pages/pager.ts';

export interface HttpAppOptions {
  readonly domain: Domain;
  readonly log: Logger;
  /** Served at `/metrics`; others register their figures there too. */
  readonly metrics: Registry;
  /** At least 16 random octets, the same for every process of an installation and across restarts. */
  readonly cursorSecret: Uint8Array;
  /** Ends event streams; open connections are the server's to close. */
  readonly shutdown: AbortSignal;
  /** Octets; 1 MiB unless given. */
  readonly bodyLimit?: number;
  /** Between comments on an event stream where nothing happens; 15 s unless given. */
  readonly heartbeatMs?: number;
  /** For tests: an answer that is not what the contract says becomes a 500. */
  readonly validateResponses?: boolean;
}

const BODY_LIMIT = 2 ** 20;
const HEARTBEAT_MS = 15_000;

/** The HTTP edge over `domain`. @throws {Error} naming every operation that the contract leaves open. */
export async function createHttpApp(options: HttpAppOptions): Promise<Express> {
  const pager = new Pager(new CursorSeal(options.cursorSecret));
  const { domain, metrics, heartbeatMs = HEARTBEAT_MS } = options;
  const text = readContract();
  const edge = await openEdge({
    ...options,
    text,
    handlers: makeHandlers(domain, { pager, metrics, contract: text, heartbeatMs }),
    bodyLimit: options.bodyLimit ?? BODY_LIMIT,
  });
  return toExpress(edge);
}

/** An express app that gives everything to `edge` behind strict headers. */
export function toExpress(edge: (request: Request, response: Response) => Promise<void>): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(headers());
  app.use((request: Request, response: Response, next: NextFunction) => {
    edge(request, response).catch(next);
  });
  return app;
}

/** Nothing may be loaded or framed, but by the page of documents: its own script, style sheet and pictures. */
function headers(): RequestHandler {
  const nothing = {
    'default-src': ["'none'"],
    'frame-ancestors': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
  };
  const api = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: nothing },
    xFrameOptions: { action: 'deny' },
  });
  const own = {
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'data:'],
    'connect-src': ["'self'"],
  };
  const docs = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { ...nothing, ...own } },
    xFrameOptions: { action: 'deny' },
  });
  return (request, response, next) => {
    (request.path.startsWith('/docs') ? docs : api)(request, response, next);
  };
}
