import type { ApiClient } from './api-client.ts';
import { type Command, UsageError } from './command.ts';
import { print } from './output.ts';

/** `clearband join-token create`: prints the token and nothing else. @returns the exit code */
export async function joinTokenCommand(command: Command, api: ApiClient): Promise<number> {
  const { name, ttl } = command.options;
  if (command.words[0] !== 'create') throw new UsageError('say `join-token create`');
  const seconds = ttl === undefined ? undefined : Number(ttl);
  if (seconds !== undefined && !Number.isInteger(seconds)) throw new UsageError('`--ttl` is a whole number of seconds');
  const made = await api.post<{ token: string }>('/api/v1/join-tokens', {
    ...(name === undefined ? {} : { sensor_name: name }),
    ...(seconds === undefined ? {} : { ttl_seconds: seconds }),
  });
  print(command, made, ({ token }) => [token]);
  return 0;
}
