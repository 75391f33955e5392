import { InvalidInputError, NotFoundError } from '../errors.ts';
import type { Authenticator } from '../identity/authenticator.ts';
import { makeCredential } from '../identity/credential-format.ts';
import { scopesOf } from '../identity/roles.ts';
import type { TokenRepository, TokenWithUser } from '../identity/token-repository.ts';
import type { Clock } from '../spectrum/clock.ts';
import type { Page, PageRequest } from '../spectrum/page.ts';
import type { Access } from './access.ts';
import { permittedPage } from './permitted-page.ts';

/** A token without its secret. */
export interface TokenInfo {
  readonly id: string;
  readonly user: string;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date | undefined;
  readonly revokedAt: Date | undefined;
}

/** Makes, lists and revokes the tokens of an Element's Users, as roles and policy allow. */
export class TokenAdministration {
  readonly #repository: TokenRepository;
  readonly #authenticator: Authenticator;
  readonly #clock: Clock;

  constructor(repository: TokenRepository, authenticator: Authenticator, clock: Clock) {
    this.#repository = repository;
    this.#authenticator = authenticator;
    this.#clock = clock;
  }

  /** The token's `text` exists only in this answer. @throws {InvalidInputError} unknown user, scopes beyond its roles. */
  async create(
    request: {
      readonly user: string;
      readonly scopes: readonly string[] | undefined;
      readonly expiresAt: Date | undefined;
    },
    access: Access,
  ): Promise<{ readonly token: TokenInfo; readonly text: string }> {
    const { element } = access.actor;
    await access.require(userResource(element.name, request.user));
    const now = this.#clock.now();
    const user = await this.#repository.findUser(element.id, request.user);
    if (user === undefined) {
      throw new InvalidInputError([{ code: 'unknown-user', detail: `no user \`${request.user}\``, pointer: '#/user' }]);
    }
    const faults = [...faultsOfScopes(request.scopes ?? [], user.roles), ...faultsOfExpiry(request.expiresAt, now)];
    if (faults.length > 0) throw new InvalidInputError(faults);
    const { id, text, secretHash } = makeCredential('token');
    const stored = {
      id,
      kind: 'token',
      userId: user.id,
      secretHash,
      scopes: request.scopes ?? scopesOf(user.roles),
      createdAt: now,
      expiresAt: request.expiresAt ?? null,
      revokedAt: null,
    };
    await this.#repository.insert(stored);
    return {
      token: toTokenInfo({
        ...stored,
        userName: user.name,
        roles: user.roles,
        elementId: element.id,
        elementName: element.name,
      }),
      text,
    };
  }

  async find(page: PageRequest, access: Access): Promise<Page<TokenInfo>> {
    const { element } = access.actor;
    const found = await permittedPage(page, (part) => this.#repository.page(element.id, part), {
      access,
      queries: (token) => [userResource(element.name, token.userName)],
    });
    return { ...found, items: found.items.map(toTokenInfo) };
  }

  async revoke(id: string, access: Access): Promise<void> {
    const { element } = access.actor;
    const token = await this.#repository.find(id);
    // A token of another Element must not be known to exist; the gate is asked all the same, so that it is on record.
    await access.require(userResource(element.name, token?.elementId === element.id ? token.userName : '-'));
    if (token?.elementId !== element.id) throw new NotFoundError('token', id);
    await this.#repository.revoke(id, this.#clock.now());
    this.#authenticator.forget(id);
  }
}

function userResource(element: string, user: string) {
  return { resource: `${element}:Users::${user}`, namespace: element };
}

function faultsOfScopes(scopes: readonly string[], roles: readonly string[]) {
  const allowed = new Set(scopesOf(roles));
  return scopes.flatMap((scope, index) =>
    allowed.has(scope)
      ? []
      : [
          {
            code: 'scope-not-allowed',
            detail: `the user's roles do not have the scope \`${scope}\``,
            pointer: `#/scopes/${index}`,
          },
        ],
  );
}

function faultsOfExpiry(expiresAt: Date | undefined, now: Date) {
  if (expiresAt === undefined || expiresAt > now) return [];
  return [{ code: 'in-the-past', detail: 'a token must expire in the future', pointer: '#/expires_at' }];
}

function toTokenInfo(token: TokenWithUser): TokenInfo {
  return {
    id: token.id,
    user: token.userName,
    scopes: token.scopes,
    createdAt: token.createdAt,
    expiresAt: token.expiresAt ?? undefined,
    revokedAt: token.revokedAt ?? undefined,
  };
}
