import FFT from 'fft.js';
import { M4sAccumulator } from '../../sensor-agent/dsp/m4s.ts';
import type { Bench, Figure } from '../bench.ts';
import { inTurns, median } from '../statistics.ts';
import { CAPTURE_KINDS, type CaptureKind, makeCapture } from './captures.ts';

const FFT_SIZE = 1024;
const FFT_COUNT = 300;
const SAMPLES = FFT_SIZE * FFT_COUNT;
/** Captures a turn: about a tenth of a second. */
const CAPTURES = 20;
const ROUNDS = 9;

/** `agent-m4s`: samples a second through the whole of m4s on one core, from Float32, for four inputs. */
export const m4sBench: Bench = {
  group: 'agent',
  name: 'agent-m4s',
  summary: 'm4s samples/s on one core, 1024 points × 300, beside the transforms of fft.js alone',
  figures: CAPTURE_KINDS.map(figureName),
  async run({ progress }) {
    const figures: Figure[] = [];
    const transforms = transformsAlone();
    for (const kind of CAPTURE_KINDS) {
      progress(kind);
      const whole = wholeM4s(kind);
      // Unmeasured: compiles both sides.
      await inTurns({ whole, transforms }, 2);
      const rates = await inTurns({ whole, transforms }, ROUNDS);
      figures.push({
        name: figureName(kind),
        value: median(rates.whole),
        unit: 'MS/s',
        reference: { against: 'fft.js alone', againstValue: median(rates.transforms) },
      });
    }
    return figures;
  },
};

function figureName(kind: CaptureKind): string {
  return `agent-m4s-${kind}`;
}

/** Window, transforms, powers and the five rows, as an action computes them. */
function wholeM4s(kind: CaptureKind): () => number {
  const capture = makeCapture(kind, SAMPLES);
  return () =>
    megasamplesPerSecond(() => {
      const accumulator = new M4sAccumulator(FFT_SIZE, FFT_COUNT);
      accumulator.add(capture);
      accumulator.read({ gainDb: 0, samplePosition: 0.5 });
    });
}

/** As many transforms and nothing else, on the plain arrays that fft.js is fastest with. */
function transformsAlone(): () => number {
  const fft = new FFT(FFT_SIZE);
  const input = Array.from(makeCapture('noise', FFT_SIZE));
  const output = new Array<number>(2 * FFT_SIZE).fill(0);
  return () =>
    megasamplesPerSecond(() => {
      for (let i = 0; i < FFT_COUNT; i++) fft.transform(output, input);
    });
}

/** By the CPU time of the whole process, its helper threads included: what one core can do, whatever else runs. */
function megasamplesPerSecond(capture: () => void): number {
  const began = process.cpuUsage();
  for (let i = 0; i < CAPTURES; i++) capture();
  const { user, system } = process.cpuUsage(began);
  return (CAPTURES * SAMPLES) / (user + system);
}
