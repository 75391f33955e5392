import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CertificateAuthority } from '../../src/identity/certificate-authority.ts';
import { systemClock } from '../../src/spectrum/clock.ts';
import type { IssuedFence } from '../../src/enforcement/fences/fence-issuer.ts';
import { type TestEdge, openEdge } from '../southbound/edge.ts';
import { bandFence, OPEN_FENCE } from '../southbound/fences.ts';
import { type AgentHome, type RunningAgent, joinTo, m4sOrder, makeHome, startAgent } from './agents.ts';

const FM = { startHz: 88e6, stopHz: 108e6 };
const ELSEWHERE = { startHz: 400e6, stopHz: 420e6 };
const LONG = { center_hz: 100e6, sample_rate_hz: 1e6, duration_ms: 20_000, gain_db: 0 };

let edge: TestEdge;
let home: AgentHome;
let agent: RunningAgent | undefined;
let sensorId: string;

beforeEach(async () => {
  edge = await openEdge();
  home = await makeHome();
  sensorId = (await joinTo(edge, home)).sensorId;
});
afterEach(async () => {
  await agent?.stop();
  agent = undefined;
  await edge.stop();
  await home.remove();
});

async function connected(): Promise<void> {
  agent = startAgent(home);
  await edge.domain.until(() => edge.sessions.count === 1);
}

async function restarted(change: () => void = () => undefined): Promise<void> {
  await agent?.stop();
  await edge.domain.until(() => edge.sessions.count === 0);
  change();
  await connected();
}

/** Sends an order as a Manager would that forgot to ask policy; how it ended. */
async function outcomeOf(parameters?: object): Promise<{ kind: string; code: number; detail: string }> {
  const { domain, sessions } = edge;
  const before = domain.outcomes.length;
  const order = m4sOrder(sensorId, parameters === undefined ? {} : { action: 'iq', parameters, slotSeconds: 60 });
  expect(sessions.dispatch(order)).toBe(true);
  await domain.until(() => domain.outcomes.length > before);
  const outcome = domain.outcomes.at(-1)?.outcome;
  if (outcome === undefined) throw new Error('no outcome came');
  return outcome.kind === 'completed' ? { kind: 'completed', code: 0, detail: '' } : outcome;
}

/** The last fence that the agent keeps on its disk. */
async function keptSerial(): Promise<number> {
  const kept = JSON.parse(await readFile(join(home.stateDir, 'fence.json'), 'utf8')) as { content: string };
  return (JSON.parse(Buffer.from(kept.content, 'base64').toString()) as { serial: number }).serial;
}

function send({ content, signature }: Pick<IssuedFence, 'content' | 'signature'>): void {
  expect(edge.sessions.send(sensorId, { fence: { content, signature } })).toBe(true);
}

describe("an agent's fence", () => {
  it('refuses a task outside it before touching the radio, naming the bands in its own log', async () => {
    edge.fenceSource.fence = bandFence(ELSEWHERE);
    await connected();
    const outcome = await outcomeOf();
    expect(outcome).toMatchObject({ kind: 'rejected', code: 304 });
    expect(agent?.log.join('\n')).toContain('does not permit Scanning in 99500000..100500000 Hz');
    expect(edge.domain.reports).toEqual([]);
  });

  it('refuses a task that leaves it at one end, and one in the gap between two bands', async () => {
    edge.fenceSource.fence = bandFence({ startHz: 88e6, stopHz: 99.9e6 }, { startHz: 100.1e6, stopHz: 108e6 });
    await connected();
    const { kind, detail } = await outcomeOf();
    expect(kind).toBe('rejected');
    expect(agent?.log.join('\n')).toContain('99900000..100100000 Hz');
    // The gap may be that of a confidential statement, and everybody on the task reads its outcome.
    expect(detail).toContain('outside the fence');
    expect(detail).not.toMatch(/\d/);
  });

  it('holds from the moment another one comes: what runs is stopped and reported', async () => {
    await connected();
    const { domain, fences, fenceSource, sessions } = edge;
    sessions.dispatch(m4sOrder(sensorId, { action: 'iq', parameters: LONG, slotSeconds: 60 }));
    await domain.until(() => domain.reports.some(({ state }) => state === 'running'));
    fenceSource.fence = bandFence(ELSEWHERE);
    fenceSource.setHash = 'set-2';
    await fences.refresh();
    await domain.until(() => domain.outcomes.length === 1);
    expect(domain.outcomes[0]?.outcome).toMatchObject({ kind: 'incomplete', code: 305 });
    await expect.poll(keptSerial).toBe(2);
  });

  it('is sent again when the set changes or it grows old, and not otherwise', async () => {
    await connected();
    await edge.fences.refresh();
    await edge.fences.refresh();
    expect(edge.fenceSource.serial).toBe(2);
    edge.fenceSource.setHash = 'set-2';
    await edge.fences.refresh();
    edge.fenceSource.validSeconds = 0;
    await edge.fences.refresh();
    expect(edge.fenceSource.serial).toBe(4);
  });

  it('is never an older one, be it replayed byte for byte', async () => {
    const old = await edge.fenceSource.sign(sensorId);
    edge.fenceSource.fence = bandFence(ELSEWHERE);
    await connected();
    send(old);
    expect(await outcomeOf()).toMatchObject({ kind: 'rejected', code: 304 });
    expect(agent?.log.join('\n')).toContain('older than ours');
  });

  it.each([
    [
      'with a forged signature',
      async () => {
        const { content } = await edge.fenceSource.sign(sensorId);
        const stranger = await CertificateAuthority.open(join(home.stateDir, '..', 'stranger'), systemClock);
        return { content, signature: await stranger.sign(new Uint8Array(content)) };
      },
      'signature',
    ],
    [
      'that was altered',
      async () => {
        const { content, signature } = await edge.fenceSource.sign(sensorId);
        const altered = Buffer.from(content).toString().replace('"valid_seconds":3600', '"valid_seconds":9600');
        return { content: Buffer.from(altered), signature };
      },
      'signature',
    ],
    ['of another sensor', () => edge.fenceSource.sign('0190a0b0-0000-7000-8000-00000000000f'), 'of sensor'],
    [
      'that says something new',
      async () => {
        const { content } = await edge.fenceSource.sign(sensorId);
        const newer = Buffer.from(Buffer.from(content).toString().replace('"rules"', '"except":[],"rules"'));
        return { content: newer, signature: await edge.authority.sign(new Uint8Array(newer)) };
      },
      'does not know',
    ],
  ])('is never one %s', async (_name, make, reason) => {
    edge.fenceSource.fence = bandFence(ELSEWHERE);
    await connected();
    edge.fenceSource.fence = OPEN_FENCE;
    send(await make());
    expect(await outcomeOf()).toMatchObject({ kind: 'rejected', code: 304 });
    expect(agent?.log.join('\n')).toContain(reason);
  });

  it('stops what runs when it expires, and permits nothing from then on', async () => {
    edge.fenceSource.validSeconds = 0.5;
    await connected();
    expect(await outcomeOf(LONG)).toMatchObject({
      kind: 'incomplete',
      detail: expect.stringContaining('expired') as string,
    });
    expect(await outcomeOf()).toMatchObject({ kind: 'rejected', detail: expect.stringContaining('expired') as string });
  });

  it('is nothing until one comes: an agent without one runs nothing', async () => {
    edge.fenceSource.issue = () => Promise.resolve([]);
    await connected();
    expect(await outcomeOf()).toMatchObject({
      kind: 'rejected',
      detail: expect.stringContaining('no fence') as string,
    });
  });

  it('outlives a restart of the agent, and its file does not outlive a change of hands', async () => {
    edge.fenceSource.fence = bandFence(FM);
    await connected();
    await expect.poll(keptSerial).toBe(1);
    const none = () => {
      edge.fenceSource.issue = () => Promise.resolve([]);
    };
    await restarted(none);
    expect(await outcomeOf()).toMatchObject({ kind: 'completed' });
    await agent?.stop();
    await edge.domain.until(() => edge.sessions.count === 0);
    await rm(join(home.stateDir, 'fence-age.json'));
    await connected();
    expect(await outcomeOf()).toMatchObject({ kind: 'rejected' });
  });
});
