import { describe, expect, it } from 'vitest';
import { complexSampleFormat, decodeSamples } from '../../../sensor-agent/dsp/sample-format.ts';

function decode(datatype: string, bytes: readonly number[], fullScaleVolts = 1): number[] {
  const format = complexSampleFormat(datatype);
  if (!format) throw new Error(`no format ${datatype}`);
  const out = new Float32Array(bytes.length / format.bytes);
  decodeSamples(Uint8Array.from(bytes), { format, fullScaleVolts }, out);
  return Array.from(out);
}

describe('sample formats', () => {
  it('reads every cu8 code as the float32 nearest to (x − 127.5) / 127.5', () => {
    const codes = Array.from({ length: 256 }, (_, code) => code);
    expect(decode('cu8', codes)).toEqual(codes.map((code) => Math.fround((code - 127.5) / 127.5)));
  });

  it.each([
    ['ci8', [0x80, 0x7f, 0xff, 0x00], [-1, 127 / 128, -1 / 128, 0]],
    ['ci16_le', [0x00, 0x80, 0xff, 0x7f], [-1, 32767 / 32768]],
    ['ci16_be', [0x80, 0x00, 0x7f, 0xff], [-1, 32767 / 32768]],
    ['cu16_le', [0x00, 0x00, 0xff, 0xff], [-1, 1]],
    ['ci32_le', [0, 0, 0, 0x80, 0, 0, 0, 0x40], [-1, 0.5]],
    ['ci32_be', [0x80, 0, 0, 0, 0x40, 0, 0, 0], [-1, 0.5]],
    ['cu32_be', [0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff], [-1, 1]],
    ['cf32_le', [0, 0, 0xc0, 0x3f, 0, 0, 0, 0xbf], [1.5, -0.5]],
    ['cf32_be', [0x3f, 0xc0, 0, 0, 0xbf, 0, 0, 0], [1.5, -0.5]],
    ['cf64_le', [0, 0, 0, 0, 0, 0, 0xe0, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0], [0.5, 0]],
  ])('reads %s', (datatype, bytes, values) => {
    expect(decode(datatype, bytes)).toEqual(values);
  });

  it('scales by the full scale', () => {
    expect(decode('ci8', [0x80, 0x40], 0.25)).toEqual([-0.25, 0.125]);
  });

  it.each(['rf32_le', 'cf32', 'ci16', 'ci24_le', 'c', 'cf32_le_be', 'constructor', ''])(
    'does not know `%s`',
    (datatype) => {
      expect(complexSampleFormat(datatype)).toBeUndefined();
    },
  );
});
