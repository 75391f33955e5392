import { once } from 'node:events';
import { join } from 'node:path';
import type { AgentStatus } from '../proto/generated/clearband/scos/v1/AgentStatus.ts';
import type { Clock } from '../src/spectrum/clock.ts';
import type { AgentLog } from './agent-log.ts';
import { FenceGuard } from './fence/fence-guard.ts';
import { FenceStore } from './fence/fence-store.ts';
import { machineUptime, type Uptime } from './fence/uptime.ts';
import { type Radio, openRadio } from './radio.ts';
import { parseAddress } from './session/address.ts';
import type { BackoffOptions } from './session/backoff.ts';
import { toCapabilityMessage } from './session/capability-message.ts';
import { openChannel } from './session/channel.ts';
import { type ClockReading, ManagerClock } from './session/manager-clock.ts';
import { Protocol } from './session/protocol.ts';
import { SessionKeeper } from './session/session-keeper.ts';
import type { SessionParts } from './session/session.ts';
import { Spool } from './spool/spool.ts';
import { type AgentConfiguration, readConfiguration } from './state/configuration.ts';
import { type AgentIdentity, readIdentity } from './state/identity.ts';
import { lockState } from './state/state-lock.ts';
import { writeStatus } from './state/status-file.ts';
import { TaskJournal } from './tasks/task-journal.ts';
import { TaskRunner } from './tasks/task-runner.ts';

export interface AgentOptions {
  readonly stateDir: string;
  /** This machine's own; it may be wrong. */
  readonly clock: Clock;
  readonly log: AgentLog;
  /** By which the fence's time runs out; default: this machine's. */
  readonly uptime?: Uptime;
  /** Uniform in `[0, 1)`. */
  readonly random: () => number;
  readonly backoff?: Pick<BackoffOptions, 'firstMs' | 'longestMs'>;
}

/** How long the agent waits at its end for receipts. */
const DRAIN_MS = 1500;
const BACKOFF = { firstMs: 500, longestMs: 15_000 };

/** One agent: its radio, its tasks, its spool, its session. */
interface Agent {
  readonly options: AgentOptions;
  readonly identity: AgentIdentity;
  readonly configuration: AgentConfiguration;
  readonly radio: Radio;
  /** By which it measures and reports. */
  readonly clock: ManagerClock;
  readonly spool: Spool;
  readonly runner: TaskRunner;
  readonly fence: FenceGuard;
}

/**
 * Runs the agent of `stateDir` until `signal` aborts; then it stops what is running, takes leave of the Manager and
 * resolves. @throws {StateError} or {InputFileError} when it can't begin
 */
export async function runAgent(options: AgentOptions, signal: AbortSignal): Promise<void> {
  const { stateDir } = options;
  const identity = await readIdentity(stateDir);
  const configuration = await readConfiguration(stateDir);
  const unlock = await lockState(stateDir);
  try {
    const clock = new ManagerClock(options.clock);
    const radio = await openRadio(configuration, clock);
    const agent = await assemble({ options, identity, configuration, radio, clock });
    await keepSession(agent, signal);
    await agent.fence.close();
    await radio.receiver.close();
  } finally {
    await unlock();
  }
}

async function assemble(given: Omit<Agent, 'spool' | 'runner' | 'fence'>): Promise<Agent> {
  const { options, identity, configuration, radio, clock } = given;
  const spool = await Spool.open(join(options.stateDir, 'spool'), configuration.spoolBytes);
  const { log, random } = options;
  const sensor = { id: identity.sensorId, name: identity.sensorName };
  const setup = { receiver: radio.receiver, location: radio.location, sensor, clock, random };
  const journal = await TaskJournal.open(join(options.stateDir, 'tasks'));
  const fence = await FenceGuard.open({
    owner: identity,
    store: new FenceStore(options.stateDir),
    uptime: options.uptime ?? machineUptime(),
    clock,
    log,
  });
  return { ...given, spool, fence, runner: new TaskRunner({ setup, fence, journal, spool, log }) };
}

async function keepSession(agent: Agent, signal: AbortSignal): Promise<void> {
  const { options, identity, runner, spool } = agent;
  const { log, random, backoff = BACKOFF, stateDir } = options;
  const address = parseAddress(identity.address);
  let statusWritten = Promise.resolve();
  const keeper = new SessionKeeper({
    connect: () => openChannel(address, identity.caPem, identity),
    protocol: new Protocol(),
    session: sessionParts(agent),
    clock: agent.clock,
    spool,
    log,
    backoff: { ...backoff, random },
    onStatus: (status) => {
      statusWritten = statusWritten
        .then(() => writeStatus(stateDir, status))
        .catch((error: unknown) => {
          log.warn({ err: error }, 'the status can not be written');
        });
    },
    onBegun: (report) => {
      for (const progress of runner.progress()) report(progress);
    },
  });
  runner.onProgress((progress) => {
    keeper.report(progress);
  });
  await runner.recover();
  const leaving = new AbortController();
  const kept = keeper.run(leaving.signal);
  await aborted(signal);
  // What was running becomes an outcome first, so that it can still be sent.
  await runner.stop();
  await drained(spool, DRAIN_MS);
  leaving.abort();
  await kept;
  await statusWritten;
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

/** Resolves when the spool is empty, or after `longestMs`: what is left waits for the next start. */
async function drained(spool: Spool, longestMs: number): Promise<void> {
  if (spool.usage.recordings === 0) return;
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => {
    resolve(undefined);
  }, longestMs);
  const ignore = spool.onChange(() => {
    if (spool.usage.recordings === 0) resolve(undefined);
  });
  await promise;
  clearTimeout(timer);
  ignore();
}

function sessionParts(agent: Agent): Omit<SessionParts, 'onAssociated'> {
  const { options, configuration, radio, spool, runner } = agent;
  const { clock, log } = options;
  const { fence } = agent;
  const startedMs = clock.now().getTime();
  const { driver, location, receiver } = radio;
  return {
    clock,
    capability: toCapabilityMessage(receiver.capability, { driver, location, spoolBytes: configuration.spoolBytes }),
    heldTaskIds: () => [...runner.heldTaskIds(), ...spool.entries().map(({ taskId }) => taskId)],
    status: () => statusOf({ runner, spool, uptimeSeconds: (clock.now().getTime() - startedMs) / 1000 }),
    onClockReading: (reading) => {
      correctClock(agent, reading);
    },
    onOrder: (order) => {
      runner.accept(order).catch((error: unknown) => {
        log.error({ err: error, taskId: order.taskId }, 'a task could not be accepted');
      });
    },
    onFence: (signed) => {
      fence.take(signed);
    },
    onCancel: (taskId, reason) => {
      runner.cancel(taskId, reason);
    },
  };
}

function correctClock({ clock, options: { log } }: Agent, reading: ClockReading): void {
  if (!clock.observe(reading)) return;
  const clockOffsetMs = clock.offsetMs;
  if (clockOffsetMs === 0) log.info({ clockOffsetMs }, 'clocks agree again');
  else log.warn({ clockOffsetMs }, "this machine's clock is wrong: tasks go by the Manager's, set this one right");
}

async function statusOf(of: {
  readonly runner: TaskRunner;
  readonly spool: Spool;
  readonly uptimeSeconds: number;
}): Promise<AgentStatus> {
  const { recordings, bytes, refused } = of.spool.usage;
  return {
    runningTaskId: of.runner.runningTaskId ?? '',
    spooledRecordings: recordings,
    spooledBytes: bytes,
    refusedRecordings: refused,
    uptimeSeconds: of.uptimeSeconds,
    freeBytes: await of.spool.freeBytes(),
  };
}
