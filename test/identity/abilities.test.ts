import { describe, expect, it } from 'vitest';
import { abilityOf, mayUse } from '../../src/identity/abilities.ts';
import type { AuthenticatedActor } from '../../src/identity/actor.ts';
import { ROLE_SCOPES, scopesOf } from '../../src/identity/roles.ts';

const actorWith = (scopes: readonly string[]): AuthenticatedActor => ({
  user: 'someone',
  userId: 'u',
  tokenId: 't',
  element: { id: 'e', name: 'foo' },
  groups: [],
  roles: [],
  scopes,
});
const everyScope = scopesOf(Object.keys(ROLE_SCOPES));

describe('what roles may ask for', () => {
  it('is nothing for a role that nobody knows', () => {
    expect(scopesOf(['superuser', 'constructor', '__proto__'])).toEqual([]);
  });

  it('is the scopes of all of them together, each once, in order', () => {
    const both = scopesOf(['client', 'admin', 'client']);
    expect(both).toEqual([...new Set(both)].sort());
    expect(new Set(both)).toEqual(new Set([...scopesOf(['client']), ...scopesOf(['admin'])]));
  });

  it('lets a client ask for scans and data, and for nothing about sensors to come, or tokens', () => {
    const client = scopesOf(['client']);
    expect(client).toContain('schedule:write');
    expect(client).toContain('observations:read');
    for (const scope of ['sensors:join', 'tokens:read', 'tokens:write']) expect(client).not.toContain(scope);
  });

  it('names no scope that does not say what may be done to what', () => {
    for (const scope of everyScope) expect(scope).toMatch(/^[a-z-]+:[a-z-]+$/);
  });
});

describe('what an Actor may use', () => {
  it.each(everyScope)('is `%s` when its token has it, and nothing else', (scope) => {
    const actor = actorWith([scope]);
    expect(everyScope.filter((one) => mayUse(actor, one))).toEqual([scope]);
  });

  it('is nothing without a scope', () => {
    expect(everyScope.filter((scope) => mayUse(actorWith([]), scope))).toEqual([]);
  });

  it('never grows by words that the ability library takes for everything', () => {
    const actor = actorWith(['sensors:manage', 'all:read', 'all:manage']);
    expect(everyScope.filter((scope) => mayUse(actor, scope))).toEqual([]);
  });

  it('can be asked of the ability itself', () => {
    const ability = abilityOf(['schedule:write']);
    expect(ability.can('write', 'schedule')).toBe(true);
    expect(ability.can('read', 'schedule')).toBe(false);
  });
});
