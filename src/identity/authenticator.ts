import { UnauthenticatedError } from '../errors.ts';
import type { Clock } from '../spectrum/clock.ts';
import type { AuthenticatedActor } from './actor.ts';
import { parseCredential, secretMatches } from './credential-format.ts';
import { scopesOf } from './roles.ts';
import type { TokenRepository, TokenWithUser } from './token-repository.ts';

/** Turns a token's text into the Actor it stands for. */
export class Authenticator {
  readonly #repository: TokenRepository;
  readonly #clock: Clock;
  readonly #warm = new Map<string, WarmToken>();

  constructor(repository: TokenRepository, clock: Clock) {
    this.#repository = repository;
    this.#clock = clock;
  }

  /** @throws {UnauthenticatedError} saying whether the token is malformed, unknown, expired or revoked. */
  async authenticate(tokenText: string): Promise<AuthenticatedActor> {
    const credential = parseCredential(tokenText);
    if (credential.kind !== 'token') throw new UnauthenticatedError('the token is malformed');
    const token = await this.#find(credential.id);
    const known = token !== undefined && secretMatches(credential.secret, token.secretHash);
    // One answer for an unknown id and a wrong secret: which ids exist is nobody's business.
    if (token === undefined || !known) {
      throw new UnauthenticatedError('the token is not known here');
    }
    if (token.revokedAt !== null) throw new UnauthenticatedError('the token was revoked');
    if (token.expiresAt !== null && token.expiresAt <= this.#clock.now()) {
      throw new UnauthenticatedError(`the token expired at ${token.expiresAt.toISOString()}`, 103);
    }
    return token.actor;
  }

  /** Forgets what is kept of a token, so that a change to it holds at once. */
  forget(id: string): void {
    this.#warm.delete(id);
  }

  async #find(id: string): Promise<WarmToken | undefined> {
    const now = this.#clock.now().getTime();
    const warm = this.#warm.get(id);
    if (warm !== undefined && now - warm.readAt < WARM_MS && now >= warm.readAt) return warm;
    const stored = await this.#repository.find(id);
    if (stored === undefined) {
      this.#warm.delete(id);
      return undefined;
    }
    if (this.#warm.size >= WARM_TOKENS) this.#warm.clear();
    // The Actor object is kept while nothing about it changed: what is derived from it stays derived.
    const actor = warm !== undefined && sameGrant(warm, stored) ? warm.actor : toActor(stored);
    const fresh = { ...stored, actor, readAt: now };
    this.#warm.set(id, fresh);
    return fresh;
  }
}

interface WarmToken extends TokenWithUser {
  readonly actor: AuthenticatedActor;
  readonly readAt: number;
}

/** How long another process's change to a token may go unnoticed. */
const WARM_MS = 1000;
const WARM_TOKENS = 10_000;

function sameGrant(a: TokenWithUser, b: TokenWithUser): boolean {
  return a.userId === b.userId && a.roles.join() === b.roles.join() && a.scopes.join() === b.scopes.join();
}

function toActor(token: TokenWithUser): AuthenticatedActor {
  const allowed = new Set(scopesOf(token.roles));
  return {
    user: token.userName,
    userId: token.userId,
    tokenId: token.id,
    element: { id: token.elementId, name: token.elementName },
    groups: [],
    roles: token.roles,
    scopes: token.scopes.filter((scope) => allowed.has(scope)),
  };
}
