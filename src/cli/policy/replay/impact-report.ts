import { formatQuantity } from '../../../spectrum/quantity.ts';
import type { FlipGroup, Impact } from './impact.ts';

/** Groups that are printed; all are in the JSON. */
const MOST_GROUPS = 50;

/** What the draft changes, for people. */
export function impactLines(impact: Impact, since: Date): readonly string[] {
  const { flips, groups, replayed } = impact;
  const head = `${flips} of ${replayed} decisions since ${since.toISOString()} would be decided otherwise than the set in force decides them`;
  return [
    flips === 0 ? `${head}.` : `${head}:`,
    ...sectionOf('denied', groups, 'Deny'),
    ...sectionOf('permitted', groups, 'Permit'),
    ...notesOn(impact).map((note) => `  ${note}`),
  ];
}

function sectionOf(what: string, groups: readonly FlipGroup[], becomes: FlipGroup['becomes']): readonly string[] {
  const own = groups.filter((group) => group.becomes === becomes);
  if (own.length === 0) return [];
  const shown = own.slice(0, MOST_GROUPS);
  const rows = shown.map((group) => [`${group.count} ×`, group.actor, group.resource, bandOf(group)]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const more = own.length > shown.length ? [`    and ${own.length - shown.length} more groups (see --json)`] : [];
  return [
    `  then ${what}:`,
    ...rows.flatMap((row, index) => {
      const cells = row.map((cell, column) =>
        column === 0 ? cell.padStart(widths[0] ?? 0) : cell.padEnd(widths[column] ?? 0),
      );
      return [`    ${cells.join('  ').trimEnd()}`, ...whyOf(shown[index])];
    }),
    ...more,
  ];
}

function whyOf(group: FlipGroup | undefined): readonly string[] {
  if (group === undefined) return [];
  const { becomes, reason, statements, examples } = group;
  const named = statements.join(', ');
  const isUnaccepted = reason.startsWith('no-accept');
  const by = named === '' ? '' : isUnaccepted ? `; until then permitted by ${named}` : ` by ${named}`;
  return [`      ${becomes === 'Permit' ? 'permit' : reason}${by}`, `      such as ${examples.join(', ')}`];
}

function notesOn({ notReplayable, changedSince, otherSettings }: Impact): readonly string[] {
  const notes: readonly (readonly [number, string])[] = [
    [otherSettings, 'are permitted by both, with other settings'],
    [changedSince, 'were decided otherwise when they were made than the set in force decides them: not by the draft'],
    [notReplayable, 'can not be made again: reads of many things'],
  ];
  return notes.filter(([count]) => count > 0).map(([count, text]) => `${count} ${text}`);
}

function bandOf({ band }: FlipGroup): string {
  if (band === undefined) return 'no band';
  const [min, max] = [band.min, band.max].map((hz) => formatQuantity(hz, 'frequency'));
  return band.min === band.max ? (min ?? '') : `${min ?? ''}..${max ?? ''}`;
}
