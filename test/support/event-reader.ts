import type { ManagerClient } from './manager-client.ts';

/** An event as the stream gives it. */
export interface StreamedEvent {
  readonly id: string;
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What was read so far of a stream of server-sent events; it ends with the test's process. */
export interface EventReader {
  /** The events, as soon as they satisfy `enough`. */
  until(enough: (seen: readonly StreamedEvent[]) => boolean): Promise<readonly StreamedEvent[]>;
  close(): void;
}

/** Follows `/api/v1/events` from now on, or from after `lastEventId`. */
export async function followEvents(client: ManagerClient, lastEventId?: string): Promise<EventReader> {
  const abort = new AbortController();
  const response = await fetch(`${client.url}/api/v1/events`, {
    headers: {
      authorization: `Bearer ${client.token}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
    signal: abort.signal,
  });
  if (!response.ok || response.body === null) throw new Error(`no event stream: ${response.status}`);
  const seen: StreamedEvent[] = [];
  let wake = Promise.withResolvers<undefined>();
  void (async () => {
    let text = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      seen.push(...blocks.flatMap(toEvent));
      wake.resolve(undefined);
      wake = Promise.withResolvers<undefined>();
    }
  })().catch(() => undefined);
  return {
    until: async (enough) => {
      while (!enough(seen)) await wake.promise;
      return [...seen];
    },
    close: () => {
      abort.abort();
    },
  };
}

function toEvent(block: string): StreamedEvent[] {
  const fields = new Map(
    block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const data = fields.get('data');
  if (data === undefined) return [];
  return [
    { id: fields.get('id') ?? '', kind: fields.get('event') ?? '', data: JSON.parse(data) as Record<string, unknown> },
  ];
}
