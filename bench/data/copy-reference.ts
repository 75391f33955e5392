import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Client } from 'pg';

const run = promisify(execFile);

/** What the intake stores of a recording, and what is copied to compare. */
const TABLES = ['observation', 'recording'] as const;

/** One stream's part of a round: the rows of one sensor whose tasks start in `[from, until)`. */
export interface CopiedPart {
  readonly sensorId: string;
  readonly from: Date;
  readonly until: Date;
}

/**
 * psql \copy, in PostgreSQL's binary format, of rows that the Manager has stored, into tables like the Manager's own
 * (columns, constraints and indexes; one partition). One psql for each stream, all at the same time.
 */
export class CopyReference {
  readonly #databaseUrl: string;
  readonly #client: Client;
  readonly #folder: string;

  private constructor(databaseUrl: string, client: Client, folder: string) {
    this.#databaseUrl = databaseUrl;
    this.#client = client;
    this.#folder = folder;
  }

  static async start(databaseUrl: string, client: Client, folder: string): Promise<CopyReference> {
    await client.query('create schema copied');
    for (const table of TABLES) await client.query(`create table copied.${table} (like public.${table} including all)`);
    return new CopyReference(databaseUrl, client, folder);
  }

  /** Writes the parts to files, not measured; the tables to copy into are emptied. @returns rows of `recording` */
  async prepare(parts: readonly CopiedPart[]): Promise<number> {
    await this.#client.query(`truncate ${TABLES.map((table) => `copied.${table}`).join(', ')}`);
    for (const [index, { sensorId, from, until }] of parts.entries()) {
      const where = `where sensor_id = '${sensorId}' and started_at >= '${from.toISOString()}' and started_at < '${until.toISOString()}'`;
      const copies = TABLES.map(
        (table) => `\\copy (select * from public.${table} ${where}) to '${this.#file(table, index)}' (format binary)`,
      );
      await this.#psql(copies);
    }
    // What the round has left to write is not to be the reference's burden.
    await this.#client.query('checkpoint');
    const { rows } = await this.#client.query<{ count: string }>(
      `select count(*)::text from public.recording where started_at >= $1 and started_at < $2`,
      [parts[0]?.from, parts[0]?.until],
    );
    return Number(rows[0]?.count);
  }

  /** Copies all parts in, one psql each. */
  async copy(streams: number): Promise<void> {
    await Promise.all(
      Array.from({ length: streams }, (_, index) =>
        this.#psql(TABLES.map((table) => `\\copy copied.${table} from '${this.#file(table, index)}' (format binary)`)),
      ),
    );
  }

  #file(table: string, index: number): string {
    return join(this.#folder, `${table}-${index}`);
  }

  async #psql(commands: readonly string[]): Promise<void> {
    const args = ['--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', ...commands.map((one) => `--command=${one}`)];
    await run('psql', [...args, this.#databaseUrl]);
  }
}
