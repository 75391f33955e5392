import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { EventLog } from '../../../../src/events/event-log.ts';
import type { NewEvent } from '../../../../src/events/event.ts';
import { UnavailableError } from '../../../../src/errors.ts';
import { describeEachDatabase } from '../../../support/databases.ts';
import { makePartitions } from '../../../tasking/zone.ts';
import { CLIENTS_MAY, closedBand, type PolicyDocument, policySetOf } from '../../policies.ts';
import { type RunningSet, eventBodies, startSet, storedSet } from '../running-set.ts';

/** Longer than two looks at what other processes did. */
const SOON = { timeout: 8000, interval: 20 };

describeEachDatabase('the policy set in force', (database) => {
  let directory: string;
  let running: RunningSet[];

  beforeAll(() => makePartitions(database()));
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'clearband-test-'));
    for (const table of ['policy_set_change', 'policy_set_in_force', 'policy_set', 'event']) {
      await sql`delete from ${sql.table(table)}`.execute(database().db);
    }
    running = [];
  });
  afterEach(async () => {
    for (const one of running) await one.stop();
    await rm(directory, { recursive: true });
  });

  /** Writes a file as a whole, as a deployment does. */
  async function put(name: string, document: PolicyDocument | string): Promise<void> {
    const text = typeof document === 'string' ? document : JSON.stringify(document);
    await writeFile(join(directory, `${name}.new`), text);
    await rename(join(directory, `${name}.new`), join(directory, name));
  }

  async function start(from = directory, more: Parameters<typeof startSet>[2] = {}): Promise<RunningSet> {
    const one = await startSet(database(), from, more);
    running.push(one);
    return one;
  }

  const stored = () => storedSet(database());
  const bodies = () => eventBodies(database());
  const [scan, data] = CLIENTS_MAY;
  if (scan === undefined || data === undefined) throw new Error('these tests need two policies');
  const hashOf = (...documents: PolicyDocument[]) => policySetOf(documents).hash;

  it('is imported from its directory, whole, and kept with the files it came from', async () => {
    await put('scan.json', scan);
    await put('data.json', data);
    const inForce = await start();
    expect(inForce.policySet.current?.hash).toBe(hashOf(scan, data));
    expect(inForce.health.problem).toBeUndefined();
    expect(await stored()).toMatchObject({
      hash: hashOf(scan, data),
      files: [
        { path: 'data.json', text: JSON.stringify(data), origin: 'directory' },
        { path: 'scan.json', text: JSON.stringify(scan), origin: 'directory' },
      ],
    });
    expect(await bodies()).toEqual([{ kind: 'policy.in-force', hash: hashOf(scan, data), set_by: 'directory' }]);
  });

  it('is not told again when nothing changed', async () => {
    await put('scan.json', scan);
    await start();
    await start();
    expect(await bodies()).toHaveLength(1);
  });

  it('follows a change of a file, and tells whoever wants to know', async () => {
    await put('scan.json', scan);
    const inForce = await start();
    const changed = Promise.withResolvers<string | undefined>();
    inForce.policySet.onChange(() => {
      changed.resolve(inForce.policySet.current?.hash);
      return Promise.resolve();
    });
    await put('data.json', data);
    expect(await changed.promise).toBe(hashOf(scan, data));
    const kept = await database().db.selectFrom('policySet').select('hash').execute();
    expect(new Set(kept.map(({ hash }) => hash))).toEqual(new Set([hashOf(scan), hashOf(scan, data)]));
  });

  it('stays when a file goes bad: the fault is reported with its place, and all is well once it is mended', async () => {
    await put('scan.json', scan);
    const inForce = await start();
    await put('bad.json', '{\n  "Policy": {');
    await expect
      .poll(() => inForce.health.problem, SOON)
      .toMatch(/has 1 faults?, the set before stays in force: bad\.json/);
    expect(inForce.policySet.current?.hash).toBe(hashOf(scan));
    expect((await stored())?.hash).toBe(hashOf(scan));
    expect((await bodies()).at(-1)).toMatchObject({
      kind: 'policy.refused',
      faults: [expect.stringContaining('bad.json')],
    });
    await put('bad.json', data);
    await expect.poll(() => inForce.health.problem, SOON).toBeUndefined();
    expect(inForce.policySet.current?.hash).toBe(hashOf(scan, data));
  });

  it('stays when every file is gone: that is a mount that failed, not a wish', async () => {
    await put('scan.json', scan);
    const inForce = await start();
    await rm(join(directory, 'scan.json'));
    await expect.poll(() => inForce.health.problem, SOON).toContain('no policy file');
    expect(inForce.policySet.current?.hash).toBe(hashOf(scan));
  });

  it('is that of the database when the directory is bad from the start', async () => {
    await put('scan.json', scan);
    await start();
    await put('bad.json', '{');
    const later = await start();
    expect(later.policySet.current?.hash).toBe(hashOf(scan));
    expect(later.health.problem).toContain('bad.json');
  });

  it('is none when there never was a good one', async () => {
    await put('bad.json', '{');
    const inForce = await start();
    expect(inForce.policySet.current).toBeUndefined();
    expect(inForce.health.problem).toContain('bad.json');
    expect(await stored()).toBeUndefined();
  });

  it('is none without a directory, and is there as soon as the directory is', async () => {
    const late = join(directory, 'late');
    const inForce = await start(late);
    expect([inForce.policySet.current, inForce.health.details]).toEqual([undefined, expect.stringContaining('ENOENT')]);
    // Anybody may ask, so nothing is said of the machine.
    expect(inForce.health.problem).toBe('the policy directory could not be imported; no policy set was loaded yet');
    await put('scan.json', scan);
    await rename(directory, `${directory}-moved`);
    await mkdir(directory);
    await rename(`${directory}-moved`, late);
    await expect.poll(() => inForce.policySet.current?.hash, SOON).toBe(hashOf(scan));
    expect(inForce.health.problem).toBeUndefined();
  });

  it('follows a directory that could not be watched when it started', async () => {
    const late = join(directory, 'late');
    const told: string[] = [];
    const log = pino({ level: 'warn' }, { write: (line: string) => told.push(line) });
    const inForce = await start(late, { log });
    await mkdir(late);
    await put('late/scan.json', scan);
    await expect.poll(() => inForce.policySet.current?.hash, SOON).toBe(hashOf(scan));
    await put('late/data.json', data);
    await expect.poll(() => inForce.policySet.current?.hash, SOON).toBe(hashOf(scan, data));
    expect(told.filter((line) => line.includes('is not watched'))).toHaveLength(1);
  });

  it('is served by every process soon after one has taken it', async () => {
    await put('scan.json', scan);
    const one = await start();
    const elsewhere = await mkdtemp(join(tmpdir(), 'clearband-test-'));
    await writeFile(join(elsewhere, 'closed.json'), JSON.stringify(closedBand('closed', '1 GHz', '2 GHz')));
    const other = await start(elsewhere);
    await expect.poll(() => one.policySet.current?.hash, SOON).toBe(other.policySet.current?.hash);
    expect(one.policySet.current?.policies.map(({ name }) => name)).toEqual(['closed']);
    await rm(elsewhere, { recursive: true });
  });

  it('takes a change that came while the database was away as soon as it is back', async () => {
    await put('scan.json', scan);
    let isAway = false;
    class FragileLog extends EventLog {
      override append(...given: [Parameters<EventLog['append']>[0], readonly NewEvent[]]): Promise<void> {
        return isAway ? Promise.reject(new UnavailableError('away')) : super.append(...given);
      }
    }
    const inForce = await start(directory, { events: new FragileLog(database().db) });
    isAway = true;
    await put('data.json', data);
    await expect.poll(() => inForce.health.details, SOON).toContain('away');
    expect([inForce.policySet.current?.hash, (await stored())?.hash]).toEqual([hashOf(scan), hashOf(scan)]);
    isAway = false;
    await expect.poll(() => inForce.policySet.current?.hash, SOON).toBe(hashOf(scan, data));
    expect(inForce.health.problem).toBeUndefined();
  });
});
