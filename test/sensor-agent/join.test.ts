import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { access, mkdir, readFile, readdir, stat } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { dirname, join as joinPath } from 'node:path';
import { crc32 } from 'node:zlib';
import { type TLSSocket, createServer as createTlsServer } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { join } from '../../sensor-agent/join/join.ts';
import { readIdentity } from '../../sensor-agent/state/identity.ts';
import { CertificateAuthority } from '../../src/identity/certificate-authority.ts';
import { makeCredential } from '../../src/identity/credential-format.ts';
import { type TestEdge, openEdge } from '../southbound/edge.ts';
import { type AgentHome, joinTo, makeHome } from './agents.ts';

let nowMs: number;
let edge: TestEdge;
let home: AgentHome;

beforeEach(async () => {
  nowMs = Date.now();
  edge = await openEdge({ clock: { now: () => new Date(nowMs) } });
  home = await makeHome();
});
afterEach(async () => {
  await edge.stop();
  await home.remove();
});

function joinWith(token: string, port = edge.port, host = '127.0.0.1') {
  const { stateDir, configuration } = home;
  return join({ address: { host, port }, token, stateDir, name: 'roof', configuration });
}

/** The state directory of a refused join is as it was: not there. */
async function expectNoTrace(): Promise<void> {
  await expect(access(dirname(home.stateDir))).rejects.toThrow('ENOENT');
}

describe('clearband-agent join', () => {
  it('trades a token for a certificate of the key that it made', async () => {
    const identity = await joinTo(edge, home, 'harbour');
    expect(identity).toMatchObject({
      sensorName: 'harbour',
      managerId: edge.authority.managerId,
      address: `127.0.0.1:${edge.port}`,
    });
    expect(await readIdentity(home.stateDir)).toEqual(identity);
    const certificate = new X509Certificate(identity.certificatePem);
    expect(certificate.subject).toBe(`CN=${identity.sensorId}`);
    expect(certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
    expect((await stat(home.stateDir)).mode & 0o777).toBe(0o700);
    expect((await stat(joinPath(home.stateDir, 'identity.json'))).mode & 0o777).toBe(0o600);
  });

  it('takes the name it asked for when the token is bound to none', async () => {
    expect((await joinWith(await edge.newToken())).sensorName).toBe('roof');
  });

  it('reaches a Manager by name, too', async () => {
    expect((await joinWith(await edge.newToken(), edge.port, 'localhost')).sensorName).toBe('roof');
  });

  it.each([
    [
      'used before',
      104,
      async () => {
        const token = await edge.newToken();
        const other = await makeHome();
        await join({
          address: { host: '127.0.0.1', port: edge.port },
          token,
          stateDir: other.stateDir,
          name: 'first',
          configuration: other.configuration,
        });
        await other.remove();
        return token;
      },
    ],
    [
      'expired',
      103,
      async () => {
        const token = await edge.newToken();
        nowMs += 86_400_000;
        return token;
      },
    ],
    [
      'with a secret that is not its own',
      101,
      async () => {
        const [, , id = ''] = (await edge.newToken()).split('_');
        return withId(makeCredential('join', edge.authority.fingerprint).text, id);
      },
    ],
    ['that nobody made', 100, () => Promise.resolve(makeCredential('join', edge.authority.fingerprint).text)],
  ])('is refused with a token %s (code %i), and leaves nothing behind', async (_name, code, make) => {
    const token = await make();
    await expect(joinWith(token)).rejects.toMatchObject({ name: 'RefusedError', code });
    expect(edge.domain.refusals).toMatchObject([{ code }]);
    await expectNoTrace();
  });

  it('does not even connect with a token that was not copied whole', async () => {
    const token = await edge.newToken();
    await expect(joinWith(token.slice(0, -1), 1)).rejects.toThrow('damaged');
    await expectNoTrace();
  });

  it('sends nothing to a Manager whose CA has another fingerprint', async () => {
    const impostor = await startImpostor(edge.dataDir);
    await expect(joinWith(await edge.newToken(), impostor.port)).rejects.toThrow('nothing was sent to it');
    await impostor.stop();
    expect(impostor.connections()).toBe(1);
    expect(impostor.received()).toBe('');
    await expectNoTrace();
  });

  it('sends nothing to somebody who shows the right CA with a certificate of another', async () => {
    const impostor = await startImpostor(edge.dataDir, edge.authority.certificatePem);
    await expect(joinWith(await edge.newToken(), impostor.port)).rejects.toThrow('nothing was sent to it');
    await impostor.stop();
    expect(impostor.received()).toBe('');
  });

  it('sends nothing to a Manager whose certificate is for other names', async () => {
    const elsewhere = await startImpostor(edge.dataDir, undefined, edge.authority);
    await expect(joinWith(await edge.newToken(), elsewhere.port)).rejects.toThrow('for other names');
    await elsewhere.stop();
    expect(elsewhere.received()).toBe('');
  });

  it('says so when nobody is there, and when somebody is who speaks no TLS', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await expect(joinWith(await edge.newToken(), port)).rejects.toMatchObject({ name: 'UnreachableError' });
    const plain = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1');
    await once(plain, 'listening');
    await expect(joinWith(await edge.newToken(), (plain.address() as AddressInfo).port)).rejects.toMatchObject({
      name: 'UnreachableError',
    });
    plain.close();
    await expectNoTrace();
  });

  it('does not spend a token on a directory that holds an identity already', async () => {
    await joinTo(edge, home);
    const before = await readFile(joinPath(home.stateDir, 'identity.json'), 'utf8');
    const token = await edge.newToken();
    await expect(joinWith(token)).rejects.toThrow('holds the identity of sensor `roof`');
    expect(await readFile(joinPath(home.stateDir, 'identity.json'), 'utf8')).toBe(before);
    const other = await makeHome();
    const address = { host: '127.0.0.1', port: edge.port };
    await join({ address, token, stateDir: other.stateDir, name: 'second', configuration: other.configuration });
    await other.remove();
  });

  it('leaves the files of others in the directory alone', async () => {
    await mkdir(home.stateDir, { recursive: true });
    await expect(joinWith(makeCredential('join', edge.authority.fingerprint).text)).rejects.toMatchObject({
      code: 100,
    });
    expect(await readdir(home.stateDir)).toEqual([]);
  });
});

/** The same secret under another id, with a right checksum. */
function withId(text: string, id: string): string {
  const parts = text.split('_');
  const body = ['cb', 'join', id, parts[3], parts[4]].join('_');
  return `${body}_${crc32(body).toString(16).padStart(8, '0')}`;
}

/** A TLS server with a certificate of its own CA (or of `issuer`), which records what it is sent. */
async function startImpostor(dataDir: string, shownCaPem?: string, issuer?: CertificateAuthority) {
  const own = issuer ?? (await CertificateAuthority.open(joinPath(dataDir, 'impostor'), { now: () => new Date() }));
  const key = await own.serverKey(issuer === undefined ? ['127.0.0.1'] : ['manager.example.org']);
  let received = '';
  let connections = 0;
  const server = createTlsServer(
    { key: key.keyPem, cert: `${key.certificatePem}\n${shownCaPem ?? own.certificatePem}`, ALPNProtocols: ['h2'] },
    (socket: TLSSocket) => {
      socket.on('data', (data: Buffer) => (received += data.toString('latin1')));
      socket.on('error', () => undefined);
    },
  );
  server.on('connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    received: () => received,
    connections: () => connections,
    stop: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}
