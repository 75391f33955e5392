import type { components } from '../../../openapi/generated/contract.ts';
import type { TokenInfo } from '../../enforcement/token-administration.ts';
import type { AuthenticatedActor } from '../../identity/actor.ts';

type Schemas = components['schemas'];

export function toTokenBody(token: TokenInfo): Schemas['Token'] {
  return {
    id: token.id,
    user: token.user,
    scopes: token.scopes,
    created_at: token.createdAt.toISOString(),
    expires_at: token.expiresAt?.toISOString() ?? null,
    revoked_at: token.revokedAt?.toISOString() ?? null,
  };
}

export function toMeBody(actor: AuthenticatedActor): Schemas['Me'] {
  const { user, element, groups, roles, scopes, tokenId } = actor;
  return { user, element: { id: element.id, name: element.name }, groups, roles, scopes, token_id: tokenId };
}
