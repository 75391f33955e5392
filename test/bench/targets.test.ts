import { describe, expect, it } from 'vitest';
import { BENCHES } from '../../bench/benches.ts';
import { type Target, readTargets, toRow } from '../../bench/targets.ts';
import { describeRows } from '../../bench/report.ts';

const RATE: Target = { name: 'rate', figure: 'a rate', of: 'ratio', bound: 'at least', target: 0.4 };
const DELAY: Target = { name: 'delay', figure: 'a delay', of: 'value', bound: 'at most', target: 100 };
const TARGETS = [RATE, DELAY];

function rate(value: number, againstValue: number) {
  return { name: 'rate', value, unit: '1/s', reference: { against: 'another', againstValue } };
}

describe('a row', () => {
  it('holds the ratio to what was measured beside it, and whether that reaches the target', () => {
    expect(toRow(rate(500, 1000), TARGETS)).toEqual({
      name: 'rate',
      value: 500,
      unit: '1/s',
      against: 'another',
      againstValue: 1000,
      ratio: 0.5,
      target: 0.4,
      met: true,
    });
  });

  it.each([
    ['a ratio that reaches its target exactly', rate(400, 1000), true],
    ['a ratio below its target, however large the value', rate(399_999, 1_000_000), false],
    ['a value at its bound', { name: 'delay', value: 100, unit: 'ms' }, true],
    ['a value above its bound', { name: 'delay', value: 100.1, unit: 'ms' }, false],
  ])('judges %s', (_, figure, met) => {
    expect(toRow(figure, TARGETS).met).toBe(met);
  });

  it('judges the value itself where the target is not of the ratio, also beside a reference', () => {
    const figure = { name: 'delay', value: 50, unit: 'ms', reference: { against: 'another', againstValue: 1 } };
    expect(toRow(figure, TARGETS)).toMatchObject({ ratio: 50, met: true });
  });

  it('leaves open what has no target and no reference', () => {
    const row = toRow({ name: 'other', value: 1, unit: 'ms' }, TARGETS);
    expect(row).toMatchObject({ against: null, againstValue: null, ratio: null, target: null, met: null });
  });

  it('is an error when the target is a ratio and nothing was measured beside it', () => {
    expect(() => toRow({ name: 'rate', value: 1, unit: '1/s' }, TARGETS)).toThrow('`rate`');
  });
});

describe('the table', () => {
  it('says plainly which targets were missed, and by how much', () => {
    const rows = [rate(399, 1000), { name: 'delay', value: 12, unit: 'ms' }].map((one) => toRow(one, TARGETS));
    const table = describeRows(rows, TARGETS);
    expect(table).toContain('MISSED 1 of 2 targets');
    expect(table).toContain('rate: ratio 0.399, wanted ratio ≥ 0.4');
    expect(table).not.toMatch(/delay:/);
  });

  it('says when all were met', () => {
    expect(describeRows([toRow(rate(1, 1), TARGETS)], TARGETS)).toContain('All targets met (1).');
  });
});

describe('targets.json', () => {
  it('has one row for each figure that an issue asks for', async () => {
    const targets = await readTargets();
    expect(
      Object.fromEntries(targets.map(({ name, of, bound, target }) => [name, `${of} ${bound} ${target}`])),
    ).toEqual({
      'http-sensors': 'ratio at least 0.4',
      'task-start': 'value at most 100',
      'idle-memory': 'value at most 200',
      'agent-m4s-noise': 'value at least 61.44',
      'agent-m4s-tone': 'value at least 61.44',
      'agent-m4s-pulse': 'value at least 61.44',
      'agent-m4s-zero': 'value at least 61.44',
      'data-intake': 'ratio at least 0.5',
      'policy-decision': 'value at most 3',
      'policy-decision-p99': 'value at most 10',
      'policy-decision-ids': 'value at most 10',
      'policy-decision-growth': 'ratio at most 5',
      'policy-compile': 'value at most 300',
      'policy-reload-block': 'value at most 50',
      'policy-memory': 'value at most 100',
      'policy-polygon': 'value at most 50',
      'policy-alias': 'ratio at most 1.5',
    });
  });

  it('names only figures that a bench gives, and each figure is given by one bench', async () => {
    const figures = BENCHES.flatMap((bench) => bench.figures);
    expect(new Set(figures).size).toBe(figures.length);
    expect(figures).toEqual(expect.arrayContaining((await readTargets()).map(({ name }) => name)));
  });
});
