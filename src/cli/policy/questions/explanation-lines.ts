import type { ExplainedStep } from '../../../policy/explain/explanation.ts';
import type { ExplanationJson, NearestJson, StatementJson } from '../../../policy/explain/explanation-json.ts';
import { describeBand } from '../../../policy/evaluate/describe.ts';
import { labelled } from './evaluation-lines.ts';

/** More statements that did not match than this are counted, not listed. */
const MOST_UNMATCHED = 40;
const MOST_PIECES = 20;

/** What led to a decision, for people; ends with what would be permitted instead. */
export function explanationLines(explanation: ExplanationJson): readonly string[] {
  const { statements, steps, settings, pieces, nearest } = explanation;
  const matched = statements.filter(({ matches }) => matches !== 'no');
  const unmatched = statements.filter(({ matches }) => matches === 'no');
  const listed = [...matched, ...unmatched.slice(0, MOST_UNMATCHED)];
  const width = Math.max(0, ...listed.map(({ statement }) => statement.length));
  const more = unmatched.length - MOST_UNMATCHED;
  return [
    ...titled('statements', [
      ...listed.map((one) => statementLine(one, width)),
      ...(more > 0 ? [`and ${more} more that do not match`] : []),
    ]),
    ...titled('steps', steps.map(stepLine)),
    ...titled(
      'settings',
      settings.map(({ attribute, value, unit, by, against }) => {
        const contradicted = against.length === 0 ? '' : `, against ${against.join(', ')}`;
        return `${attribute} ${String(value)}${unit === undefined ? '' : ` ${unit}`}, by ${by.join(', ')}${contradicted}`;
      }),
    ),
    ...titled('pieces', [
      ...pieces.slice(0, MOST_PIECES).map((piece) => {
        const band = piece.band && describeBand({ startHz: piece.band.min, stopHz: piece.band.max });
        const where = [band, piece.from && `from ${piece.from}`].filter((part) => part !== undefined).join(', ');
        const by = piece.by.length === 0 ? '' : ` by ${piece.by.join(', ')}`;
        return `${where}: ${piece.reasons.length === 0 ? 'nothing in the way' : piece.reasons.join(', ')}${by}`;
      }),
      ...(pieces.length > MOST_PIECES ? [`and ${pieces.length - MOST_PIECES} more`] : []),
    ]),
    ...(nearest === undefined ? [] : ['', ...nearestLines(nearest)]),
  ];
}

function nearestLines({ request, changes, complete }: NearestJson): readonly string[] {
  const unfinished = complete ? [] : ['(far candidates were not looked at)'];
  if (request === undefined) return ['nothing near this request would be permitted', ...unfinished];
  const width = Math.max(0, ...changes.map(({ field }) => field.length));
  return [
    'this would be permitted, with the least change:',
    ...changes.map(({ field, from, to }) => `  ${field.padEnd(width)}  ${from} -> ${to}`),
    `  ${JSON.stringify(request)}`,
  ];
}

function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

function statementLine({ statement, effect, matches, in_part: inPart, failed }: StatementJson, width: number): string {
  const verdict = { yes: 'matches', no: 'does not match', unknown: 'unknown' }[matches];
  const where = inPart ? `${verdict} in part` : verdict;
  const why = failed === undefined ? '' : `: ${failed.detail}`;
  return `${effect.padEnd(6)} ${statement.padEnd(width)}  ${where}${why}`;
}

function stepLine({ step, by, accepted }: ExplainedStep): string {
  const how = { statements: 'accepted', default: 'accepted by default', nobody: 'not accepted' }[accepted];
  return labelled(step, [`${how}${by.length === 0 ? '' : `; permits that hold: ${by.join(', ')}`}`]).join('');
}
