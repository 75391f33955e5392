import { toMeBody, toTokenBody } from '../bodies/token.ts';
import { refuseFaults } from '../bodies/place.ts';
import type { JoinTokenService, TokenService } from '../domain.ts';
import type { OperationHandler } from '../contract/operation.ts';
import { created, noContent, ok } from '../contract/operation.ts';
import type { Pager } from '../pages/pager.ts';
import type { Fault } from '../../errors.ts';

/** As the contract says: `ttl_seconds` of a JoinTokenRequest. */
const DEFAULT_TTL_SECONDS = 3600;

/** `me_show`: the caller as policy sees it. */
export function showMe(): OperationHandler<'me_show'> {
  return ({ actor }) => ok(toMeBody(actor));
}

/** `token_create`: the only time that a token's text leaves the Manager. */
export function createToken(tokens: TokenService): OperationHandler<'token_create'> {
  return async ({ body, access }) => {
    const expiresAt = body.expires_at === undefined ? undefined : new Date(body.expires_at);
    const made = await tokens.create({ user: body.user, scopes: body.scopes, expiresAt }, access);
    return created(`/api/v1/tokens/${made.token.id}`, { ...toTokenBody(made.token), token: made.text });
  };
}

/** `token_list` */
export function listTokens(tokens: TokenService, pager: Pager): OperationHandler<'token_list'> {
  return async ({ query, actor, access }) => {
    const faults: Fault[] = [];
    const open = pager.ofQuery(query, { operation: 'token_list', path: '/api/v1/tokens', actor }, faults);
    refuseFaults(faults);
    const page = await tokens.find(open.request, access);
    return ok(open.body(page, toTokenBody), open.headers(page));
  };
}

/** `token_revoke` */
export function revokeToken(tokens: TokenService): OperationHandler<'token_revoke'> {
  return async ({ path, access }) => {
    await tokens.revoke(path.id, access);
    return noContent();
  };
}

/** `join_token_create` */
export function createJoinToken(joinTokens: JoinTokenService): OperationHandler<'join_token_create'> {
  return async ({ body, access }) => {
    const { sensor_name: sensorName, ttl_seconds: ttlSeconds = DEFAULT_TTL_SECONDS } = body;
    const made = await joinTokens.create({ sensorName, ttlSeconds }, access);
    const { id, text, expiresAt } = made;
    return created(undefined, {
      id,
      token: text,
      sensor_name: made.sensorName ?? null,
      expires_at: expiresAt.toISOString(),
    });
  };
}
