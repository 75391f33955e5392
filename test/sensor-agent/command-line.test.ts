import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../sensor-agent/command-line.ts';
import { caFingerprintIn } from '../../sensor-agent/join/join-token.ts';
import { formatAddress, parseAddress } from '../../sensor-agent/session/address.ts';
import { makeCredential } from '../../src/identity/credential-format.ts';

const parse = (args: readonly string[]) => parseCommand(args, '/home/operator');
const JOIN = ['join', 'localhost', '--token', 'x', '--state-dir', '/state', '--scene', '/scene.json'];

describe('the command line of clearband-agent', () => {
  it('reads all that join can be told', () => {
    const place = [
      '--latitude=-33.5',
      '--longitude',
      '151',
      '--altitude',
      '12.5',
      '--name',
      'roof',
      '--spool-bytes',
      '1000',
      '--json',
    ];
    expect(parse([...JOIN, ...place])).toEqual({
      verb: 'join',
      stateDir: '/state',
      json: true,
      address: { host: 'localhost', port: 50051 },
      token: { text: 'x' },
      name: 'roof',
      configuration: {
        receiver: { driver: 'simulated', scene: '/scene.json' },
        location: { latitude: -33.5, longitude: 151, altitudeM: 12.5 },
        spoolBytes: 1000,
      },
    });
    const playback = [
      'join',
      'h:1',
      '--token-file',
      't',
      '--driver',
      'playback',
      '--recording',
      '/r.sigmf-meta',
      '--loop',
    ];
    expect(parse(playback)).toMatchObject({
      address: { host: 'h', port: 1 },
      token: { file: '/home/operator/t' },
      configuration: { receiver: { driver: 'playback', recording: '/r.sigmf-meta', loop: true } },
    });
  });

  it('starts relative paths where the operator is', () => {
    expect(
      parse(['join', 'h', '--token', 'x', '--scene', 'scenes/city.json', '--state-dir', '../state']),
    ).toMatchObject({
      stateDir: '/home/state',
      configuration: { receiver: { scene: '/home/operator/scenes/city.json' } },
    });
    expect(parse(['run'])).toMatchObject({ stateDir: '/home/operator/.clearband-agent' });
  });

  it.each([
    ['a command that is none', ['dance'], 'no command `dance`'],
    ['an address that is none', ['join', 'a b', '--token', 'x', '--scene', 'y'], 'is no address'],
    ['no address', ['join', '--token', 'x', '--scene', 'y'], 'takes one address'],
    ['an unknown option', ['run', '--fast'], "Unknown option '--fast'"],
    ['a word too many', ['run', 'now'], 'takes no `now`'],
    ['half a place', [...JOIN, '--latitude', '3'], 'both --latitude and --longitude'],
    ['a place off the Earth', [...JOIN, '--latitude', '91', '--longitude', '0'], 'between -90 and 90'],
    ['a number that is none', [...JOIN, '--spool-bytes', 'many'], 'must be a number, not `many`'],
    ['a spool of nothing', [...JOIN, '--spool-bytes', '0'], 'from 1 on'],
    ['two tokens', [...JOIN, '--token-file', 'f'], 'either --token or --token-file'],
    ['an unknown driver', [...JOIN, '--driver', 'uhd'], 'no driver `uhd`'],
    ['a simulated driver without a scene', ['join', 'h', '--token', 'x'], 'needs --scene'],
    ['a playback with a scene', [...JOIN, '--driver', 'playback', '--recording', 'r'], 'no scene'],
  ])('refuses %s', (_name, args, message) => {
    expect(() => parse(args)).toThrow(message);
  });

  it.each(['manager.example.org:50051', '127.0.0.1:1', '[::1]:65535'])('reads and writes the address %s', (text) => {
    expect(formatAddress(parseAddress(text))).toBe(text);
  });

  it.each(['', 'a:0', 'a:65536', 'a:b', '[::1', '[localhost]:1', 'a/b'])('takes `%s` for no address', (text) => {
    expect(() => parseAddress(text)).toThrow('is no address');
  });

  it('finds the CA fingerprint in a join token that the Manager made', () => {
    expect(caFingerprintIn(makeCredential('join', 'ab'.repeat(32)).text)).toBe('ab'.repeat(32));
    expect(() => caFingerprintIn(makeCredential('token').text)).toThrow('damaged');
  });
});
