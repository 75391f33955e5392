import { readFile } from 'node:fs/promises';
import type { Figure } from './bench.ts';

/** A target as `targets.json` has it: of a figure itself, or of its ratio to the reference. */
export interface Target {
  readonly name: string;
  readonly figure: string;
  readonly of: 'value' | 'ratio';
  readonly bound: 'at least' | 'at most';
  readonly target: number;
}

/** One row of `--json`. `null`: there is no reference, or no target. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly against: string | null;
  readonly againstValue: number | null;
  readonly ratio: number | null;
  readonly target: number | null;
  readonly met: boolean | null;
}

/** The targets of the issues; lowering one needs a decision record. @throws {Error} naming what is wrong in the file */
export async function readTargets(): Promise<readonly Target[]> {
  const read: unknown = JSON.parse(await readFile(new URL('targets.json', import.meta.url), 'utf8'));
  if (!Array.isArray(read)) throw new Error('bench/targets.json must hold a list');
  return read.map((row: unknown, index) => {
    if (!isTarget(row)) throw new Error(`bench/targets.json: row ${index} is no target`);
    return row;
  });
}

/** A figure with its ratio, beside its target. @throws {Error} when the target is of a ratio and there is no reference */
export function toRow(figure: Figure, targets: readonly Target[]): Row {
  const { name, value, unit, reference } = figure;
  const { against = null, againstValue = null } = reference ?? {};
  // A reference too small for its clock gives no ratio.
  const ratio = againstValue === null || againstValue === 0 ? null : value / againstValue;
  const target = targets.find((one) => one.name === name);
  return {
    name,
    value,
    unit,
    against,
    againstValue,
    ratio,
    target: target?.target ?? null,
    met: target === undefined ? null : isMet(target, target.of === 'ratio' ? ratio : value),
  };
}

function isMet({ name, bound, target }: Target, found: number | null): boolean {
  if (found === null) throw new Error(`the target of \`${name}\` is a ratio, and nothing was measured beside it`);
  return bound === 'at least' ? found >= target : found <= target;
}

function isTarget(row: unknown): row is Target {
  if (typeof row !== 'object' || row === null) return false;
  const { name, figure, of, bound, target } = row as Partial<Record<keyof Target, unknown>>;
  const isNamed = typeof name === 'string' && typeof figure === 'string';
  const isBound = (of === 'value' || of === 'ratio') && (bound === 'at least' || bound === 'at most');
  return isNamed && isBound && typeof target === 'number' && Number.isFinite(target);
}
