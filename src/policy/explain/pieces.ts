import { describeInstant } from '../evaluate/describe.ts';
import type { CellView } from './cell-view.ts';
import type { ExplainedPiece } from './explanation.ts';
import { nameOf } from './statement-name.ts';

/** The pieces of a request, touching ones of which policy says the same joined; none when it says the same of all. */
export function piecesOf(views: readonly CellView[]): readonly ExplainedPiece[] {
  const pieces: ExplainedPiece[] = [];
  for (const view of views) {
    const piece = toPiece(view);
    const last = pieces.findLastIndex((one) => one.from === piece.from && one.band?.max === piece.band?.min);
    const before = pieces[last];
    if (before?.band !== undefined && piece.band !== undefined && saysTheSame(before, piece)) {
      pieces[last] = { ...before, band: { min: before.band.min, max: piece.band.max } };
    } else pieces.push(piece);
  }
  const [first, ...rest] = pieces;
  return first === undefined || rest.every((piece) => saysTheSame(first, piece)) ? [] : pieces;
}

function toPiece({ cell, truths, reasons, violations }: CellView): ExplainedPiece {
  const { hz, stopHz, micros } = cell;
  const denials = [...truths].filter(([{ effect }, truth]) => effect === 'deny' && truth !== false);
  const behind = [...denials.map(([statement]) => statement), ...violations.flatMap(({ from }) => from)];
  return {
    ...(hz === undefined ? {} : { band: { min: hz, max: stopHz ?? hz } }),
    ...(micros === undefined ? {} : { from: describeInstant(micros) }),
    reasons: [...new Set(reasons)],
    by: [...new Set(behind)].map(nameOf),
  };
}

function saysTheSame(a: ExplainedPiece, b: ExplainedPiece): boolean {
  return a.reasons.join() === b.reasons.join() && a.by.join() === b.by.join();
}
