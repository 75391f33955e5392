import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeCredential, parseCredential, secretMatches } from '../../src/identity/credential-format.ts';

const CA = 'a'.repeat(64);

describe('credential format', () => {
  it('gives back the id and a secret that matches the stored hash', () => {
    const made = makeCredential('token');
    const read = parseCredential(made.text);
    expect(read).toMatchObject({ kind: 'token', id: made.id, caFingerprint: undefined });
    expect(secretMatches(read.secret, made.secretHash)).toBe(true);
    expect(secretMatches(`${read.secret}x`, made.secretHash)).toBe(false);
  });

  it('carries the CA fingerprint in a join token', () => {
    expect(parseCredential(makeCredential('join', CA).text)).toMatchObject({ kind: 'join', caFingerprint: CA });
  });

  it('never makes the same secret twice', () => {
    const texts = new Set(Array.from({ length: 200 }, () => makeCredential('token').text));
    expect(texts.size).toBe(200);
  });

  it('notices any single altered, removed or added character', () => {
    const texts = [makeCredential('token').text, makeCredential('join', CA).text];
    const edit = fc.record({
      text: fc.constantFrom(...texts),
      at: fc.nat(200),
      how: fc.constantFrom('replace', 'remove', 'insert'),
      character: fc.constantFrom('0', 'a', 'Z', '_', ' ', '-', 'b', '9'),
    });
    fc.assert(
      fc.property(edit, ({ text, at, how, character }) => {
        const place = at % text.length;
        const altered =
          text.slice(0, place) + (how === 'remove' ? '' : character) + text.slice(place + (how === 'insert' ? 0 : 1));
        fc.pre(altered !== text);
        expect(() => parseCredential(altered)).toThrow(
          expect.objectContaining({ kind: 'unauthenticated', scosCode: 101 }),
        );
      }),
    );
  });
});
