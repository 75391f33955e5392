import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  ConflictError,
  InvalidInputError,
  NotFoundError,
  PolicyLockOutError,
  StaleVersionError,
} from '../../../../src/errors.ts';
import { PolicyDeniedError } from '../../../../src/enforcement/policy-denied-error.ts';
import { etagOf } from '../../../../src/enforcement/policy-set/administration/policy-document.ts';
import { policyId } from '../../../../src/policy/parse/policy.ts';
import { describeEachDatabase } from '../../../support/databases.ts';
import { makePartitions } from '../../../tasking/zone.ts';
import { closedBand, policyOf } from '../../policies.ts';
import { eventBodies, historyOf, storedSet } from '../running-set.ts';
import { PLAIN, PolicyOffice, forgetSets } from './policy-office.ts';

const id = (name: string, namespace = 'global') => policyId(namespace, name);
const CLOSED = closedBand('closed', '1 GHz', '2 GHz');
const inFoo = (name: string, more: object = {}) => ({
  Policy: {
    namespace: 'Foo',
    name,
    'Policy-type': 'SSM-Policy',
    Scope: 'sensing-management',
    Statement: [{ StatementId: 's', 'Policy-Action': 'Deny', ...more }],
  },
});
/** Administrators may do nothing to policies any more. */
const SHUT = policyOf('shut', 'sensor-management', {
  'Policy-Action': 'Deny',
  Actor: 'role:admin',
  'SCOS-Task': 'Policy-administration',
});

describeEachDatabase('the administration of policies', (database) => {
  let office: PolicyOffice;

  beforeAll(() => makePartitions(database()));
  beforeEach(async () => {
    await forgetSets(database());
    office = await PolicyOffice.open(database());
  });
  afterEach(() => office.close());

  const find = (name: string) => office.running.policySet.current?.policies.find((one) => one.name === name);
  const decisions = () => database().db.selectFrom('decision').selectAll().execute();

  it('puts a policy in force, with the decision, the history and the event that belong to it', async () => {
    const before = office.hash;
    const changed = await office.install(CLOSED);
    expect(changed).toMatchObject({ hash: office.hash, hashBefore: before, policies: [{ name: 'closed' }] });
    expect((await storedSet(database()))?.files.map(({ path, origin }) => [path, origin])).toEqual([
      ['office.json', 'directory'],
      ['api:global/closed.json', 'api'],
    ]);
    expect((await historyOf(database()))[0]).toMatchObject({
      kind: 'install',
      setBy: 'foo:admin',
      forced: false,
      hashBefore: before,
      summary: { added: [{ id: id('closed'), namespace: 'global', name: 'closed' }], changed: [], withdrawn: [] },
    });
    expect((await eventBodies(database())).at(-1)).toEqual({
      kind: 'policy.in-force',
      hash: office.hash,
      set_by: 'foo:admin',
    });
    expect(await decisions()).toMatchObject([
      { resource: 'global:Policies::closed', outcome: 'Permit', scosTask: 'Policy-administration', setHash: before },
    ]);
  });

  it.each([
    { what: 'a control character', name: 'a\u0000b' },
    { what: 'more characters than a resource may have', name: 'x'.repeat(250) },
  ])('refuses a name with $what, since policy could not be asked about it', async ({ name }) => {
    const error: unknown = await office.install({ Policies: [CLOSED, inFoo(name)] }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ faults: [{ code: 'bad-name', pointer: '#/Policies/1/Policy' }] });
    expect(await decisions()).toEqual([]);
  });

  it('installs many at once, or none', async () => {
    await office.install({ Policies: [CLOSED, inFoo('a')], Aliases: { frequency: { X: [[1, 2]] } } });
    expect(office.names).toEqual(expect.arrayContaining(['closed', 'a']));
    const before = office.hash;
    await expect(office.install({ Policies: [inFoo('b'), inFoo('c', { frequency: 'nobody knows' })] })).rejects.toThrow(
      InvalidInputError,
    );
    expect([office.hash, (await storedSet(database()))?.hash]).toEqual([before, before]);
  });

  it('refuses a policy whose name is taken, saying how to replace it', async () => {
    await office.install(CLOSED);
    await expect(office.install(CLOSED)).rejects.toThrow(ConflictError);
    await expect(office.install(CLOSED)).rejects.toThrow(`PUT /api/v1/policies/${id('closed')}`);
  });

  it('lays aliases and defaults over those of the same name', async () => {
    const withAlias = (min: number) => ({ Aliases: { frequency: { X: [[min, 9]] } } });
    await office.install({ ...withAlias(1), ...CLOSED });
    const before = office.hash;
    const { summary } = await office.install(withAlias(2));
    expect(summary).toMatchObject({ added: [], changed: [], aliases: ['global:X'] });
    expect(office.hash).not.toBe(before);
    const defaults = await office.install({ Defaults: { 'sensing-management': { actor: 'accept' } } });
    expect(defaults.summary.defaultsChanged).toBe(true);
  });

  it('replaces a policy that stands in a file with others, in the version that is meant', async () => {
    const { stored } = office.running.policySet.inForce ?? {};
    const locals = find('locals');
    const etag = locals && etagOf(locals);
    const text = JSON.stringify(
      policyOf('locals', 'sensor-management', { 'Policy-Action': 'Permit', Actor: 'role:other', Resource: '*' }),
    );
    const replace = (isExpected: (etag: string) => boolean) =>
      office.administration.replace(id('locals'), text, {
        options: { isForced: false, isExpected },
        access: office.access(),
      });
    await expect(replace((one) => one !== etag)).rejects.toThrow(StaleVersionError);
    const { summary } = await replace((one) => one === etag);
    expect(summary).toMatchObject({ added: [], changed: [{ name: 'locals' }], withdrawn: [] });
    expect(stored?.files).toHaveLength(1);
    expect((await storedSet(database()))?.files.map(({ path }) => path)).toEqual([
      'office.json',
      'api:global/locals.json',
    ]);
  });

  it('replaces a policy by no other', async () => {
    await office.install(CLOSED);
    const how = { options: PLAIN, access: office.access() };
    await expect(office.administration.replace(id('closed'), JSON.stringify(inFoo('a')), how)).rejects.toThrow(
      'must hold the policy `closed`',
    );
  });

  it('withdraws a policy; one that is not there is not found', async () => {
    await office.install(CLOSED);
    const withdraw = () => office.administration.withdraw(id('closed'), { options: PLAIN, access: office.access() });
    expect((await withdraw()).summary).toMatchObject({ withdrawn: [{ name: 'closed' }] });
    expect(office.names).not.toContain('closed');
    await expect(withdraw()).rejects.toThrow(NotFoundError);
  });

  it('points to every fault of the document', async () => {
    const document = { Policies: [inFoo('a', { frequency: 'none' }), inFoo('b', { Colour: 1 })] };
    const refusal = await office.install(document).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(InvalidInputError);
    expect((refusal as InvalidInputError).faults.map(({ code, pointer }) => [code, pointer])).toEqual(
      expect.arrayContaining([
        ['unknown-alias', '#/Policies/0/Policy/Statement/0/frequency'],
        ['unknown-key', '#/Policies/1/Policy/Statement/0/Colour'],
      ]),
    );
  });

  it.each([
    ['nothing', { Policies: [] }, 'empty-document'],
    ['something else', { hello: 1 }, 'unknown-key'],
    ['a policy without a name', { Policy: {} }, 'missing-key'],
  ])('refuses a document that holds %s', async (_, document, code) => {
    const refusal = await office.install(document).catch((error: unknown) => error);
    expect((refusal as InvalidInputError).faults.map((fault) => fault.code)).toContain(code);
  });

  describe('checking', () => {
    it('answers what an install would do, and changes nothing', async () => {
      const before = await storedSet(database());
      const access = office.access();
      const checked = await office.administration.check(JSON.stringify(CLOSED), access);
      await office.settle(access);
      expect(checked).toMatchObject({ ok: true, candidate: { lost: [], summary: { added: [{ name: 'closed' }] } } });
      expect(await storedSet(database())).toEqual(before);
      const { hash } = await office.install(CLOSED);
      expect(checked.ok && checked.candidate.set.hash).toBe(hash);
    });

    it.each([
      ['faults', inFoo('a', { frequency: 'none' })],
      ['nothing readable', { Policy: 1 }],
    ])('names %s without failing', async (_, document) => {
      const access = office.access();
      expect(await office.administration.check(JSON.stringify(document), access)).toMatchObject({ ok: false });
      await office.settle(access);
    });

    it('says whether it would lock its author out', async () => {
      const checked = await office.administration.check(JSON.stringify(SHUT), office.access());
      expect(checked.ok && checked.candidate.lost).toEqual(['global:Policies::shut', 'foo:Policies::in-force']);
    });
  });

  describe('locking out', () => {
    it('is refused to an author who could not administer the policies any more', async () => {
      const before = office.hash;
      await expect(office.install(SHUT)).rejects.toThrow(PolicyLockOutError);
      await expect(office.install(SHUT)).rejects.toThrow('force=true');
      expect(office.hash).toBe(before);
    });

    it('is refused when the permit itself is withdrawn or replaced', async () => {
      const how = { options: PLAIN, access: office.access() };
      await expect(office.administration.withdraw(id('administrators'), how)).rejects.toThrow(PolicyLockOutError);
      const weaker = policyOf('administrators', 'sensor-management', {
        'Policy-Action': 'Permit',
        Actor: 'role:other',
        Resource: '*',
      });
      const text = JSON.stringify(weaker);
      const replaced = office.administration.replace(id('administrators'), text, { ...how, access: office.access() });
      await expect(replaced).rejects.toThrow(PolicyLockOutError);
    });

    it.each([
      ['begins at an instant', { time: [{ from: '2027-01-01T00:00:00Z' }] }, '2027-01-01T00:00:00.000Z'],
      ['begins every Monday', { time: [{ daily: ['08:00', '09:00'], days: ['Mon'] }] }, '2026-11-23T08:00:00.000Z'],
      [
        'begins by a condition',
        { Condition: { in: { time: [{ from: '2027-02-01T00:00:00Z' }] } } },
        '2027-02-01T00:00:00.000Z',
      ],
    ])('is refused when it %s to come', async (_, when, from) => {
      const later = policyOf('shut-later', 'sensor-management', {
        'Policy-Action': 'Deny',
        'SCOS-Task': 'Policy-administration',
        ...when,
      });
      await expect(office.install(later)).rejects.toThrow(`foo:Policies::in-force from ${from}`);
    });

    it('is done when it is forced, and told in the history and in readiness', async () => {
      await office.install(SHUT, { isForced: true });
      expect(office.names).toContain('shut');
      expect((await historyOf(database()))[0]).toMatchObject({ kind: 'install', forced: true });
      await expect(office.install(CLOSED)).rejects.toThrow(PolicyDeniedError);
    });

    it('is not at stake for whoever could not do it before', async () => {
      expect((await office.install(inFoo('a'), { role: 'local' })).lost).toEqual([]);
    });
  });

  describe('what an Actor may administer', () => {
    it('is asked by namespace and name, of aliases too', async () => {
      await office.install(inFoo('a'), { role: 'local' });
      await office.install({ namespace: 'Foo', Aliases: { frequency: { X: [[1, 2]] } } }, { role: 'local' });
      await expect(office.install(CLOSED, { role: 'local' })).rejects.toThrow(PolicyDeniedError);
      await expect(office.install({ Aliases: { frequency: { X: [[1, 2]] } } }, { role: 'local' })).rejects.toThrow(
        PolicyDeniedError,
      );
      const Defaults = { 'sensing-management': { actor: 'accept' } };
      await expect(office.install({ Defaults }, { role: 'local' })).rejects.toThrow(PolicyDeniedError);
      await expect(office.install({ Policies: [inFoo('b'), CLOSED] }, { role: 'local' })).rejects.toThrow(
        PolicyDeniedError,
      );
      expect(office.names).not.toContain('b');
    });

    it('is all that it finds: another policy might as well not be there', async () => {
      await office.install(CLOSED);
      await office.install(inFoo('a'));
      const access = office.access('local');
      const { items } = await office.reading.find({}, { limit: 100 }, access);
      expect(items.map(({ policy }) => policy.name)).toEqual(['a']);
      for (const name of ['closed', 'no such policy']) {
        expect(() => office.reading.get(id(name), office.access('local'))).toThrow(NotFoundError);
        const how = { options: PLAIN, access: office.access('local') };
        await expect(office.administration.withdraw(id(name), how)).rejects.toThrow(`no policy \`${id(name)}\``);
      }
      await expect(office.reading.files('in-force', office.access('local'))).rejects.toThrow(PolicyDeniedError);
    });

    it('learns nothing of other policies from the faults of its own', async () => {
      const switching = (Fusion: string) => ({ 'Policy-Action': 'Set', Attributes: { 'Fusion-rule': Fusion } });
      await office.install(policyOf('secret', 'sensing-management', switching('OR')));
      const refusal = await office
        .install(inFoo('a', switching('AND')), { role: 'local' })
        .catch((error: unknown) => error);
      expect(JSON.stringify((refusal as InvalidInputError).faults)).not.toContain('secret');
      expect((refusal as InvalidInputError).faults).toMatchObject([{ code: 'contradicting-switch' }]);
    });
  });

  it('lists policies by namespace and name, page by page, and finds them by what they say', async () => {
    await office.install({ Policies: [CLOSED, inFoo('b'), inFoo('a')] });
    const names = async (filter: Parameters<PolicyOffice['reading']['find']>[0]) =>
      (await office.reading.find(filter, { limit: 100 }, office.access())).items.map(({ policy }) => policy.name);
    expect(await names({})).toEqual(['a', 'b', 'administrators', 'closed', 'locals']);
    expect(await names({ namespace: 'Foo' })).toEqual(['a', 'b']);
    expect(await names({ scope: 'sensor-management', text: 'LOCAL' })).toEqual(['locals']);
    const first = await office.reading.find({}, { limit: 2 }, office.access());
    const afterId = first.nextAfterId ?? '';
    const next = await office.reading.find({}, { limit: 2, afterId }, office.access());
    expect(next.items.map(({ policy }) => policy.name)).toEqual(['administrators', 'closed']);
  });

  it('tells who may not see a confidential policy no hash: it would tell that something changed', async () => {
    const secret = { Policy: { ...(CLOSED['Policy'] as object), Confidential: true } };
    const seen = { policies: office.names.length + 1 };
    await office.install(secret);
    const few = { 'Policy-Action': 'Deny', Actor: 'role:admin', Resource: 'global:Policies::closed' };
    const changed = await office.install(policyOf('few', 'sensor-management', few));
    expect([changed.hash, changed.hashBefore]).toEqual([undefined, undefined]);
    const checked = await office.administration.check(JSON.stringify(inFoo('a')), office.access());
    expect(checked).toMatchObject({ ok: true, hash: undefined, hashBefore: undefined });
    const overview = await office.reading.overview(office.access());
    expect([overview.hash, overview.policies.length]).toEqual([undefined, seen.policies]);
    const history = await office.reading.history({ limit: 10 }, office.access());
    expect(history.items.map(({ hash, hashBefore }) => hash ?? hashBefore)).toEqual([undefined, undefined, undefined]);
    expect(JSON.stringify(history.items.map(({ summary }) => summary))).not.toContain('closed');
  });

  it('puts a file of the directory in force that was refused, as soon as the API gives it what it lacked', async () => {
    await office.put('lacking.json', inFoo('lacking', { frequency: 'Quiet' }));
    const { health } = office.running;
    await expect.poll(() => health.details, { timeout: 8000, interval: 20 }).toContain('no frequency alias `Quiet`');
    await office.install({ Aliases: { frequency: { Quiet: [[1, 2]] } } });
    await expect.poll(() => health.problem, { timeout: 8000, interval: 20 }).toBeUndefined();
    expect(office.names).toContain('lacking');
    expect((await eventBodies(database())).filter(({ kind }) => kind === 'policy.refused')).toHaveLength(1);
  });

  it('gives the files of any set that was in force', async () => {
    const first = office.hash ?? '';
    await office.install(CLOSED);
    const kept = await office.reading.files(first, office.access());
    expect(kept.files.map(({ path }) => path)).toEqual(['office.json']);
    expect((await office.reading.files('in-force', office.access())).hash).toBe(office.hash);
    await expect(office.reading.files('0'.repeat(64), office.access())).rejects.toThrow(NotFoundError);
  });
});
