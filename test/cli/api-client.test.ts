import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressFrom } from '../../src/cli/api-client.ts';
import { readConfig } from '../../src/config.ts';

let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'clearband-test-'));
  await writeFile(join(dataDir, 'admin-token'), 'cb_own\n');
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

describe('the token of this machine', () => {
  it.each([
    [undefined, 'cb_own'],
    ['http://127.0.0.1:9', 'cb_own'],
    ['https://localhost/', 'cb_own'],
    ['http://[::1]:8080', 'cb_own'],
    ['http://192.0.2.7:8080', 'cb_own'],
    ['http://manager.example', undefined],
    ['http://127.0.0.1.example', undefined],
    ['http://127.0.0.1@manager.example', undefined],
  ])('with --server %s is %s', async (server, token) => {
    const environment = { CLEARBAND_DATA_DIR: dataDir, CLEARBAND_HOST: '192.0.2.7' };
    expect((await addressFrom(environment, readConfig(environment), server)).token).toBe(token);
  });

  it('gives way to one that is named, wherever it is sent', async () => {
    const environment = { CLEARBAND_DATA_DIR: dataDir, CLEARBAND_TOKEN: 'cb_other' };
    const { token } = await addressFrom(environment, readConfig(environment), 'http://manager.example');
    expect(token).toBe('cb_other');
  });
});
