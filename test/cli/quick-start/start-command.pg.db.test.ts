import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { describeOnServer, makePostgres } from '../../support/databases.ts';
import { Program } from '../../support/program.ts';

describeOnServer('clearband start [postgres]', () => {
  it('does not take a Manager that has its port already for its own', async () => {
    const place = await makePostgres();
    const foreign = createServer((_request, response) => response.end('{}'));
    await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
    try {
      const start = new Program('src/cli/clearband.ts', ['start'], {
        ...(place.databaseUrl === undefined ? {} : { DATABASE_URL: place.databaseUrl }),
        CLEARBAND_DATA_DIR: place.dataDir,
        CLEARBAND_HTTP_PORT: String((foreign.address() as AddressInfo).port),
        CLEARBAND_GRPC_PORT: '0',
      });
      expect(await start.exited).toBe(1);
      expect(start.output).toMatch(/the Manager did not start:[^]*EADDRINUSE/);
      expect(start.output).not.toContain('Manager ready');
    } finally {
      foreign.close();
      await place.remove();
    }
  });

  it('finds the Manager on whatever ports it took', async () => {
    const place = await makePostgres();
    const start = new Program('src/cli/clearband.ts', ['start'], {
      ...(place.databaseUrl === undefined ? {} : { DATABASE_URL: place.databaseUrl }),
      CLEARBAND_DATA_DIR: place.dataDir,
      CLEARBAND_HTTP_PORT: '0',
      CLEARBAND_GRPC_PORT: '0',
    });
    try {
      const [, url = ''] = await start.says(/address +(\S+)/);
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
    } finally {
      await start.stop();
      await place.remove();
    }
  });
});
