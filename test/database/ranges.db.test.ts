import fc from 'fast-check';
import { type Expression, sql } from 'kysely';
import { expect, it } from 'vitest';
import {
  bandsValue,
  bandValue,
  coversBand,
  overlapsBand,
  parseBand,
  parseBands,
  parseWindow,
  windowValue,
} from '../../src/database/ranges.ts';
import { type Band, containsBand } from '../../src/spectrum/band.ts';
import { describeEachDatabase } from '../support/databases.ts';

const edge = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 6_000_000_000 }));
const band = fc
  .tuple(edge, edge)
  .filter(([a, b]) => a !== b)
  .map(([a, b]): Band => ({ startHz: Math.min(a, b), stopHz: Math.max(a, b) }));
const instant = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
const window = fc
  .tuple(instant, fc.integer({ min: 1, max: 10 ** 10 }))
  .map(([start, ms]) => ({ start, stop: new Date(start.getTime() + ms) }));

describeEachDatabase('bands and windows in SQL', (database) => {
  it('are stored and read without change', async () => {
    await fc.assert(
      fc.asyncProperty(band, window, async (someBand, someWindow) => {
        const stored = await select({ band: bandValue(someBand), window: windowValue(someWindow) });
        expect(parseBand(stored['band'] ?? '')).toEqual(someBand);
        expect(parseWindow(stored['window'] ?? '')).toEqual(someWindow);
      }),
      { numRuns: 30 },
    );
  });

  it('overlap and cover as their values do', async () => {
    await fc.assert(
      fc.asyncProperty(band, band, async (a, b) => {
        const found = await select({
          overlap: overlapsBand(bandValue(a), b),
          cover: coversBand(bandValue(a), b),
        });
        expect(found['overlap']).toBe(String(a.startHz < b.stopHz && b.startHz < a.stopHz));
        expect(found['cover']).toBe(String(containsBand(a, b)));
      }),
      { numRuns: 30 },
    );
  });

  it('keep half-open edges: neighbours touch without overlapping', async () => {
    const found = await select({
      neighbour: overlapsBand(bandValue({ startHz: 0, stopHz: 10 }), { startHz: 10, stopHz: 20 }),
      lastHertz: overlapsBand(bandValue({ startHz: 0, stopHz: 10 }), { startHz: 9, stopHz: 20 }),
    });
    expect(Object.values(found)).toEqual(['false', 'true']);
  });

  it('widen to whole hertz', async () => {
    const stored = await select({ band: bandValue({ startHz: 99.5, stopHz: 100.5 }) });
    expect(parseBand(stored['band'] ?? '')).toEqual({ startHz: 99, stopHz: 101 });
  });

  it('cover a band by several bands only if one stretch holds it all', async () => {
    const tunable = bandsValue([
      { startHz: 10, stopHz: 20 },
      { startHz: 20, stopHz: 30 },
      { startHz: 40, stopHz: 50 },
    ]);
    const found = await select({
      joined: coversBand(tunable, { startHz: 12, stopHz: 28 }),
      gap: coversBand(tunable, { startHz: 25, stopHz: 45 }),
      overlap: overlapsBand(tunable, { startHz: 25, stopHz: 45 }),
    });
    expect(Object.values(found)).toEqual(['true', 'false', 'true']);
    const stored = await select({ bands: tunable });
    expect(parseBands(stored['bands'] ?? '')).toEqual([
      { startHz: 10, stopHz: 30 },
      { startHz: 40, stopHz: 50 },
    ]);
  });

  it('find rows through columns named as in the program', async () => {
    const { db } = database();
    await sql`create table radio (band_hz int8range, band_from int8 default 1)`.execute(db);
    await sql`insert into radio values (${bandValue({ startHz: 5, stopHz: 9 })})`.execute(db);
    const found =
      await sql`select * from radio where ${overlapsBand('radio.bandHz', { startHz: 8, stopHz: 100 })}`.execute(db);
    expect(found.rows).toEqual([{ bandHz: '[5,9)', bandFrom: 1 }]);
  });

  /** One row of these expressions, by name. */
  async function select(expressions: Readonly<Record<string, Expression<unknown>>>): Promise<Record<string, string>> {
    const columns = Object.entries(expressions).map(([name, value]) => sql`(${value})::text as ${sql.id(name)}`);
    const { rows } = await sql<Record<string, string>>`select ${sql.join(columns)}`.execute(database().db);
    return rows[0] ?? {};
  }
});
