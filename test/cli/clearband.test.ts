import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const PROGRAM = join(import.meta.dirname, '../../src/cli/clearband.ts');
let dataDir: string;
let server: Server;
let url: string;
let answer: RequestListener;
let requests: {
  method: string | undefined;
  url: string | undefined;
  authorization: string | undefined;
  body: string;
}[];

/** The program as people run it, with nothing of this environment but the path. */
function clearband(line: string, environment: Record<string, string> = {}): Promise<Ended> {
  const env = { PATH: process.env['PATH'] ?? '', CLEARBAND_DATA_DIR: dataDir, CLEARBAND_URL: url, ...environment };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [PROGRAM, ...line.split(' ')], { env }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
  });
}

/** A Manager that says one thing and remembers what it was asked. */
function listener(...[request, response]: Parameters<RequestListener>): void {
  let body = '';
  request.on('data', (part: Buffer) => (body += part.toString()));
  request.on('end', () => {
    const { method, url: asked, headers } = request;
    requests.push({ method, url: asked, authorization: headers.authorization, body });
    answer(request, response);
  });
}

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'clearband-test-'));
  requests = [];
  answer = (_request, response) => response.end(JSON.stringify({ items: [] }));
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(dataDir, { recursive: true });
});

describe('clearband', () => {
  it('prints the configuration as JSON alone, with passwords masked, and ends with 0', async () => {
    const ended = await clearband('config --json', { DATABASE_URL: 'postgresql://x:hunter2@db/zone' });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(ended.stdout)).toMatchObject({
      DATABASE_URL: 'postgresql://x:***@db/zone',
      CLEARBAND_DATA_DIR: dataDir,
    });
  });

  it('asks the Manager of this machine where nothing says otherwise', async () => {
    const { port } = server.address() as AddressInfo;
    const here = { CLEARBAND_URL: '', CLEARBAND_HOST: '0.0.0.0', CLEARBAND_HTTP_PORT: String(port) };
    expect(await clearband('sensor list', here)).toMatchObject({ code: 0 });
    expect(requests).toHaveLength(1);
  });

  it('sends the token of this machine, and a token of the environment before it', async () => {
    await writeFile(join(dataDir, 'admin-token'), 'cb_of_the_machine\n');
    await clearband('token list --json');
    await clearband('token list --json', { CLEARBAND_TOKEN: 'cb_of_mine' });
    expect(requests.map(({ authorization }) => authorization)).toEqual([
      'Bearer cb_of_the_machine',
      'Bearer cb_of_mine',
    ]);
  });

  it('asks for what the words say and prints a new token and nothing else', async () => {
    answer = (_request, response) => response.writeHead(201).end(JSON.stringify({ id: 'x', token: 'cb_new' }));
    const ended = await clearband('token create --user client --scopes sensors:read,events:read');
    expect(ended).toEqual({ code: 0, stdout: 'cb_new\n', stderr: '' });
    expect(requests).toMatchObject([{ method: 'POST', url: '/api/v1/tokens' }]);
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ user: 'client', scopes: ['sensors:read', 'events:read'] });
  });

  it('says all that a problem document says and ends with 1', async () => {
    const problem = {
      title: 'Bad request',
      detail: 'two faults',
      errors: [
        { detail: 'no user `x`', pointer: '#/user' },
        { detail: 'unknown scope', pointer: '#/scopes/0' },
      ],
    };
    answer = (_request, response) => response.writeHead(422).end(JSON.stringify(problem));
    const ended = await clearband('token create --user x');
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    for (const text of ['Bad request: two faults', '#/user no user `x`', '#/scopes/0 unknown scope']) {
      expect(ended.stderr).toContain(text);
    }
  });

  it('ends with 1 when what answers is no Manager', async () => {
    answer = (_request, response) => response.writeHead(502).end('<html>bad gateway</html>');
    expect(await clearband('sensor list')).toMatchObject({ code: 1, stderr: expect.stringContaining('502') as string });
  });

  it('ends with 2 and the usage when it does not understand', async () => {
    const ended = await clearband('sensor paint');
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('usage: clearband COMMAND');
    expect(requests).toEqual([]);
  });

  it.each(['policy fmt --help', 'policy fmt --nonsense'])(
    'shows of `%s` the usage of that verb alone',
    async (line) => {
      const { stdout, stderr } = await clearband(line);
      expect(`${stdout}${stderr}`).toContain('policy fmt [PATH… | -] [--write | --check]');
      expect(`${stdout}${stderr}`).not.toContain('policy check');
    },
  );

  it('ends at the first signal while it reads or computes', async () => {
    const env = { PATH: process.env['PATH'] ?? '', CLEARBAND_DATA_DIR: dataDir };
    const child = execFile(process.execPath, [PROGRAM, 'policy', 'check', '-'], { env });
    // More than a pipe holds: once all is written, the program reads, and waits for the end.
    await new Promise((resolve) => child.stdin?.write(' '.repeat(1_000_000), resolve));
    const ended = new Promise((resolve) =>
      child.on('exit', (_code, signal) => {
        resolve(signal);
      }),
    );
    child.kill('SIGTERM');
    expect(await ended).toBe('SIGTERM');
  });

  it('ends with 2 when what it is to ask is no address', async () => {
    const ended = await clearband('sensor list --server nonsense');
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('`nonsense` is no address of a Manager, such as `http://127.0.0.1:8080`');
  });

  it('ends with 2 when the environment is wrong, naming every fault', async () => {
    const ended = await clearband('config', { CLEARBAND_HTTP_PORT: 'http', CLEARBAND_COLOUR: 'blue' });
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(/CLEARBAND_COLOUR.*\n.*CLEARBAND_HTTP_PORT/);
  });

  it('ends with 3 when nobody answers', async () => {
    server.close();
    expect(await clearband('token list')).toMatchObject({
      code: 3,
      stderr: `clearband: no Manager answers at ${url}\n`,
    });
  });
});
