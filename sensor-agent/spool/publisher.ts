import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../src/spectrum/clock.ts';
import type { AgentLog } from '../agent-log.ts';
import { Backoff, type BackoffOptions, pause } from '../session/backoff.ts';
import type { PublishCall } from '../session/protocol.ts';
import { Publication } from './publication.ts';
import type { Spool, SpoolEntry } from './spool.ts';

export interface PublisherParts {
  readonly spool: Spool;
  readonly backoff: BackoffOptions;
  readonly clock: Clock;
  readonly log: AgentLog;
}

const DAMAGED = 403;
const INCOMPLETE = 305;

/**
 * Sends the spool to the Manager while there is a connection, for as long as `signal` lets it. An outcome is deleted
 * only after the Manager's receipt, and set aside when the Manager refuses it.
 */
export async function publish(openCall: () => PublishCall, parts: PublisherParts, signal: AbortSignal): Promise<void> {
  const backoff = new Backoff(parts.backoff);
  for (;;) {
    await waitForWork(parts.spool, signal);
    if (signal.aborted) return;
    try {
      await publishOn(
        openCall(),
        {
          ...parts,
          succeeded: () => {
            backoff.reset();
          },
        },
        signal,
      );
    } catch (error) {
      parts.log.warn({ reason: error instanceof Error ? error.message : String(error) }, 'publishing was interrupted');
    }
    await pause(backoff.next(), signal);
  }
}

async function publishOn(
  call: PublishCall,
  parts: PublisherParts & { readonly succeeded: () => void },
  signal: AbortSignal,
): Promise<void> {
  const { spool, log, clock } = parts;
  const putOff = new Backoff(parts.backoff);
  const publication: Publication = new Publication(spool, call, {
    stored: async (taskId) => {
      parts.succeeded();
      putOff.reset();
      await spool.remove(taskId);
    },
    refused: async (taskId, code, reason) => {
      log.error({ taskId, code, reason }, 'the Manager refused a recording: it is kept in the spool');
      await spool.setAside(taskId, { code, reason });
    },
    later: (taskId, reason) => {
      log.warn({ taskId, reason }, 'the Manager could not store a recording now');
      sleep(putOff.next(), undefined, { signal }).then(
        () => {
          publication.retry(taskId);
        },
        () => undefined,
      );
    },
    damaged: (entry, reason) => replaceDamaged(spool, entry, { reason, log, nowMs: clock.now().getTime() }),
  });
  await publication.run(signal);
}

/** Keeps the damaged file for the operator and tells the Manager that its recording will not come. */
async function replaceDamaged(
  spool: Spool,
  { taskId }: SpoolEntry,
  why: { readonly reason: string; readonly log: AgentLog; readonly nowMs: number },
): Promise<void> {
  why.log.error({ taskId, reason: why.reason }, 'a spooled recording is damaged');
  await spool.setAside(taskId, { code: DAMAGED, reason: why.reason });
  const detail = `the recording was damaged in the agent's spool: ${why.reason}`;
  const header = {
    taskId,
    kind: 'incomplete',
    code: INCOMPLETE,
    detail,
    startedMs: 0,
    finishedMs: why.nowMs,
  } as const;
  await spool.put({ header });
}

async function waitForWork(spool: Spool, signal: AbortSignal): Promise<void> {
  if (spool.usage.recordings > 0 || signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const wake = () => {
    resolve(undefined);
  };
  const ignore = spool.onChange(wake);
  signal.addEventListener('abort', wake);
  await promise;
  ignore();
  signal.removeEventListener('abort', wake);
}
