import type { Band } from '../../../src/spectrum/band.ts';

/** One row of a frequency allocation table. */
export interface Allocation {
  /** From 1, in the order of the file. */
  readonly row: number;
  /** Whose column of the table: `Federal Government`, `Non-Federal-Government`. */
  readonly activity: string;
  readonly band: Band;
  /** Absent where the row allocates nothing and only bears footnotes. */
  readonly category: 'primary' | 'secondary' | undefined;
  /** As in the table, without footnotes that stand behind it; absent where there is none. */
  readonly service: string | undefined;
  readonly footnotes: readonly string[];
}

const HEADER = ['region', 'activity', 'lower_frequency', 'upper_frequency', 'category', 'service', 'footnotes'];
const CATEGORIES: Readonly<Record<string, Allocation['category']>> = { p: 'primary', s: 'secondary', '': undefined };
/** Footnotes of the table that stand in the column of services: `Radiolocation  G56`. */
const MISPLACED = /\s{2,}((?:US|NG|G)\d+\w*(?:[\s,;]+(?:US|NG|G)\d+\w*)*)\s*$/;

/**
 * Read a table of tab-separated rows. Empty categories, footnotes with mixed separators or in the wrong column, spaces
 * at the ends and both kinds of line ends are taken as they come.
 * @throws {Error} naming the line that is no row of such a table
 */
export function parseAllocations(text: string): readonly Allocation[] {
  const [header = '', ...lines] = text.replace(/^\ufeff/, '').split(/\r?\n/);
  if (header.split('\t').join() !== HEADER.join()) throw new Error(`unknown columns \`${header}\``);
  return lines.filter((line) => line.trim() !== '').map((line, index) => readRow(line, index + 1));
}

function readRow(line: string, row: number): Allocation {
  const cells = line.split('\t');
  const [, activity = '', lower = '', upper = '', mark = '', named = '', notes = ''] = cells.map((cell) => cell.trim());
  const [startHz, stopHz] = [Number(lower), Number(upper)];
  const category = mark.toLowerCase();
  const isRow = cells.length === HEADER.length && lower !== '' && upper !== '' && startHz < stopHz;
  if (!isRow || !Object.hasOwn(CATEGORIES, category)) throw new Error(`row ${row} is no allocation: \`${line}\``);
  const misplaced = MISPLACED.exec(named)?.[1] ?? '';
  const service = named.replace(MISPLACED, '').trim();
  return {
    row,
    activity,
    band: { startHz, stopHz },
    category: CATEGORIES[category],
    service: service === '' || service === '-' ? undefined : service,
    footnotes: `${misplaced},${notes}`.split(/[\s,;]+/).filter((note) => note !== ''),
  };
}
