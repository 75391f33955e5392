import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { toConnectError } from '../database-errors.ts';
import type { DatabaseLog } from '../open-database.ts';
import { ChannelListeners, type OnNotify, type Unlisten } from './channel-listeners.ts';

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 10_000;

/** LISTEN over one connection of its own, which comes back by itself after the server was away. */
export class ServerListener {
  readonly #config: pg.ClientConfig;
  readonly #log: DatabaseLog;
  readonly #listeners = new ChannelListeners();
  readonly #closing = new AbortController();
  #connection: Promise<pg.Client> | undefined;

  constructor(config: pg.ClientConfig, log: DatabaseLog) {
    this.#config = config;
    this.#log = log;
  }

  /** @throws {UnavailableError} when the server cannot be reached now; then nothing was subscribed. */
  async listen(channel: string, onNotify: OnNotify): Promise<Unlisten> {
    const isFirst = this.#listeners.add(channel, onNotify);
    try {
      const client = await this.#connected();
      if (isFirst) await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      this.#listeners.remove(channel, onNotify);
      throw toConnectError(error);
    }
    return () => this.#unlisten(channel, onNotify);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    const client = await this.#connection?.catch(() => undefined);
    await client?.end();
  }

  async #unlisten(channel: string, onNotify: OnNotify): Promise<void> {
    if (!this.#listeners.remove(channel, onNotify)) return;
    // Without a connection there is nothing to stop: the next one only listens to what is wanted then.
    const client = await this.#connection?.catch(() => undefined);
    await client?.query(`unlisten ${pg.escapeIdentifier(channel)}`).catch(() => undefined);
  }

  #connected(): Promise<pg.Client> {
    this.#connection ??= this.#connect().catch((error: unknown) => {
      this.#connection = undefined;
      throw error;
    });
    return this.#connection;
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client(this.#config);
    // Every loss ends in 'end' as well, which acts on it; an 'error' without a listener would end the process.
    client.on('error', (error) => {
      this.#log.warn({ err: error }, 'the connection for notifications failed');
    });
    client.on('notification', ({ channel, payload }) => {
      this.#listeners.notify(channel, payload ?? '');
    });
    await client.connect();
    client.on('end', () => void this.#reconnect());
    for (const channel of this.#listeners.channels) await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    return client;
  }

  /** Returns false when there is nothing to wait for any more. Half of the pause is random, against lock step. */
  async #pause(ms: number): Promise<boolean> {
    const pause = delay(ms / 2 + Math.random() * (ms / 2), true, { signal: this.#closing.signal, ref: false });
    return pause.catch(() => false);
  }

  async #reconnect(): Promise<void> {
    this.#connection = undefined;
    for (let wait = FIRST_RETRY_MS; await this.#pause(wait); wait = Math.min(wait * 2, LONGEST_RETRY_MS)) {
      try {
        await this.#connected();
        this.#listeners.wakeAll();
        return;
      } catch (error) {
        this.#log.warn({ err: error }, 'still no connection for notifications');
      }
    }
  }
}
