import { describe, expect, it } from 'vitest';
import { differences } from '../../.ci/generated-files.ts';

describe('the check that committed generated files are current', () => {
  const fresh = new Map([
    ['proto/generated/Task.ts', 'a'],
    ['proto/generated/Band.ts', 'b'],
  ]);

  it('finds nothing where nothing differs', () => {
    expect(differences(new Map(fresh), fresh)).toEqual([]);
  });

  it('names every file that is missing, changed or left over', () => {
    const committed = new Map([
      ['proto/generated/Band.ts', 'edited by hand'],
      ['proto/generated/Gone.ts', 'c'],
    ]);
    expect(differences(committed, fresh)).toEqual([
      'proto/generated/Task.ts is missing',
      'proto/generated/Band.ts is out of date',
      'proto/generated/Gone.ts is left over',
    ]);
  });
});
