import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PolicyDeniedError } from '../../src/enforcement/policy-denied-error.ts';
import { TokenAdministration } from '../../src/enforcement/token-administration.ts';
import { InvalidInputError, NotFoundError, UnauthenticatedError } from '../../src/errors.ts';
import { Authenticator } from '../../src/identity/authenticator.ts';
import { makeCredential } from '../../src/identity/credential-format.ts';
import { makeFirstIdentities } from '../../src/identity/first-identities.ts';
import { cursorSecret } from '../../src/identity/installation.ts';
import { scopesOf } from '../../src/identity/roles.ts';
import { TokenRepository } from '../../src/identity/token-repository.ts';
import { uuidv7 } from '../../src/spectrum/identifier.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { makePartitions, Zone } from '../tasking/zone.ts';
import { policyOf } from './policies.ts';

const ADMINISTER = { operation: 'tokens', scope: 'sensor-management', scosTask: 'Administration' } as const;
const ADMINS_MAY = policyOf('admins', 'sensor-management', {
  'Policy-Action': 'Permit',
  Actor: 'role:admin',
  Resource: '*',
});
const anyScopes = { scopes: undefined, expiresAt: undefined };

describeEachDatabase('tokens', (database) => {
  let zone: Zone;
  let repository: TokenRepository;
  let authenticator: Authenticator;
  let tokens: TokenAdministration;
  let adminToken: string;

  beforeAll(() => makePartitions(database()));
  beforeEach(async () => {
    zone = new Zone(database());
    await zone.begin();
    zone.policies.put(ADMINS_MAY);
    repository = new TokenRepository(database().db);
    authenticator = new Authenticator(repository, zone.clock);
    tokens = new TokenAdministration(repository, authenticator, zone.clock);
    adminToken = '';
    await makeFirst();
  });

  function makeFirst(): Promise<boolean> {
    return makeFirstIdentities(database().db, zone.clock, (text) => {
      adminToken = text;
      return Promise.resolve();
    });
  }

  const accessOf = async (text: string) => zone.gate.open(await authenticator.authenticate(text), ADMINISTER);
  const admin = () => accessOf(adminToken);
  const refusal = (text: string) =>
    authenticator.authenticate(text).then(
      () => 'accepted',
      (error: unknown) => (error instanceof UnauthenticatedError ? `${error.scosCode} ${error.message}` : error),
    );

  describe('the first identities', () => {
    it('are an Element with an administrator, whose token works, and a client, who has none', async () => {
      const actor = await authenticator.authenticate(adminToken);
      expect(actor).toMatchObject({ user: 'admin', element: { name: 'clearband' }, roles: ['admin'] });
      expect(actor.scopes).toEqual(scopesOf(['admin']));
      expect((await tokens.find({ limit: 10 }, await admin())).items.map(({ user }) => user)).toEqual(['admin']);
      expect((await repository.findUser(actor.element.id, 'client'))?.roles).toEqual(['client']);
    });

    it('are made once, however often and by however many at a time', async () => {
      const before = adminToken;
      expect(await Promise.all([makeFirst(), makeFirst(), makeFirst()])).toEqual([false, false, false]);
      expect(adminToken).toBe(before);
    });

    it('are not stored when the token could not be kept: the next start makes another', async () => {
      await zone.begin();
      const full = () => Promise.reject(new Error('disk full'));
      await expect(makeFirstIdentities(database().db, zone.clock, full)).rejects.toThrow('disk full');
      expect(await repository.findElement('clearband')).toBeUndefined();
      expect(await makeFirst()).toBe(true);
      expect(await refusal(adminToken)).toBe('accepted');
    });
  });

  describe('a token', () => {
    it('is shown once, stands for its User, and is stored only as a hash', async () => {
      const { token, text } = await tokens.create({ user: 'client', ...anyScopes }, await admin());
      expect(await authenticator.authenticate(text)).toMatchObject({
        user: 'client',
        roles: ['client'],
        tokenId: token.id,
      });
      const { rows } = await sql`select token::text as row from token`.execute(database().db);
      const secret = text.split('_')[3] ?? '';
      expect(secret).toHaveLength(43);
      expect(JSON.stringify(rows)).not.toContain(secret);
    });

    it('can do no more than its scopes, nor ever more than its User’s roles', async () => {
      const { text } = await tokens.create(
        { user: 'client', scopes: ['sensors:read'], expiresAt: undefined },
        await admin(),
      );
      expect((await authenticator.authenticate(text)).scopes).toEqual(['sensors:read']);
      await sql`update token set scopes = '{sensors:read,tokens:write}'`.execute(database().db);
      zone.clock.forward(2);
      expect((await authenticator.authenticate(text)).scopes).toEqual(['sensors:read']);
    });

    it('is refused when it is damaged, unknown, expired, revoked, or for joining', async () => {
      const access = await admin();
      const { text, token } = await tokens.create(
        { user: 'client', scopes: undefined, expiresAt: zone.clock.in(60) },
        access,
      );
      expect(await refusal(`${text.slice(0, -1)}g`)).toMatch(/^101 the token is damaged/);
      expect(await refusal('')).toMatch(/^101/);
      expect(await refusal(makeCredential('token').text)).toBe('101 the token is not known here');
      expect(await refusal(makeCredential('join', 'ab'.repeat(32)).text)).toMatch(/^101/);
      zone.clock.forward(59.999);
      expect(await refusal(text)).toBe('accepted');
      zone.clock.forward(0.001);
      expect(await refusal(text)).toBe('103 the token expired at 2026-11-20T12:01:00.000Z');
      await tokens.revoke(token.id, access);
      expect(await refusal(text)).toBe('101 the token was revoked');
    });

    it('says the same of a wrong secret as of an unknown id', async () => {
      const known = await tokens.create({ user: 'client', ...anyScopes }, await admin());
      await sql`update token set secret_hash = ${Buffer.alloc(32)} where id = ${known.token.id}`.execute(database().db);
      expect(await refusal(known.text)).toBe(await refusal(makeCredential('token').text));
    });

    it('that was revoked here ends at once, and elsewhere within a second', async () => {
      const elsewhere = new Authenticator(repository, zone.clock);
      const { token, text } = await tokens.create({ user: 'client', ...anyScopes }, await admin());
      await authenticator.authenticate(text);
      await elsewhere.authenticate(text);
      await tokens.revoke(token.id, await admin());
      expect(await refusal(text)).toBe('101 the token was revoked');
      zone.clock.forward(1);
      await expect(elsewhere.authenticate(text)).rejects.toThrow('revoked');
    });

    it('is the same Actor as long as nothing about it changes, so that what is derived stays', async () => {
      const first = await authenticator.authenticate(adminToken);
      zone.clock.forward(5);
      expect(await authenticator.authenticate(adminToken)).toBe(first);
      await sql`update element_user set roles = '{client}' where name = 'admin'`.execute(database().db);
      zone.clock.forward(5);
      const changed = await authenticator.authenticate(adminToken);
      expect([changed.roles, changed.scopes.includes('tokens:write')]).toEqual([['client'], false]);
    });
  });

  describe('administration', () => {
    it('names every fault of a request and makes nothing', async () => {
      const access = await admin();
      const bad = { user: 'client', scopes: ['sensors:read', 'tokens:write', 'x'], expiresAt: zone.clock.now() };
      const error: unknown = await tokens.create(bad, access).catch((reason: unknown) => reason);
      if (!(error instanceof InvalidInputError)) throw error;
      expect(error.faults.map(({ code, pointer }) => [code, pointer])).toEqual([
        ['scope-not-allowed', '#/scopes/1'],
        ['scope-not-allowed', '#/scopes/2'],
        ['in-the-past', '#/expires_at'],
      ]);
      await expect(tokens.create({ user: 'nobody', ...anyScopes }, access)).rejects.toThrow('no user `nobody`');
      expect((await tokens.find({ limit: 10 }, access)).items).toHaveLength(1);
    });

    it('is refused to whom policy does not permit it, before anything is said of the User', async () => {
      const { text } = await tokens.create({ user: 'client', ...anyScopes }, await admin());
      const client = await accessOf(text);
      await expect(tokens.create({ user: 'nobody', ...anyScopes }, client)).rejects.toThrow(PolicyDeniedError);
      await expect(tokens.revoke('whatever', client)).rejects.toThrow(PolicyDeniedError);
      expect((await tokens.find({ limit: 10 }, client)).items).toEqual([]);
    });

    it('sees no token of another Element, nor whether there is one', async () => {
      const other = { id: uuidv7(), name: 'other', createdAt: zone.clock.now() };
      await repository.insertElement(other);
      const userId = uuidv7();
      await repository.insertUser({
        id: userId,
        elementId: other.id,
        name: 'eve',
        roles: ['admin'],
        createdAt: other.createdAt,
      });
      const { id, secretHash, text } = makeCredential('token');
      const dates = { createdAt: other.createdAt, expiresAt: null, revokedAt: null };
      await repository.insert({ id, kind: 'token', userId, secretHash, scopes: scopesOf(['admin']), ...dates });
      const foreign: unknown = await tokens.revoke(id, await admin()).catch((reason: unknown) => reason);
      const missing: unknown = await tokens.revoke('missing', await admin()).catch((reason: unknown) => reason);
      expect([foreign, missing]).toEqual([new NotFoundError('token', id), new NotFoundError('token', 'missing')]);
      expect(await refusal(text)).toBe('accepted');
      expect((await tokens.find({ limit: 10 }, await admin())).items.map(({ user }) => user)).toEqual(['admin']);
    });
  });

  it('have beside them one secret of page cursors, made once, the same for every process', async () => {
    const { db } = database();
    const all = await Promise.all([1, 2, 3].map(() => cursorSecret(db, zone.clock)));
    expect(all[0]).toHaveLength(32);
    expect(new Set(all.map((secret) => secret.toString('hex'))).size).toBe(1);
  });
});
