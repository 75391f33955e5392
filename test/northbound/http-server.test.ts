import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HttpServer, listenForHttp } from '../../src/northbound/http-server.ts';

let server: HttpServer;
beforeEach(async () => {
  const log = pino({ level: 'silent' });
  server = await listenForHttp(
    (request, response) => {
      if (request.url === '/begin') response.write('begun');
      else response.end('fine');
    },
    { host: '127.0.0.1', port: 0, log },
  );
});
afterEach(() => server.close(0));

/** All that the server says to these octets before it closes the connection. */
async function answerTo(octets: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1');
  socket.write(octets);
  return text(socket);
}

describe('an HTTP server', () => {
  it.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400, 'invalid-request'],
    ['a header without a name', 'GET / HTTP/1.1\r\n: x\r\n\r\n', 400, 'invalid-request'],
    ['headers over 16 kB', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'headers-too-large'],
  ])('answers %s with a problem document', async (_name, octets, status, kind) => {
    const answer = await answerTo(octets);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toContain('content-type: application/problem+json');
    expect(head).toContain(`content-length: ${Buffer.byteLength(body)}`);
    expect(JSON.parse(body)).toMatchObject({ type: `/problems/${kind}`, status });
  });

  it('writes nothing into an answer that is under way', async () => {
    const socket = connect(server.port, '127.0.0.1');
    const said = text(socket).catch(() => 'cut');
    socket.write('GET /begin HTTP/1.1\r\nHost: x\r\n\r\n');
    await new Promise((resolve) => socket.once('data', resolve));
    socket.write('nonsense\r\n\r\n');
    expect(await said).not.toContain('problem');
  });

  it('says when its port is taken', async () => {
    const again = listenForHttp(() => undefined, {
      host: '127.0.0.1',
      port: server.port,
      log: pino({ level: 'silent' }),
    });
    await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
