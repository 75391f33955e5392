import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { components } from '../../../openapi/generated/contract.ts';
import type { RecordedEvent } from '../../events/event.ts';
import { formatPosition } from '../../events/event-log.ts';
import type { Headers } from '../contract/operation.ts';

export const EVENT_STREAM_HEADERS: Headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  // Proxies that buffer would hold events back.
  'x-accel-buffering': 'no',
};

/** Writes `events` until they end or `signal` aborts, no faster than the client reads; a comment when all is quiet. */
export async function writeEvents(
  response: ServerResponse,
  events: AsyncIterable<RecordedEvent>,
  { heartbeatMs, signal }: { heartbeatMs: number; signal: AbortSignal },
): Promise<void> {
  // The first bytes tell the client at once that it is connected, and how soon to come back after an interruption.
  response.write('retry: 1000\n: connected\n\n');
  const heartbeat = setInterval(() => {
    if (!response.writableNeedDrain) response.write(': heartbeat\n\n');
  }, heartbeatMs);
  try {
    for await (const event of events) {
      if (signal.aborted) return;
      if (!response.write(toMessage(event))) await drained(response, signal);
    }
  } finally {
    clearInterval(heartbeat);
  }
}

async function drained(response: ServerResponse, signal: AbortSignal): Promise<void> {
  await once(response, 'drain', { signal }).catch((error: unknown) => {
    // The abort ends the stream; it is not a failure.
    if (!signal.aborted) throw error;
  });
}

function toMessage(event: RecordedEvent): string {
  const body = toEventBody(event);
  return `id: ${body.id}\nevent: ${body.kind}\ndata: ${JSON.stringify(body)}\n\n`;
}

/** The event as its readers get it: envelope first, then what is now. */
export function toEventBody({ position, at, subject, body }: RecordedEvent): components['schemas']['Event'] {
  return {
    id: formatPosition(position),
    at: at.toISOString(),
    ...body,
    ...(subject.sensorId !== undefined && { sensor_id: subject.sensorId }),
    ...(subject.entryId !== undefined && { schedule_entry_id: subject.entryId }),
    ...(subject.taskId !== undefined && { task_id: subject.taskId }),
  };
}
