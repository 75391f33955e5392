import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient } from '../../../../src/cli/api-client.ts';
import { clearbandPolicy, clearbandProgram, policyFile, STATEMENTS } from '../policy-program.ts';

const request = { scope: 'sensing-management', frequency: { min: '900 MHz', max: '1.1 GHz' } };
const below = { ...request, frequency: { min: '900 MHz', max: '1 GHz' } };
const onceMore = { StatementId: 'sharp', 'Policy-Action': 'Set', Attributes: { Sensitivity: -100 } };
let directory: string;
/** Beside the policies, which are all that is in `directory`. */
let beside: string;
const fileOf = (name: string) => join(beside, name);

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clearband-eval-'));
  await writeFile(join(directory, 'p.json'), policyFile(STATEMENTS));
  beside = await mkdtemp(join(tmpdir(), 'clearband-eval-beside-'));
  await writeFile(fileOf('request.json'), JSON.stringify(request));
});

afterAll(async () => {
  await rm(directory, { recursive: true });
  await rm(beside, { recursive: true });
});

/** A Manager that gives one answer, and what it was asked. */
function managerThat(answer: unknown) {
  const asked: unknown[] = [];
  class Manager extends ApiClient {
    override post<T>(path: string, body: unknown): Promise<T> {
      asked.push([path, body]);
      return Promise.resolve(answer as T);
    }
  }
  return { asked, api: () => Promise.resolve(new Manager({ url: '', token: undefined })) };
}

describe('clearband policy eval', () => {
  it('ends with 0 for a permit, 1 for a denial', async () => {
    expect(await clearbandPolicy(['eval', JSON.stringify(below)], directory)).toEqual({
      code: 0,
      stdout: 'permit\nmatched   global:p#open\n',
      stderr: '',
    });
    const denied = await clearbandPolicy(['eval', '--request', fileOf('request.json')], directory);
    expect(denied.code).toBe(1);
    expect(denied.stdout).toBe(
      [
        'deny: explicit-deny (code 201)',
        '  `global:p` (closed) denies the request: the frequency is 1 GHz..1.1 GHz; the statement names 1 GHz..2 GHz',
        'matched   global:p#open',
        '          global:p#closed',
        '',
      ].join('\n'),
    );
  });

  it('reads the request from standard input, and says the decision as JSON', async () => {
    const ended = await clearbandProgram(
      ['eval', '-', '--policies', 'p.json', '--json'],
      directory,
      JSON.stringify(below),
    );
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(ended.stdout)).toMatchObject({ decision: 'Permit', matched: ['global:p#open'], set: null });
  });

  it('says what comes with a permit', async () => {
    await writeFile(fileOf('limited.json'), policyFile([...STATEMENTS, onceMore]));
    const ended = await clearbandPolicy(
      ['eval', JSON.stringify(below), '--policies', fileOf('limited.json')],
      directory,
    );
    expect(ended.stdout).toContain('imposes   Sensitivity -100 dBm\n');
  });

  it.each([
    ['no JSON', ['eval', '{"scope"'], 'the request is no JSON'],
    ['a file that is not there', ['eval', 'nowhere.json'], "`nowhere.json` can't be read"],
    ['two requests', ['eval', '{}', '{}'], 'one request at a time'],
    ['a kept decision and a request', ['eval', '{}', '--decision', '1'], '`--decision` brings its own request'],
    ['an offer that is no list', ['explain', '{}', '--offer', '{}'], 'the offer is no list of resources'],
  ])('ends with 2 for %s', async (_, words, message) => {
    const ended = await clearbandPolicy(words, directory);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(message);
  });

  it('ends with 1 and the faults when the policies can not be read', async () => {
    await writeFile(fileOf('faulty.json'), '{ "Policy": 1 }');
    const ended = await clearbandPolicy(['eval', '{}', '--policies', fileOf('faulty.json')], directory);
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toMatch(/^clearband: .*faulty.json:1:\d+: /);
  });

  it('asks the Manager that it is told, with policies as drafts', async () => {
    const evaluation = {
      decision: 'Deny',
      reason: 'no-accept-actor',
      code: 204,
      matched: [],
      set: null,
      obligations: [],
    };
    const manager = managerThat({ ...evaluation, occupied: null, defaults: [], because: [], request, nearest: below });
    const words = ['explain', JSON.stringify(request), '--server', 'http://manager', '--policies', 'p.json'];
    const ended = await clearbandPolicy(words, directory, { api: manager.api });
    expect(ended.code).toBe(1);
    expect(ended.stdout).toContain('this would be permitted:');
    const drafts = [JSON.parse(policyFile(STATEMENTS)) as unknown];
    expect(manager.asked).toEqual([['/api/v1/policy-evaluations', { request, drafts, explain: true }]]);
  });
});

describe('clearband policy explain', () => {
  it('says statement by statement what led there, and ends with what would be permitted', async () => {
    const { code, stdout } = await clearbandPolicy(['explain', fileOf('request.json')], directory);
    expect(code).toBe(1);
    expect(stdout).toContain('  permit global:p#open    matches\n');
    expect(stdout).toContain('  deny   global:p#closed  matches in part: the frequency is 900 MHz..1 GHz;');
    expect(stdout).toContain(
      'this would be permitted, with the least change:\n  frequency  900 MHz..1.1 GHz -> 800 MHz..1 GHz\n',
    );
  });

  it('offers another sensor', async () => {
    const statements = [{ StatementId: 'b', 'Policy-Action': 'Permit', Resource: 'Foo:Sensors::B' }];
    const defaults = { Defaults: { 'sensing-management': { actor: 'accept' } } };
    await writeFile(fileOf('one.json'), policyFile(statements, defaults));
    const asked = JSON.stringify({ ...below, resource: { id: 'Foo:Sensors::A' } });
    const offer = JSON.stringify([{ resource: { id: 'Foo:Sensors::C' } }, { resource: { id: 'Foo:Sensors::B' } }]);
    const words = ['explain', asked, '--policies', fileOf('one.json'), '--offer', offer, '--json'];
    const ended = await clearbandPolicy(words, directory);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      explanation: { nearest: { request: { resource: { id: 'Foo:Sensors::B' } }, complete: true } },
    });
  });
});
