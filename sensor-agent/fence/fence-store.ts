import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isSystemError } from '../failures.ts';
import { writeDurably } from '../state/durable-file.ts';
import type { SignedFence } from './signed-fence.ts';

/** A moment by every clock there is. */
export interface Moment {
  readonly bootId: string | undefined;
  readonly uptimeMs: number;
  readonly wallMs: number;
}

/** A fence and how much of its time had passed at some moment. */
export interface KeptFence {
  readonly signed: SignedFence;
  readonly elapsedMs: number;
  readonly at: Moment;
}

/** Keeps the last fence and how old it is known to be, so that a restart makes it no younger. */
export class FenceStore {
  readonly #fencePath: string;
  readonly #agePath: string;
  readonly #write: typeof writeDurably;

  /** `write` puts a file on the disk, whole or not at all. */
  constructor(stateDir: string, write = writeDurably) {
    this.#write = write;
    this.#fencePath = join(stateDir, 'fence.json');
    this.#agePath = join(stateDir, 'fence-age.json');
  }

  /** @throws when it can't be written; then none is kept: an older one must not come back. */
  async keep({ signed, ...age }: KeptFence): Promise<void> {
    const { content, signature } = signed;
    const text = {
      content: Buffer.from(content).toString('base64'),
      signature: Buffer.from(signature).toString('base64'),
    };
    try {
      // The fence first: with the age of the one before it is older than it is. The other way round a crash in between
      // would leave the one before as young as this one.
      await this.#write(this.#fencePath, JSON.stringify(text));
      await this.keepAge(age);
    } catch (error) {
      await rm(this.#fencePath, { force: true });
      throw error;
    }
  }

  async keepAge(age: Omit<KeptFence, 'signed'>): Promise<void> {
    await this.#write(this.#agePath, JSON.stringify(age));
  }

  /** What was kept last; undefined when there is none, or when it is damaged: then it is as good as none. */
  async find(): Promise<KeptFence | undefined> {
    const signed = await readObject(this.#fencePath);
    const age = await readObject(this.#agePath);
    const { content, signature } = signed ?? {};
    const { elapsedMs, at } = age ?? {};
    if (typeof content !== 'string' || typeof signature !== 'string' || typeof elapsedMs !== 'number') return undefined;
    const moment = toMoment(at);
    if (moment === undefined) return undefined;
    const bytes = { content: Buffer.from(content, 'base64'), signature: Buffer.from(signature, 'base64') };
    return { signed: bytes, elapsedMs, at: moment };
  }
}

function toMoment(read: unknown): Moment | undefined {
  if (typeof read !== 'object' || read === null) return undefined;
  const { bootId, uptimeMs, wallMs } = Object.fromEntries(Object.entries(read)) as Record<string, unknown>;
  if (typeof uptimeMs !== 'number' || typeof wallMs !== 'number') return undefined;
  return { bootId: typeof bootId === 'string' ? bootId : undefined, uptimeMs, wallMs };
}

async function readObject(path: string): Promise<Record<string, unknown> | undefined> {
  try {
    const read: unknown = JSON.parse(await readFile(path, 'utf8'));
    return typeof read === 'object' && read !== null ? { ...read } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  }
}
