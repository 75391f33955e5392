import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { StaleVersionError, UnavailableError } from '../../../src/errors.ts';
import { etagOf } from '../../../src/enforcement/policy-set/administration/policy-document.ts';
import { policyId } from '../../../src/policy/parse/policy.ts';
import { describePostgres } from '../../support/databases.ts';
import { makePartitions } from '../../tasking/zone.ts';
import { closedBand } from '../policies.ts';
import { OFFICE, PolicyOffice, forgetSets } from './administration/policy-office.ts';
import { historyOf, storedSet } from './running-set.ts';

/** Longer than two looks at what other processes did. */
const SOON = { timeout: 8000, interval: 20 };

describePostgres('the policy set of several processes', (database) => {
  let one: PolicyOffice;
  let other: PolicyOffice;

  beforeAll(() => makePartitions(database()));
  beforeEach(async () => {
    await forgetSets(database());
    one = await PolicyOffice.open(database());
    other = await PolicyOffice.beside(database(), one);
  });
  afterEach(async () => {
    await other.close();
    await one.close();
  });

  const closed = (name: string, min = '1 GHz') => closedBand(name, min, '9 GHz');
  const kinds = async () => (await historyOf(database())).map(({ kind }) => kind);

  it('is the same everywhere, whoever changed it, and is imported once', async () => {
    expect(other.hash).toBe(one.hash);
    await one.install(closed('a'));
    await expect.poll(() => other.hash, SOON).toBe(one.hash);
    await other.put('b.json', closed('b'));
    await expect.poll(() => [one, other].map(({ names }) => names.includes('b')), SOON).toEqual([true, true]);
    expect(one.names).toEqual(['a', 'administrators', 'b', 'locals']);
    expect(await kinds()).toEqual(['import', 'install', 'import']);
  });

  it('loses no change of many that come at once from everywhere', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `n${index}`);
    const directory = one.put('from-directory.json', closed('from-directory'));
    await Promise.all([directory, ...names.map((name, index) => [one, other][index % 2]?.install(closed(name)))]);
    const expected = ['administrators', 'from-directory', 'locals', ...names];
    await expect.poll(() => [one.names, other.names], SOON).toEqual([expected, expected]);
    const hashes = (await historyOf(database())).map(({ hash, hashBefore }) => [hashBefore, hash]);
    // Each change followed the one before it.
    expect(hashes.slice(0, -1).map(([before]) => before)).toEqual(hashes.slice(1).map(([, hash]) => hash));
  });

  it('takes one of two replacements of the same version', async () => {
    await one.install(closed('a'));
    await expect.poll(() => other.hash, SOON).toBe(one.hash);
    const policy = one.running.policySet.current?.policies.find(({ name }) => name === 'a');
    const etag = policy && etagOf(policy);
    const replace = (office: PolicyOffice, min: string) =>
      office.administration.replace(policyId('global', 'a'), JSON.stringify(closed('a', min)), {
        options: { isForced: false, isExpected: (present) => present === etag },
        access: office.access(),
      });
    const outcomes = await Promise.allSettled([replace(one, '2 GHz'), replace(other, '3 GHz')]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(refused?.reason).toBeInstanceOf(StaleVersionError);
  });

  it('is not undone by a start: what the directory did not change stays as it is', async () => {
    await one.put('b.json', closed('b'));
    await expect.poll(() => one.names, SOON).toContain('b');
    await one.install(closed('a'));
    await one.administration.withdraw(policyId('global', 'b'), {
      options: { isForced: false },
      access: one.access(),
    });
    const later = await PolicyOffice.beside(database(), one);
    expect(later.names).toEqual(['a', 'administrators', 'locals']);
    await later.running.stop();
  });

  it('follows what changed in the directory while no process ran', async () => {
    await one.install(closed('a'));
    await Promise.all([one.running.stop(), other.running.stop()]);
    await one.put('b.json', closed('b'));
    const later = await PolicyOffice.beside(database(), one);
    expect(later.names).toEqual(['a', 'administrators', 'b', 'locals']);
    await later.running.stop();
  });

  it('has the newer text of a file in place of what the API had put in force, and the history says so', async () => {
    await one.install(closed('a', '2 GHz'));
    await one.put('a.json', closed('a', '3 GHz'));
    await expect.poll(async () => (await historyOf(database()))[0]?.kind, SOON).toBe('import');
    expect((await historyOf(database()))[0]?.summary).toMatchObject({
      changed: [{ name: 'a' }],
      superseded: [{ name: 'a' }],
    });
    expect((await storedSet(database()))?.files.map(({ path }) => path)).toEqual(['office.json', 'a.json']);
  });

  it('changes whole or not at all, whatever fails on the way', async () => {
    const before = await storedSet(database());
    const { policySet } = one.running;
    const set = policySet.current;
    if (set === undefined || before === undefined) throw new Error('there is no set');
    const change = policySet.change(() =>
      Promise.resolve({
        set: { ...set, hash: 'f'.repeat(64) },
        files: [],
        warnings: [],
        cause: { kind: 'install', setBy: 'x' },
        summary: { added: [], changed: [], withdrawn: [] },
        keep: () => Promise.reject(new UnavailableError('the disk is full')),
      }),
    );
    await expect(change).rejects.toThrow('the disk is full');
    expect(await storedSet(database())).toEqual(before);
    expect([one.hash, await kinds()]).toEqual([before.hash, ['import']]);
  });

  it('stays as it was in a process that can not read what a newer program put in force', async () => {
    const { hash } = one;
    const files = JSON.stringify([{ path: 'x.json', text: '{"Version":"2099-01-01","Policy":{}}', origin: 'api' }]);
    await database().db.updateTable('policySetInForce').set({ files, revision: 99 }).execute();
    await expect.poll(() => one.running.health.details, SOON).toContain("can't be read by this program");
    expect([one.hash, one.names.length]).toEqual([hash, OFFICE.length]);
    await expect(one.install(closed('a'))).rejects.toThrow(UnavailableError);
  });
});
