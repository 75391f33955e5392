import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FenceGuard } from '../../sensor-agent/fence/fence-guard.ts';
import { FenceStore } from '../../sensor-agent/fence/fence-store.ts';
import type { FenceOwner } from '../../sensor-agent/fence/signed-fence.ts';
import type { Uptime } from '../../sensor-agent/fence/uptime.ts';
import { writeDurably } from '../../sensor-agent/state/durable-file.ts';
import { CertificateAuthority } from '../../src/identity/certificate-authority.ts';
import { HeldClock } from '../events/held-clock.ts';
import { TestFences } from '../southbound/fences.ts';
import { silentLog } from '../support/silent-log.ts';

const SENSOR = '0190a0b0-0000-7000-8000-000000000001';
const HOUR_MS = 3_600_000;

/** A machine whose clocks stand until they are moved. */
class Machine {
  readonly clock = new HeldClock();
  ms = 1000;
  boot = 'first';

  get uptime(): Uptime {
    return { bootId: this.boot, nowMs: () => this.ms };
  }

  /** Time goes by. */
  pass(ms: number): void {
    this.ms += ms;
    this.clock.forward(ms / 1000);
  }

  /** The machine is started again after `ms`; its clock then is `wrongMs` behind. */
  reboot(ms: number, wrongMs = 0): void {
    this.boot += 'again';
    this.ms = 500;
    this.clock.forward((ms - wrongMs) / 1000);
  }
}

let folder: string;
let machine: Machine;
let fences: TestFences;
let owner: FenceOwner;
let guard: FenceGuard;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clearband-guard-'));
  machine = new Machine();
  const authority = await CertificateAuthority.open(folder, machine.clock);
  fences = new TestFences(authority);
  // One hour, from now on the machine's clock.
  fences.header = (header) => ({ ...header, issuedAt: machine.clock.now() });
  owner = { sensorId: SENSOR, caPem: authority.certificatePem };
  guard = await openGuard();
  guard.take(await fences.sign(SENSOR));
  expect(guard.isValid).toBe(true);
});
afterEach(async () => {
  await guard.close();
  await rm(folder, { recursive: true });
});

function openGuard(): Promise<FenceGuard> {
  const { uptime, clock } = machine;
  return FenceGuard.open({ owner, store: new FenceStore(folder), uptime, clock, log: silentLog });
}

async function restart(): Promise<void> {
  await guard.close();
  guard = await openGuard();
}

describe('the age of a fence', () => {
  it('is counted by a clock that nobody can set', () => {
    machine.clock.forward(-24 * 3600);
    machine.ms += HOUR_MS - 1;
    expect(guard.isValid).toBe(true);
    machine.ms += 1;
    expect(guard.isValid).toBe(false);
    machine.clock.forward(-24 * 3600);
    expect(guard.isValid).toBe(false);
  });

  it('begins when it was issued, not when it came', async () => {
    const late = await fences.sign(SENSOR);
    machine.pass(HOUR_MS / 2);
    guard.take(late);
    machine.pass(HOUR_MS / 2);
    expect(guard.isValid).toBe(false);
  });

  it('goes on over a restart of the agent', async () => {
    machine.pass(HOUR_MS / 2);
    await restart();
    expect(guard.isValid).toBe(true);
    machine.pass(HOUR_MS / 2);
    await restart();
    expect(guard.isValid).toBe(false);
  });

  it('goes on over a start of the machine, by its clock', async () => {
    machine.pass(HOUR_MS / 4);
    await guard.close();
    machine.reboot(HOUR_MS / 2);
    guard = await openGuard();
    expect(guard.isValid).toBe(true);
    machine.pass(HOUR_MS / 4);
    expect(guard.isValid).toBe(false);
  });

  it('has run out where the clock went back while the machine was off', async () => {
    machine.pass(HOUR_MS / 4);
    await guard.close();
    machine.reboot(60_000, 2 * HOUR_MS);
    guard = await openGuard();
    expect(guard.isValid).toBe(false);
    guard.take(await fences.sign(SENSOR));
    expect(guard.isValid).toBe(true);
  });

  it('is not made younger by the same fence again, nor is an older one taken after a restart', async () => {
    fences.serial = 1;
    const again = await fences.sign(SENSOR);
    machine.pass(HOUR_MS / 2);
    guard.take(again);
    await restart();
    guard.take(again);
    machine.pass(HOUR_MS / 2);
    expect(guard.isValid).toBe(false);
  });

  it('goes on for the one before where the agent dies while another one is being kept', async () => {
    machine.pass(HOUR_MS / 2);
    await guard.close();
    let writes = 0;
    const dies: typeof writeDurably = (path, ...parts) => {
      writes += 1;
      return writes === 1 ? writeDurably(path, ...parts) : new Promise<never>(() => undefined);
    };
    const store = new FenceStore(folder, dies);
    const dying = await FenceGuard.open({ owner, store, uptime: machine.uptime, clock: machine.clock, log: silentLog });
    dying.take(await fences.sign(SENSOR));
    await expect.poll(() => writes).toBe(2);
    guard = await openGuard();
    expect(guard.isValid).toBe(true);
    machine.pass(HOUR_MS / 2);
    expect(guard.isValid).toBe(false);
  });
});
