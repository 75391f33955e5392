import { describe, expect, it } from 'vitest';
import { UsageError, parseBenchArguments } from '../../bench/bench-arguments.ts';
import type { Bench } from '../../bench/bench.ts';

const BENCHES = [bench('http', 'sensors'), bench('http', 'memory'), bench('agent', 'spectra')];

function bench(group: string, name: string): Bench {
  return { group, name, summary: '', figures: [], run: () => Promise.resolve([]) };
}

function namesOf(...args: string[]): string[] {
  return parseBenchArguments(args, BENCHES).benches.map(({ name }) => name);
}

describe('the command line', () => {
  it('runs everything unless names are given', () => {
    expect(namesOf()).toEqual(['sensors', 'memory', 'spectra']);
    expect(namesOf('--json', 'rows.json')).toEqual(['sensors', 'memory', 'spectra']);
  });

  it('takes groups and single benches, in the order of the list', () => {
    expect(namesOf('http')).toEqual(['sensors', 'memory']);
    expect(namesOf('spectra', 'memory')).toEqual(['memory', 'spectra']);
  });

  it('names everything that is not there', () => {
    expect(() => namesOf('http', 'htpt', 'gent')).toThrow(UsageError);
    expect(() => namesOf('http', 'htpt', 'gent')).toThrow('`htpt`, `gent`');
    expect(() => namesOf('--jsno')).toThrow(UsageError);
  });

  it('keeps where the rows go', () => {
    expect(parseBenchArguments(['--json', 'rows.json', '--profile'], BENCHES)).toMatchObject({
      json: 'rows.json',
      profile: true,
    });
  });
});
