import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { ApiClient } from '../../../src/cli/api-client.ts';
import { untilAssociated } from '../../../src/cli/quick-start/agents.ts';
import { DEMO_SENSORS } from '../../../src/cli/quick-start/demo-sensors.ts';

it('waits for agents whose associations outlasted those that were killed', async () => {
  const since = new Date('2026-11-20T12:00:00Z');
  const seen = ['2026-11-20T11:59:59.999Z', '2026-11-20T11:59:59.999Z', '2026-11-20T12:00:00.500Z'];
  let asked = 0;
  const manager = createServer((_request, response) => {
    const last_seen_at = seen[asked++];
    const items = DEMO_SENSORS.map(({ name }) => ({
      id: name,
      name,
      association: { state: 'associated' },
      last_seen_at,
    }));
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ items, next_cursor: null }));
  });
  await new Promise<void>((resolve) => manager.listen(0, '127.0.0.1', resolve));
  try {
    const api = new ApiClient({ url: `http://127.0.0.1:${(manager.address() as AddressInfo).port}`, token: undefined });
    const there = await untilAssociated(api, [], since);
    expect(there.map(({ name }) => name)).toEqual(DEMO_SENSORS.map(({ name }) => name));
    expect(asked).toBe(3);
  } finally {
    manager.closeAllConnections();
    manager.close();
  }
});
