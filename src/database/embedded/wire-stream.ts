import { Duplex } from 'node:stream';

/** The end of a connection that leads to the database thread. */
export interface WireLine {
  send(request: Uint8Array<ArrayBuffer>): void;
}

/** Takes replies of the database thread, and its end. */
export interface WireClient {
  receive(reply: Uint8Array<ArrayBuffer>): void;
  fail(error: Error): void;
}

/** Opens the line for `client`; resolves when the database is ready for a start-up packet. */
export type OpenLine = (client: WireClient) => Promise<WireLine>;

const ignore = (): undefined => undefined;

type Done = (error?: Error | null) => void;

/** What pg takes for a socket: carries its bytes to and from the database thread. */
export class WireStream extends Duplex implements WireClient {
  readonly #open: OpenLine;
  #line: WireLine | undefined;

  constructor(open: OpenLine) {
    super();
    this.#open = open;
  }

  /** As net.Socket's: says 'connect' or fails. */
  connect(): void {
    this.#open(this).then(
      (line) => {
        this.#line = line;
        this.emit('connect');
      },
      (error: unknown) => this.destroy(error instanceof Error ? error : new Error(String(error))),
    );
  }

  receive(reply: Uint8Array<ArrayBuffer>): void {
    if (!this.destroyed) this.push(Buffer.from(reply.buffer, reply.byteOffset, reply.byteLength));
  }

  fail(error: Error): void {
    this.destroy(error);
  }

  override _read(): void {
    // Replies are pushed as they come: each request has one, and the client waits for it.
  }

  override _write(chunk: Buffer, _encoding: string, done: Done): void {
    this.#send([chunk]);
    done();
  }

  /** pg corks the messages of one statement: together they are one round trip. */
  override _writev(chunks: readonly { readonly chunk: Buffer }[], done: Done): void {
    this.#send(chunks.map(({ chunk }) => chunk));
    done();
  }

  override _final(done: Done): void {
    this.push(null);
    done();
  }

  // What else pg calls on a socket means nothing between two threads.
  readonly setNoDelay = ignore;
  readonly setKeepAlive = ignore;
  readonly ref = ignore;
  readonly unref = ignore;

  #send(chunks: readonly Buffer[]): void {
    // A copy of its own, because it is handed over to the other thread; Buffers share their memory.
    const request = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0));
    let at = 0;
    for (const chunk of chunks) {
      request.set(chunk, at);
      at += chunk.byteLength;
    }
    this.#line?.send(request);
  }
}
