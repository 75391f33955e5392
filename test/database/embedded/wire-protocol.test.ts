import { describe, expect, it } from 'vitest';
import { endsReady, isTerminate, wantsReady } from '../../../src/database/embedded/wire-protocol.ts';

const SYNC = message('S');
const START_UP = Buffer.from([0, 0, 0, 8, 0, 3, 0, 0]);

describe('the wire protocol', () => {
  it.each([
    ['a start-up packet', START_UP, true],
    ['a query', message('Q', 'select 1\0'), true],
    ['parse, bind, execute, sync', Buffer.concat([message('P', 'xSx'), message('B', 'S'), message('E'), SYNC]), true],
    ['parse alone, whatever it holds', message('P', 'S\0\0\0\u0004'), false],
    ['a goodbye', message('X'), false],
  ])('owes a ReadyForQuery after %s: %o', (_name, request, expected) => {
    expect(wantsReady(request)).toBe(expected);
  });

  it('tells a reply that ends ready from one of a server that died', () => {
    expect(endsReady(Buffer.concat([message('C', 'SELECT 1\0'), message('Z', 'I')]))).toBe(true);
    expect(endsReady(message('E', 'SPANIC\0\0'))).toBe(false);
    expect(endsReady(Buffer.alloc(0))).toBe(false);
  });

  it('knows a goodbye', () => {
    expect([isTerminate(message('X')), isTerminate(START_UP), isTerminate(SYNC)]).toEqual([true, false, false]);
  });
});

function message(type: string, body = ''): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(4 + Buffer.byteLength(body));
  return Buffer.concat([Buffer.from(type), length, Buffer.from(body)]);
}
