import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CertificateAuthority } from '../../src/identity/certificate-authority.ts';
import { AgentSessions } from '../../src/southbound/agent-sessions.ts';
import { FenceDelivery } from '../../src/southbound/fence-delivery.ts';
import { systemClock } from '../../src/spectrum/clock.ts';
import { HeldClock } from '../events/held-clock.ts';
import { TestFences } from './fences.ts';

const ROOF = '0190a0b0-0000-7000-8000-000000000001';

let folder: string;
let source: TestFences;
let sent: number;
let warnings: object[];
let fences: FenceDelivery;
let clock: HeldClock;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clearband-delivery-'));
  source = new TestFences(await CertificateAuthority.open(folder, systemClock));
  const sessions = new AgentSessions();
  clock = new HeldClock();
  source.header = (header) => ({ ...header, issuedAt: clock.now() });
  sent = 0;
  warnings = [];
  const session = {
    send: () => {
      sent += 1;
      return true;
    },
    close: () => undefined,
  };
  sessions.open(ROOF, session);
  const log = {
    info: () => undefined,
    warn: (fields: object) => {
      warnings.push(fields);
    },
    error: () => undefined,
  };
  fences = new FenceDelivery({ source, sessions, clock, log });
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(async () => {
  await fences.stop();
  vi.useRealTimers();
  await rm(folder, { recursive: true });
});

/** A look of the delivery's own: how many fences it asked for. */
async function look(): Promise<number> {
  const issue = vi.spyOn(source, 'issue');
  vi.advanceTimersByTime(1000);
  const asked = issue.mock.calls.flat(2);
  issue.mockRestore();
  await expect.poll(() => fences.isCurrent(ROOF)).toBe(asked.length > 0 || source.setHash === 'set-1');
  return asked.length;
}

describe('fences that are due', () => {
  it('leave a change of the policies a moment, in which running tasks are decided, and go out by themselves then', async () => {
    await fences.refresh();
    fences.start();
    expect(await look()).toBe(0);
    source.setHash = 'set-2';
    expect(await look()).toBe(0);
    expect(await look()).toBe(1);
    expect(sent).toBe(2);
  });

  it('go out at once when whoever follows the change asks for it', async () => {
    await fences.refresh();
    fences.start();
    await look();
    source.setHash = 'set-2';
    await fences.refresh();
    expect(sent).toBe(2);
  });

  it('are those of the future, too: agents count on when the clock of the Manager is set back', async () => {
    await fences.refresh();
    await fences.refresh();
    expect(sent).toBe(1);
    clock.forward(-86_400);
    await fences.refresh();
    await fences.refresh();
    expect(sent).toBe(2);
  });

  it('are told of in the log once a set when they are too narrow, with the sensor', async () => {
    source.isComplete = false;
    await fences.refresh();
    await fences.deliver(ROOF, { send: () => true });
    expect(warnings).toEqual([{ sensorId: ROOF, policySet: 'set-1' }]);
    source.setHash = 'set-2';
    await fences.refresh();
    expect(warnings).toHaveLength(2);
  });
});
