import { beforeAll, expect, it } from 'vitest';
import { EventFeed } from '../../../src/events/event-feed.ts';
import { CancelRelay } from '../../../src/tasking/running/cancel-relay.ts';
import { DueTasks } from '../../../src/tasking/running/due-tasks.ts';
import { PolicyReview } from '../../../src/tasking/running/policy-review.ts';
import { CLIENTS_MAY, closedBand } from '../../enforcement/policies.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { silentLog } from '../../support/silent-log.ts';
import { FakeDispatcher, makePartitions, Zone } from '../zone.ts';

describeEachDatabase('a task that another process cancelled', (database) => {
  beforeAll(() => makePartitions(database()));

  it('is cancelled at the agent whose session is open here', async () => {
    const zone = new Zone(database());
    await zone.begin();
    const roof = await zone.addSensor('roof');
    const { db, gate, events, clock } = zone;
    zone.dispatcher.connected.add(roof.id);
    const here = zone.dispatcher;
    const feed = new EventFeed(events);
    await feed.start((channel, onNotify) => database().listen(channel, onNotify));
    const relay = new CancelRelay({ feed, dispatcher: here, log: silentLog });
    relay.start();

    const entry = await zone.add([roof]);
    await new DueTasks({ db, gate, events, dispatcher: here, clock, log: silentLog }).dispatch();
    const task = await zone.taskOf(entry.id);
    zone.policies.put(...CLIENTS_MAY, closedBand('astronomy', '90 MHz', '95 MHz'));
    const hashInForce = () => Promise.resolve(gate.setHash);
    const elsewhere = new FakeDispatcher();
    await new PolicyReview({ db, gate, hashInForce, events, dispatcher: elsewhere, clock, log: silentLog }).reviewAll();

    await expect.poll(() => here.cancelled, { timeout: 5000 }).toHaveLength(1);
    expect(here.cancelled).toMatchObject([{ sensorId: roof.id, taskId: task.id }]);
    expect(here.cancelled[0]?.reason).toContain('global:astronomy#astronomy-1');
    await relay.stop();
    await feed.stop();
  });
});
