import { describe, expect, it } from 'vitest';
import { oversizedIn } from './size-rules.ts';

const lines = (count: number): string => 'const one = 1;\n'.repeat(count);

describe('the sizes of files and folders', () => {
  it('lets a file have 400 lines and no more', () => {
    const files = new Map([
      ['src/policy/fits.ts', lines(400)],
      ['sensor-agent/dsp/grown.ts', lines(401)],
    ]);
    expect(oversizedIn(files)).toEqual(['sensor-agent/dsp/grown.ts has 401 lines, more than 400']);
  });

  it('passes over generated code, listed tables, and what is not shipped', () => {
    const paths = ['src/northbound/generated/contract.ts', 'src/policy/table.ts', 'test/policy/decide.test.ts'];
    const files = new Map(paths.map((path) => [path, lines(500)]));
    expect(oversizedIn(files, new Map([['src/policy/table.ts', 'one row a code of the standard']]))).toEqual([]);
  });

  it('lets a folder hold 12 files directly and no more', () => {
    const twelve = Array.from({ length: 12 }, (_, index) => [`src/tasking/file-${index}.ts`, ''] as const);
    const below = ['src/tasking/slots/slot.ts', ''] as const;
    expect(oversizedIn(new Map([...twelve, below]))).toEqual([]);
    expect(oversizedIn(new Map([...twelve, ['src/tasking/one-more.ts', '']]))).toEqual([
      'src/tasking/ holds 13 files, more than 12',
    ]);
  });
});
