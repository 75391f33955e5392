import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { ConflictError, NotFoundError } from '../../../../src/errors.ts';
import {
  RESTORE_ANSWER,
  RESTORE_REQUEST,
  RestoreRequests,
} from '../../../../src/enforcement/policy-set/restore/restore-requests.ts';
import { TokenRepository } from '../../../../src/identity/token-repository.ts';
import { policyId } from '../../../../src/policy/parse/policy.ts';
import { uuidv7 } from '../../../../src/spectrum/identifier.ts';
import { describeEachDatabase } from '../../../support/databases.ts';
import { makePartitions } from '../../../tasking/zone.ts';
import { closedBand, policyOf } from '../../policies.ts';
import { PolicyOffice, forgetSets } from '../administration/policy-office.ts';
import { eventBodies, historyOf } from '../running-set.ts';

const SHUT = policyOf('shut', 'sensor-management', { 'Policy-Action': 'Deny', 'SCOS-Task': 'Policy-administration' });

describeEachDatabase('bringing a policy set back', (database) => {
  let office: PolicyOffice;
  let hashes: string[];

  beforeAll(async () => {
    await makePartitions(database());
    const repository = new TokenRepository(database().db);
    const [id, createdAt] = [uuidv7(), new Date()];
    await repository.insertElement({ id, name: 'foo', createdAt });
    await repository.insertUser({ id: uuidv7(), elementId: id, name: 'admin', roles: ['admin'], createdAt });
  });
  beforeEach(async () => {
    await forgetSets(database());
    office = await PolicyOffice.open(database());
    hashes = [office.hash ?? ''];
  });
  afterEach(() => office.close());

  /** Four sets, one after the other. */
  async function changeThrice() {
    for (const name of ['a', 'b', 'c'])
      hashes.push((await office.install(closedBand(name, '1 GHz', '2 GHz'))).hash ?? '');
  }

  const restore = (hash?: string, isForced = false) => office.restore.restore({ id: uuidv7(), hash, isForced });

  it('goes to the set before, and further back each time', async () => {
    await changeThrice();
    for (const expected of [hashes[2], hashes[1], hashes[0]]) {
      expect((await restore()).hash).toBe(expected);
      expect(office.hash).toBe(expected);
    }
    await expect(restore()).rejects.toThrow(NotFoundError);
  });

  it('goes on from what was changed after a restore', async () => {
    await changeThrice();
    await restore();
    await restore();
    const { hash } = await office.install(closedBand('d', '1 GHz', '2 GHz'));
    expect(hash).not.toBe(hashes[2]);
    expect((await restore()).hash).toBe(hashes[1]);
    expect((await restore()).hash).toBe(hashes[0]);
  });

  it('passes over changes that were taken back', async () => {
    await office.install(closedBand('a', '1 GHz', '2 GHz'));
    const how = () => ({ options: { isForced: false }, access: office.access() });
    await office.administration.withdraw(policyId('global', 'a'), how());
    expect((await restore()).hash).not.toBe(hashes[0]);
  });

  it('brings back a set that is named, by its hash or how that begins', async () => {
    await changeThrice();
    expect((await restore(hashes[1])).hash).toBe(hashes[1]);
    expect((await restore(hashes[3]?.slice(0, 12))).hash).toBe(hashes[3]);
    await expect(restore('0123456789')).rejects.toThrow(NotFoundError);
    await expect(restore(hashes[3])).rejects.toThrow('in force already');
  });

  it('undoes a lock-out, outside the gate, and is told like any other change', async () => {
    await office.install(SHUT, { isForced: true });
    await expect.poll(() => office.running.health.problem).toContain('let no administrator change them');
    await restore();
    expect(office.hash).toBe(hashes[0]);
    expect((await historyOf(database()))[0]).toMatchObject({
      kind: 'restore',
      setBy: 'restore',
      summary: { withdrawn: [{ name: 'shut' }] },
    });
    expect((await eventBodies(database())).at(-1)).toMatchObject({ kind: 'policy.in-force', set_by: 'restore' });
    await expect.poll(() => office.running.health.problem).toBeUndefined();
  });

  it('brings back a set that lets no administrator change it only when forced', async () => {
    const shut = await office.install(SHUT, { isForced: true });
    await restore();
    await expect(restore(shut.hash)).rejects.toThrow(ConflictError);
    expect(office.hash).toBe(hashes[0]);
    await restore(shut.hash, true);
    expect((await historyOf(database()))[0]).toMatchObject({ hash: shut.hash, forced: true });
  });

  it('stays when the Manager starts again with the directory as it was', async () => {
    await office.put('z.json', closedBand('z', '1 GHz', '2 GHz'));
    await expect.poll(() => office.names, { timeout: 8000 }).toContain('z');
    await restore();
    const later = await PolicyOffice.beside(database(), office);
    expect([later.hash, later.names.includes('z')]).toEqual([hashes[0], false]);
    await later.running.stop();
  });

  it('is done once for each request, also when the Manager crashed before it answered', async () => {
    await changeThrice();
    const request = { id: uuidv7(), isForced: false };
    await office.restore.restore(request);
    expect((await office.restore.restore(request)).hash).toBe(hashes[2]);
    expect(office.hash).toBe(hashes[2]);
  });

  it('answers a request that was left in the data directory, in a file that only its owner reads', async () => {
    await changeThrice();
    const { dataDir } = database().place;
    const requests = new RestoreRequests(office.restore, { dataDir, log: pino({ level: 'silent' }) });
    const answerTo = async (request: string) => {
      await writeFile(join(dataDir, RESTORE_REQUEST), request);
      await requests.start();
      await requests.stop();
      await expect(stat(join(dataDir, RESTORE_REQUEST))).rejects.toThrow('ENOENT');
      expect((await stat(join(dataDir, RESTORE_ANSWER))).mode & 0o777).toBe(0o600);
      return JSON.parse(await readFile(join(dataDir, RESTORE_ANSWER), 'utf8')) as unknown;
    };
    expect(await answerTo(JSON.stringify({ id: 'r1' }))).toMatchObject({ id: 'r1', ok: true, hash: hashes[2] });
    expect(await answerTo(JSON.stringify({ id: 'r2', hash: 'ffff' }))).toEqual({
      id: 'r2',
      ok: false,
      detail: 'no policy set `ffff`',
    });
    expect(await answerTo('{ half a request')).toMatchObject({ ok: false });
    expect(office.hash).toBe(hashes[2]);
  });
});
