import { afterEach, beforeEach, expect, it } from 'vitest';
import { openChannel } from '../../../sensor-agent/session/channel.ts';
import { Protocol } from '../../../sensor-agent/session/protocol.ts';
import { Session } from '../../../sensor-agent/session/session.ts';
import { systemClock } from '../../../src/spectrum/clock.ts';
import { type TestEdge, openEdge } from '../../southbound/edge.ts';
import { certify } from '../../southbound/raw-agent.ts';

let edge: TestEdge;
beforeEach(async () => {
  edge = await openEdge();
});
afterEach(async () => {
  await edge.stop();
});

it('a session ends when the Manager never answers the association', async () => {
  edge.domain.authorize = () => new Promise(() => undefined);
  const address = { host: '127.0.0.1', port: edge.port };
  const channel = openChannel(address, edge.authority.certificatePem, await certify(edge));
  const ignore = () => undefined;
  const session = new Session(new Protocol().session(channel), {
    capability: {},
    clock: systemClock,
    answerWithinMs: 50,
    heldTaskIds: () => [],
    status: () => Promise.resolve({}),
    onAssociated: ignore,
    onClockReading: ignore,
    onOrder: ignore,
    onCancel: ignore,
    onFence: ignore,
  });
  expect(await session.run('new')).toEqual({ kind: 'lost', reason: 'the Manager does not answer the association' });
  channel.close();
});
