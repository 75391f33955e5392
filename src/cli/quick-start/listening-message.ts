/** Where a Manager listens, as its process tells the one that started it. */
export interface Listening {
  readonly httpPort: number;
  readonly grpcPort: number;
}

/** What a message of the Manager's process (`src/main.ts`) says; undefined when it says something else. */
export function toListening(message: unknown): Listening | undefined {
  if (typeof message !== 'object' || message === null || !('listening' in message)) return undefined;
  const { listening } = message;
  if (typeof listening !== 'object' || listening === null) return undefined;
  if (!('httpPort' in listening && 'grpcPort' in listening)) return undefined;
  const { httpPort, grpcPort } = listening;
  return typeof httpPort === 'number' && typeof grpcPort === 'number' ? { httpPort, grpcPort } : undefined;
}
