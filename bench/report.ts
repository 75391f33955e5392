import type { Row, Target } from './targets.ts';

const HEAD = ['figure', 'value', '', 'against', 'value', 'ratio', 'target', 'met'];
/** Columns of numbers. */
const RIGHT = new Set([1, 4, 5]);

/** The rows as a table for people, and below it in plain words which targets were missed. */
export function describeRows(rows: readonly Row[], targets: readonly Target[]): string {
  const lines = [HEAD, ...rows.map((row) => cellsOf(row, targets))];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const table = lines.map((line) =>
    line
      .map((cell, column) =>
        RIGHT.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  return [...table, '', verdictOn(rows, targets)].join('\n');
}

function cellsOf(row: Row, targets: readonly Target[]): string[] {
  const { name, value, unit, against, againstValue, ratio, met } = row;
  const target = targets.find((one) => one.name === name);
  return [
    name,
    formatNumber(value),
    unit,
    against ?? '',
    againstValue === null ? '' : formatNumber(againstValue),
    ratio === null ? '' : formatNumber(ratio),
    target === undefined ? '' : describeTarget(target, unit),
    met === null ? '' : met ? 'yes' : 'NO',
  ];
}

function verdictOn(rows: readonly Row[], targets: readonly Target[]): string {
  const judged = rows.filter((row) => row.met !== null);
  const missed = judged.filter((row) => row.met === false);
  if (missed.length === 0) return `All targets met (${judged.length}).`;
  const named = missed.map((row) => {
    const target = targets.find((one) => one.name === row.name);
    const wanted = target === undefined ? '' : describeTarget(target, row.unit);
    const found =
      target?.of === 'ratio' ? `ratio ${formatNumber(row.ratio ?? 0)}` : `${formatNumber(row.value)} ${row.unit}`;
    return `  ${row.name}: ${found}, wanted ${wanted}`;
  });
  return [`MISSED ${missed.length} of ${judged.length} targets:`, ...named].join('\n');
}

function describeTarget({ of, bound, target }: Target, unit: string): string {
  const sign = bound === 'at least' ? '≥' : '≤';
  return of === 'ratio' ? `ratio ${sign} ${target}` : `${sign} ${target} ${unit}`;
}

/** Three digits; whole numbers from 100 on. */
function formatNumber(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
