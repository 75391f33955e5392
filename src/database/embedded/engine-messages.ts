/** What the worker thread is started with. */
export interface EngineSettings {
  /** PostgreSQL's own files; made when it is empty or absent. */
  readonly folder: string;
  /** Where prepared copies of the extensions are kept. */
  readonly cacheFolder: string;
}

/**
 * To the worker: bytes of PostgreSQL's wire protocol for session `session`; the start of a new session, which takes the
 * place of the one before; or the request to close the database.
 */
export type EngineRequest =
  | { readonly kind: 'bytes'; readonly session: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'session'; readonly session: number }
  | { readonly kind: 'stop' };

/** From the worker. `isLast`: the database inside has died over this request, and the thread ends. */
export type EngineReply =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'bytes';
      readonly session: number;
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly isLast: boolean;
    }
  | { readonly kind: 'failed'; readonly detail: string };
