import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInstant, isName, parseInterval } from '../../../src/northbound/contract/formats.ts';

describe('isName', () => {
  it.each(['fm-boulder', 'a', 'Sonde Nord', 'антенна', 'é'.repeat(32), '👋🏽', 'x'.repeat(64)])('takes %j', (name) => {
    expect(isName(name)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['65 octets', 'x'.repeat(65)],
    ['66 octets in 33 letters', 'é'.repeat(33)],
    ['NUL', 'a\0b'],
    ['a line feed', 'a\nb'],
    ['a delete', 'a\u007fb'],
    ['a C1 control', 'a\u0085b'],
    ['half a character', 'a\ud800'],
    ['a line separator', 'a\u2028b'],
    ['reversed text', 'a\u202eb'],
    ['a space before', ' a'],
    ['a space after', 'a '],
    ['only a space', ' '],
  ])('refuses %s', (_what, name) => {
    expect(isName(name)).toBe(false);
  });
});

describe('isInstant', () => {
  it.each([
    '2026-11-20T12:00:00Z',
    '2026-11-20t12:00:00z',
    '1970-01-01T00:00:00Z',
    '2024-02-29T23:59:59.123456789+14:00',
    '2199-12-31T23:59:59Z',
  ])('takes %s', (text) => {
    expect(isInstant(text)).toBe(true);
  });

  it.each([
    '9999-12-31T23:59:59-23:59',
    '2199-12-31T23:59:59-00:01',
    '2026-11-20T12:00:00',
    '2026-11-20',
    '2026-11-20 12:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-11-00T00:00:00Z',
    '2026-11-20T24:00:00Z',
    '2026-11-20T23:59:60Z',
    '2026-11-20T12:00:00+2',
    '2026-11-20T12:00:00.1234567890Z',
    '1969-12-31T23:59:59Z',
    '1970-01-01T00:00:00+01:00',
    '+02026-11-20T12:00:00Z',
    'now',
    '1732104000',
    '',
  ])('refuses %j', (text) => {
    expect(isInstant(text)).toBe(false);
  });

  it('takes every time a Date can write from 1970 to 2199', () => {
    const date = fc.date({ min: new Date(0), max: new Date('2199-12-31T23:59:59.999Z'), noInvalidDate: true });
    fc.assert(fc.property(date, (instant) => isInstant(instant.toISOString())));
  });

  it('takes nothing that is no Date', () => {
    fc.assert(fc.property(fc.string(), (text) => !isInstant(text) || !Number.isNaN(Date.parse(text))));
  });
});

describe('parseInterval', () => {
  const start = new Date('2026-11-20T00:00:00Z');
  const stop = new Date('2026-11-21T00:00:00Z');

  it.each([
    ['2026-11-20T00:00:00Z/2026-11-21T00:00:00Z', { start, stop }],
    ['2026-11-20T02:00:00+02:00/..', { start }],
    ['../2026-11-21T00:00:00Z', { stop }],
    ['../..', {}],
    ['2026-11-20T00:00:00Z', { start, stop: new Date(start.getTime() + 1) }],
  ])('reads %s', (text, interval) => {
    expect(parseInterval(text)).toEqual(interval);
  });

  it.each([
    '',
    '..',
    '/',
    '2026-11-20T00:00:00Z/',
    '2026-11-20/2026-11-21',
    'a/b',
    '2026-11-20T00:00:00 02:00/..',
    '../../..',
  ])('refuses %j', (text) => {
    expect(parseInterval(text)).toBeUndefined();
  });
});
