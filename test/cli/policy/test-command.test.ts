import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clearbandPolicy, policyFile, STATEMENTS } from './policy-program.ts';

let directory: string;
const request = { scope: 'sensing-management', frequency: { min: '3 GHz', max: '3 GHz' } };
/** Everything that XML, TAP or YAML could stumble over. */
const ODD = 'a <b> & "c" #4 \\ \u0007 ]]> -- line\nbreak \u{1f4e1}';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clearband-test-'));
  await writeFile(join(directory, 'p.json'), policyFile(STATEMENTS));
  const good = { id: 'good', title: 'Outside', cases: [{ request, expect: { decision: 'Permit' }, why: 'open' }] };
  const bad = { id: ODD, title: ODD, cases: [{ request, expect: { decision: 'Deny', matched: [ODD] }, why: ODD }] };
  await writeFile(join(directory, 'good.test.json'), JSON.stringify([good]));
  await writeFile(join(directory, 'bad.test.json'), JSON.stringify([bad, good], undefined, 2));
  await writeFile(join(directory, 'broken.json'), '[{}]');
  await writeFile(join(directory, 'elsewhere.test.json'), JSON.stringify([good]));
});

afterAll(() => rm(directory, { recursive: true }));

/** Open and closed elements match, attributes are quoted, and no raw mark or forbidden character is left. */
function expectWellFormed(xml: string): void {
  const rest = xml.replace(/^<\?xml [^?]*\?>\n/, '').replace(/<!--(?:(?!--)[\s\S])*-->\n$/, '');
  expect(rest).not.toMatch(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u);
  const open: string[] = [];
  for (const [, close, name = '', , empty] of rest.matchAll(/<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g)) {
    if (close === '/') expect(open.pop()).toBe(name);
    else if (empty !== '/') open.push(name);
  }
  expect(open).toEqual([]);
  expect(rest.replace(/<\/?[a-z-]+(?: [a-z]+="[^"<]*")*\/?>/g, '')).not.toMatch(/[<>]|&(?!(?:amp|lt|gt|quot|#\d+);)/);
}

describe('clearband policy test', () => {
  it('ends with 0 when all pass, with the totals on the last line', async () => {
    const ended = await clearbandPolicy(['test', 'good.test.json', '--policies', 'p.json', '--coverage'], directory);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout.split('\n')).toEqual([
      'good.test.json',
      '  ok    good: Outside (1)',
      'coverage: 1 of 2 statements matched in some case (50.0 %)',
      '       1  global:p (open)',
      'no case touches:',
      expect.stringMatching(/^ {2}p\.json:1:\d+ {2}global:p \(closed\)$|^ {2}p\.json:1 {2}global:p \(closed\)$/),
      '1 passed, 0 failed',
      '',
    ]);
  });

  it('ends with 1 when a case fails, and says where it stands and what was decided instead', async () => {
    const ended = await clearbandPolicy(['test', 'bad.test.json', '--policies', 'p.json'], directory);
    expect(ended.code).toBe(1);
    expect(ended.stdout).toContain('bad.test.json:6:7  ');
    expect(ended.stdout).toContain('decision: expected "Deny"\n                         got "Permit"');
    expect(ended.stdout.trimEnd().split('\n').at(-1)).toBe('1 passed, 1 failed');
  });

  it('writes JUnit XML that is well-formed whatever the texts', async () => {
    const words = ['test', 'bad.test.json', '--policies', 'p.json', '--coverage', '--format', 'junit'];
    const { code, stdout } = await clearbandPolicy(words, directory);
    expect(code).toBe(1);
    expectWellFormed(stdout);
    expect(stdout).toContain('<testsuites tests="2" failures="1" errors="0">');
    expect(stdout).toMatch(/<!-- 1 passed, 1 failed -->\n$/);
  });

  it('writes TAP 14 whatever the texts', async () => {
    const words = ['test', 'bad.test.json', '--policies', 'p.json', '--format', 'tap'];
    const lines = (await clearbandPolicy(words, directory)).stdout.trimEnd().split('\n');
    expect(lines.slice(0, 2)).toEqual(['TAP version 14', '1..2']);
    const points = lines.filter((line) => /^(not )?ok /.test(line));
    expect(points.map((line) => line.slice(0, 8))).toEqual(['not ok 1', 'ok 2 - g']);
    expect(points.every((line) => !/(^|[^\\])#/.test(line))).toBe(true);
    expect(lines.every((line) => /^(TAP |1\.\.|not ok |ok |#| {2})/.test(line))).toBe(true);
    expect(lines.at(-1)).toBe('# 1 passed, 1 failed');
  });

  it('gives every case as JSON', async () => {
    const { stdout } = await clearbandPolicy(['test', 'bad.test.json', '--policies', 'p.json', '--json'], directory);
    expect(JSON.parse(stdout)).toMatchObject({
      passed: 1,
      failed: 1,
      cases: [
        { test: ODD, why: ODD, passed: false, line: 6, differences: [{ key: 'decision' }, { key: 'matched' }] },
        { test: 'good' },
      ],
    });
  });

  it('ends with 1 for a malformed file, with each fault and its place', async () => {
    const ended = await clearbandPolicy(['test', 'broken.json'], directory);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('clearband: broken.json:1:2: the test has no `id`');
  });

  it('ends with 1 where there is nothing to run', async () => {
    const empty = await mkdtemp(join(directory, 'empty-'));
    const ended = await clearbandPolicy(['test', '.'], empty);
    expect(ended).toMatchObject({ code: 1, stdout: '0 passed, 0 failed\n' });
    expect(ended.stderr).toContain('no test cases in .');
  });

  it('ends with 2 for a form that there is not', async () => {
    expect(await clearbandPolicy(['test', '--format', 'html'], directory)).toMatchObject({ code: 2, stdout: '' });
  });
});
