import { describe, expect, it } from 'vitest';
import { parseAllocations } from './allocations.ts';

const HEADER = 'region\tactivity\tlower_frequency\tupper_frequency\tcategory\tservice\tfootnotes';
const read = (...rows: string[]) => parseAllocations([HEADER, ...rows].join('\n'));

describe('parseAllocations', () => {
  it.each([
    [
      'a primary service',
      'US\tFederal Government\t9000\t14000\tp\tRadionavigation\tUS18',
      'primary',
      'Radionavigation',
      ['US18'],
    ],
    ['a secondary one', 'US\tF\t1\t2\ts\tFixed\t', 'secondary', 'Fixed', []],
    ['a row of footnotes alone', 'US\tF\t0\t9000\t\t-\t5.53,5.54', undefined, undefined, ['5.53', '5.54']],
    [
      'footnotes with spaces and semicolons',
      'US\tF\t1\t2\tp\tFixed\tNG1 NG5; US2 ,,G3',
      'primary',
      'Fixed',
      ['NG1', 'NG5', 'US2', 'G3'],
    ],
    [
      'footnotes behind the service',
      'US\tF\t1\t2\tp\tRadiolocation  G56\tUS1',
      'primary',
      'Radiolocation',
      ['G56', 'US1'],
    ],
    [
      'spaces at the end of a service',
      'US\tF\t1\t2\tp\tSpace Research (passive) \t',
      'primary',
      'Space Research (passive)',
      [],
    ],
    ['a category in capitals, and a line end of another system', 'US\tF\t1\t2\tP\tFixed\t\r', 'primary', 'Fixed', []],
  ] as const)('reads %s', (_what, row, category, service, footnotes) => {
    expect(read(row)).toMatchObject([{ row: 1, category, footnotes }]);
    expect(read(row)[0]?.service).toBe(service);
  });

  it.each([
    ['another table', 'a\tb'],
    ['a band that ends before it starts', `${HEADER}\nUS\tF\t2\t1\tp\tFixed\t`],
    ['an empty band', `${HEADER}\nUS\tF\t2\t2\tp\tFixed\t`],
    ['a frequency that is missing', `${HEADER}\nUS\tF\t\t1\tp\tFixed\t`],
    ['a frequency that is no number', `${HEADER}\nUS\tF\t1\t2 kHz\tp\tFixed\t`],
    ['an unknown category', `${HEADER}\nUS\tF\t1\t2\tx\tFixed\t`],
    ['a cell too few', `${HEADER}\nUS\tF\t1\t2\tp\tFixed`],
  ])('refuses %s', (_what, text) => {
    expect(() => parseAllocations(text)).toThrow();
  });
});
