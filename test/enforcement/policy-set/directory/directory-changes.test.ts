import { describe, expect, it } from 'vitest';
import {
  applyDirectoryChanges,
  directoryChanges,
} from '../../../../src/enforcement/policy-set/directory/directory-changes.ts';
import type { SetFile } from '../../../../src/enforcement/policy-set/set-file.ts';
import { closedBand } from '../../policies.ts';

const text = (name: string, band = '1 GHz') => JSON.stringify(closedBand(name, band, '9 GHz'));
const file = (path: string, content: string) => ({ path, text: content });
const directory = (path: string, content: string): SetFile => ({ path, text: content, origin: 'directory' });
const api = (name: string, band?: string): SetFile => ({ path: `api:${name}`, text: text(name, band), origin: 'api' });

const A = file('a.json', text('a'));
const B = file('b.json', text('b'));

describe('what changed in the policy directory', () => {
  it.each([
    ['nothing, in another order', [A, B], [B, A], undefined],
    ['everything, the first time', undefined, [A], { written: [A], removed: [] }],
    ['a new file', [A], [A, B], { written: [B], removed: [] }],
    ['a removed file', [A, B], [B], { written: [], removed: ['a.json'] }],
    ['another text', [A], [file('a.json', text('b'))], { written: [file('a.json', text('b'))], removed: [] }],
    ['another name', [A], [file('c.json', A.text)], { written: [file('c.json', A.text)], removed: ['a.json'] }],
  ])('is %s', (_, before, now, changes) => {
    expect(directoryChanges(before, now)).toEqual(changes);
  });
});

describe('the set in force after a change of the directory', () => {
  const inForce = [directory('a.json', A.text), directory('b.json', B.text), api('c')];
  const after = (
    before: readonly SetFile[],
    written: readonly { path: string; text: string }[],
    removed: string[] = [],
  ) => applyDirectoryChanges(before, { written, removed }).map(({ path, origin }) => `${origin} ${path}`);

  it('has the new files, without those that are gone', () => {
    expect(after(inForce, [file('d.json', text('d'))], ['a.json'])).toEqual([
      'directory b.json',
      'api api:c',
      'directory d.json',
    ]);
  });

  it('keeps what came through the API when other files change', () => {
    expect(after([api('a', '2 GHz'), directory('b.json', B.text)], [file('b.json', text('b', '3 GHz'))])).toEqual([
      'api api:a',
      'directory b.json',
    ]);
  });

  it('has the newer text of the directory in place of what came through the API', () => {
    expect(after([api('a', '2 GHz'), api('c')], [file('a.json', text('a', '3 GHz'))])).toEqual([
      'api api:c',
      'directory a.json',
    ]);
  });

  it('keeps a policy of the API whose file is gone from the directory', () => {
    expect(after([api('a', '2 GHz'), directory('b.json', B.text)], [], ['a.json'])).toEqual([
      'directory b.json',
      'api api:a',
    ]);
  });
});
