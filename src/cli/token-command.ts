import type { ApiClient } from './api-client.ts';
import { type Command, UsageError } from './command.ts';
import { print } from './output.ts';

interface TokenBody {
  readonly id: string;
  readonly user: string;
  readonly scopes: readonly string[];
  readonly expires_at: string | null;
  readonly revoked_at: string | null;
}

/** `clearband token create|list|revoke`. @returns the exit code */
export async function tokenCommand(command: Command, api: ApiClient): Promise<number> {
  const [verb, id] = command.words;
  if (verb === 'create') return create(command, api);
  if (verb === 'list') return list(command, api);
  if (verb !== 'revoke' || id === undefined)
    throw new UsageError('say `token create`, `token list` or `token revoke ID`');
  await api.delete(`/api/v1/tokens/${encodeURIComponent(id)}`);
  return 0;
}

async function create(command: Command, api: ApiClient): Promise<number> {
  const { user, scopes, expires } = command.options;
  if (user === undefined) throw new UsageError('`token create` needs `--user NAME`');
  const made = await api.post<{ token: string }>('/api/v1/tokens', {
    user,
    ...(scopes === undefined ? {} : { scopes: scopes.split(',') }),
    ...(expires === undefined ? {} : { expires_at: expires }),
  });
  // The text and nothing else, so that a script can keep it.
  print(command, made, ({ token }) => [token]);
  return 0;
}

async function list(command: Command, api: ApiClient): Promise<number> {
  const { items } = await api.get<{ items: TokenBody[] }>('/api/v1/tokens?limit=1000');
  print(command, items, (tokens) =>
    tokens.map((token) => {
      const state = token.revoked_at === null ? (token.expires_at ?? 'does not expire') : `revoked ${token.revoked_at}`;
      return `${token.id}  ${token.user}  ${state}  ${token.scopes.join(',')}`;
    }),
  );
  return 0;
}
