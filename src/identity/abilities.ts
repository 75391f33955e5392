import { createMongoAbility, type MongoAbility } from '@casl/ability';
import type { AuthenticatedActor } from './actor.ts';

/** The permissions of an Actor as CASL sees them: one rule for each scope, `can(permission, subject)`. */
export function abilityOf(scopes: readonly string[]): MongoAbility {
  return createMongoAbility(
    scopes.map((scope) => {
      const { subject, permission } = splitScope(scope);
      return { subject, action: permission };
    }),
    NO_WILDCARDS,
  );
}

/** A scope says what it says: without this, CASL would take `manage` and `all` for everything. */
const NO_WILDCARDS = { anyAction: ' ', anySubjectType: ' ' };

/** Whether the Actor's roles and token let it use an operation that asks for `scope`; policy is asked later. */
export function mayUse(actor: AuthenticatedActor, scope: string): boolean {
  const { subject, permission } = splitScope(scope);
  return abilityFor(actor).can(permission, subject);
}

/** Abilities are made once for an authenticated Actor, which is itself kept for as long as its token is warm. */
const abilities = new WeakMap<AuthenticatedActor, MongoAbility>();

function abilityFor(actor: AuthenticatedActor): MongoAbility {
  const known = abilities.get(actor);
  if (known !== undefined) return known;
  const ability = abilityOf(actor.scopes);
  abilities.set(actor, ability);
  return ability;
}

function splitScope(scope: string): { subject: string; permission: string } {
  const colon = scope.lastIndexOf(':');
  return { subject: scope.slice(0, colon), permission: scope.slice(colon + 1) };
}
