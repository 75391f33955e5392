import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AgentMessage } from '../../proto/generated/clearband/scos/v1/AgentMessage.ts';
import { ClearbandError, NotFoundError } from '../../src/errors.ts';
import { CertificateAuthority } from '../../src/identity/certificate-authority.ts';
import { uuidv7 } from '../../src/spectrum/identifier.ts';
import { type TestEdge, openEdge } from './edge.ts';
import { RawAgent, certify } from './raw-agent.ts';

let nowMs: number;
let edge: TestEdge;
const agents: RawAgent[] = [];

beforeEach(async () => {
  nowMs = Date.now();
  edge = await openEdge({ clock: { now: () => new Date(nowMs) } });
});
afterEach(async () => {
  for (const agent of agents.splice(0)) agent.close();
  await edge.stop();
});

function rawAgent(certificate?: { keyPem: string; certificatePem: string }): RawAgent {
  const agent = new RawAgent(edge, certificate);
  agents.push(agent);
  return agent;
}

const ASSOCIATE = { associate: { kind: 'ASSOCIATION_KIND_NEW' } } as const;

describe('who may open a session', () => {
  it.each([
    ['nobody without a certificate', 102, () => Promise.resolve(undefined)],
    [
      'nobody with a certificate of another CA',
      102,
      async () => {
        const foreign = await CertificateAuthority.open(join(edge.dataDir, 'foreign'), { now: () => new Date() });
        return certify(edge, foreign);
      },
    ],
    [
      'nobody whose certificate was revoked',
      102,
      async () => {
        const own = await certify(edge);
        const known = edge.enrollment.certificates.get(own.fingerprint);
        if (known !== undefined) edge.enrollment.certificates.set(own.fingerprint, { ...known, revokedAt: new Date() });
        return own;
      },
    ],
    [
      'nobody whose certificate has expired',
      103,
      async () => {
        const own = await certify(edge);
        nowMs += 31 * 86_400_000;
        return own;
      },
    ],
    [
      'nobody whose certificate expired long ago',
      103,
      async () => {
        nowMs -= 60 * 86_400_000;
        const own = await certify(edge);
        nowMs += 60 * 86_400_000;
        return own;
      },
    ],
    [
      'nobody whose certificate stands for no sensor',
      100,
      async () => {
        const own = await certify(edge);
        edge.enrollment.certificates.clear();
        return own;
      },
    ],
  ])('%s (code %i)', async (_name, code, make) => {
    const { call, messages, ended } = rawAgent(await make()).session();
    call.write(ASSOCIATE);
    expect(await ended).toMatchObject({ status: 'UNAUTHENTICATED', code });
    expect(messages).toEqual([]);
    expect(edge.domain.refusals).toMatchObject([{ code, peer: expect.stringContaining('127.0.0.1') as string }]);
    expect(edge.domain.grants).toEqual([]);
  });

  it('and nobody may publish without one either', async () => {
    expect(await rawAgent().publish().ended).toMatchObject({ status: 'UNAUTHENTICATED', code: 102 });
  });
});

describe('a session', () => {
  it.each<[string, AgentMessage, string]>([
    ['begins with something else', { heartbeat: { sequence: 1 } }, 'the first message must be an Associate'],
    ['says nothing', {}, 'the first message must be an Associate'],
    [
      'publishes a band upside down',
      { associate: { kind: 'ASSOCIATION_KIND_NEW', capability: { tunableBands: [{ startHz: 2, stopHz: 1 }] } } },
      '2..1 Hz is no band',
    ],
    [
      'is nowhere on Earth',
      { associate: { kind: 'ASSOCIATION_KIND_NEW', capability: { location: { latitude: 91, longitude: 181 } } } },
      'the latitude must be between -90 and 90; the longitude',
    ],
  ])('ends when the agent %s', async (_name, message, details) => {
    const { call, ended } = rawAgent(await certify(edge)).session();
    call.write(message);
    expect(await ended).toMatchObject({
      status: 'INVALID_ARGUMENT',
      details: expect.stringContaining(details) as string,
    });
    expect(edge.sessions.count).toBe(0);
  });

  it('answers heartbeats with the time that remains', async () => {
    const { call, messages } = rawAgent(await certify(edge)).session();
    call.write({ associate: { kind: 'ASSOCIATION_KIND_NEW', requestedTtlSeconds: 60 } });
    call.write({ heartbeat: { sequence: 7, status: { spooledBytes: 12 } } });
    await expect.poll(() => messages.length).toBe(3);
    expect(messages).toMatchObject([
      {
        associated: {
          granted: true,
          kind: 'ASSOCIATION_KIND_NEW',
          maximumTtlSeconds: 300,
          remainingTtlSeconds: 60,
          heartbeatIntervalSeconds: 10,
        },
      },
      { fence: { signature: expect.any(Buffer) as Buffer } },
      { heartbeatAcknowledged: { sequence: '7', remainingTtlSeconds: 60 } },
    ]);
  });

  it('gives another fence to a sensor that publishes itself anew, and none to one that only stays', async () => {
    const { call, messages } = rawAgent(await certify(edge)).session();
    const refresh = { kind: 'ASSOCIATION_KIND_REFRESH' } as const;
    const kinds = () => messages.map(({ message }) => message);
    call.write(ASSOCIATE);
    call.write({ associate: refresh });
    call.write({ associate: { ...refresh, capability: { location: { latitude: 40, longitude: -105 } } } });
    await expect.poll(kinds).toEqual(['associated', 'fence', 'associated', 'associated', 'fence']);
  });

  it('tells an agent that it is dropped when its association expires', async () => {
    const { call, messages, ended } = rawAgent(await certify(edge)).session();
    call.write(ASSOCIATE);
    await edge.domain.until(() => edge.sessions.count === 1);
    nowMs += 300_000;
    await edge.associations.sweep();
    expect(await ended).toMatchObject({ status: 'OK' });
    expect(messages.at(-1)).toMatchObject({ disassociation: { code: 103 } });
    expect(edge.sessions.count).toBe(0);
  });

  it('is refused with the code of the policy decision', async () => {
    edge.domain.policy = () => new Denied('not in this zone');
    const { call, messages, ended } = rawAgent(await certify(edge)).session();
    call.write(ASSOCIATE);
    expect(await ended).toMatchObject({ status: 'OK' });
    expect(messages).toMatchObject([{ associated: { granted: false, code: 204, text: 'not in this zone' } }]);
  });

  it('is refused to an agent that holds more tasks than can be reconciled, none of which then counts as lost', async () => {
    const { call, messages, ended } = rawAgent(await certify(edge)).session();
    const heldTaskIds = Array.from({ length: 10_001 }, (_, index) => `task-${index}`);
    call.write({ associate: { kind: 'ASSOCIATION_KIND_NEW', heldTaskIds } });
    expect(await ended).toMatchObject({ status: 'OK' });
    expect(messages).toMatchObject([{ associated: { granted: false, code: 206 } }]);
    expect(edge.domain.reconciled).toEqual([]);
    expect(edge.domain.grants).toEqual([]);
  });

  it('takes the place of an older one of the same sensor', async () => {
    const own = await certify(edge);
    const first = rawAgent(own).session();
    first.call.write(ASSOCIATE);
    await edge.domain.until(() => edge.sessions.count === 1);
    const second = rawAgent(own).session();
    second.call.write(ASSOCIATE);
    expect(await first.ended).toMatchObject({ status: 'OK' });
    await edge.domain.until(() => edge.sessions.count === 1);
    expect(edge.sessions.cancel(own.sensor.id, uuidv7(), 'test')).toBe(true);
    await expect.poll(() => second.messages.some(({ message }) => message === 'cancel')).toBe(true);
    expect(first.messages.some(({ message }) => message === 'cancel')).toBe(false);
  });

  it('reaches nobody when the agent is gone', async () => {
    const own = await certify(edge);
    const { call } = rawAgent(own).session();
    call.write(ASSOCIATE);
    await edge.domain.until(() => edge.sessions.count === 1);
    call.cancel();
    await expect.poll(() => edge.sessions.count).toBe(0);
    expect(edge.sessions.cancel(own.sensor.id, uuidv7(), 'test')).toBe(false);
    expect(edge.domain.ends).toEqual([]);
    expect(edge.associations.heartbeat(own.sensor.id, undefined, undefined)).toBe(300);
  });

  it('tells the agent to drop a task that the Manager does not know', async () => {
    const taskId = uuidv7();
    edge.domain.progress = () => Promise.reject(new NotFoundError('task', taskId));
    const { call, messages } = rawAgent(await certify(edge)).session();
    call.write(ASSOCIATE);
    call.write({ progress: { taskId, state: 'TASK_STATE_RUNNING', atMs: nowMs } });
    await expect.poll(() => messages.at(-1)).toMatchObject({ cancel: { taskId } });
  });

  it('takes leave', async () => {
    const { call, messages, ended } = rawAgent(await certify(edge)).session();
    call.write(ASSOCIATE);
    call.write({ associate: { kind: 'ASSOCIATION_KIND_DISASSOCIATE' } });
    expect(await ended).toMatchObject({ status: 'OK' });
    expect(messages.at(-1)).toMatchObject({ associated: { granted: true, kind: 'ASSOCIATION_KIND_DISASSOCIATE' } });
    expect(edge.domain.ends).toMatchObject([{ cause: 'agent' }]);
  });
});

class Denied extends ClearbandError {
  readonly kind = 'policy-denied';
  override readonly scosCode = 204;
}
