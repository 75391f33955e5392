import { complexSampleFormat } from '../../dsp/sample-format.ts';
import type { FileFault } from '../input-file-error.ts';

/** What playing a recording needs of its SigMF metadata. */
export interface RecordingHeader {
  readonly datatype: string;
  readonly sampleRateHz: number;
  readonly centerHz: number;
  /** Volts of a full-scale I or Q; our own field `clearband:full_scale_volts`, else 1. */
  readonly fullScaleVolts: number;
  readonly sha512?: string;
  readonly datetime?: string;
  readonly description?: string;
}

type Json = Readonly<Record<string, unknown>>;

/** Reads the metadata of a recording; without a header there is at least one fault. */
export function readHeader(meta: unknown): { header: RecordingHeader | undefined; faults: FileFault[] } {
  const faults: FileFault[] = [];
  const global = isObject(meta) ? meta['global'] : undefined;
  const captures = isObject(meta) ? meta['captures'] : undefined;
  if (!isObject(global) || !Array.isArray(captures) || !isObject(captures[0])) {
    const detail = 'not SigMF metadata: `global` and at least one of `captures` are needed';
    return { header: undefined, faults: [{ code: 'not-sigmf', detail, pointer: '' }] };
  }
  const first: Json = captures[0];
  faults.push(...faultsOfLayout(global, captures));
  const datatype = readDatatype(global['core:datatype'], faults);
  const sampleRateHz = readPositive(global, 'core:sample_rate', { at: '/global', faults });
  const centerHz = readPositive(first, 'core:frequency', { at: '/captures/0', faults });
  const hasScale = global['clearband:full_scale_volts'] !== undefined;
  const fullScaleVolts = hasScale ? readPositive(global, 'clearband:full_scale_volts', { at: '/global', faults }) : 1;
  const header = {
    datatype,
    sampleRateHz,
    centerHz,
    fullScaleVolts,
    ...readText(global, 'core:sha512', 'sha512'),
    ...readText(global, 'core:description', 'description'),
    ...readText(first, 'core:datetime', 'datetime'),
  };
  return { header: faults.length === 0 ? header : undefined, faults };
}

/** Layouts that SigMF allows and playing does not. */
function faultsOfLayout(global: Json, captures: readonly unknown[]): FileFault[] {
  const faults: FileFault[] = [];
  const refuse = (detail: string, pointer: string): void => {
    faults.push({ code: 'unsupported-layout', detail, pointer });
  };
  if ((global['core:num_channels'] ?? 1) !== 1) refuse('only one channel can be played', '/global/core:num_channels');
  if (global['core:metadata_only'] === true) refuse('there is no dataset to play', '/global/core:metadata_only');
  if (global['core:dataset'] !== undefined) refuse('only `.sigmf-data` datasets can be played', '/global/core:dataset');
  if ((global['core:trailing_bytes'] ?? 0) !== 0)
    refuse('trailing bytes cannot be skipped', '/global/core:trailing_bytes');
  const frequency = isObject(captures[0]) ? captures[0]['core:frequency'] : undefined;
  captures.forEach((capture, index) => {
    if (!isObject(capture)) return;
    if ((capture['core:header_bytes'] ?? 0) !== 0) {
      refuse('header bytes cannot be skipped', `/captures/${index}/core:header_bytes`);
    }
    if (capture['core:frequency'] !== frequency) {
      refuse('all captures must have one frequency', `/captures/${index}/core:frequency`);
    }
  });
  return faults;
}

function readDatatype(value: unknown, faults: FileFault[]): string {
  if (typeof value === 'string' && complexSampleFormat(value)) return value;
  const detail = `datatype \`${String(value)}\` cannot be played; complex ones can, such as cu8, ci16_le, cf32_le`;
  faults.push({ code: 'unsupported-datatype', detail, pointer: '/global/core:datatype' });
  return '';
}

function readPositive(from: Json, name: string, { at, faults }: { at: string; faults: FileFault[] }): number {
  const value = from[name];
  if (typeof value === 'number' && value > 0) return value;
  const detail = value === undefined ? `\`${name}\` is missing` : `\`${name}\` must be a number above 0`;
  faults.push({ code: value === undefined ? 'missing-field' : 'wrong-type', detail, pointer: `${at}/${name}` });
  return Number.NaN;
}

function readText<Key extends string>(from: Json, name: string, key: Key): Partial<Record<Key, string>> {
  const value = from[name];
  return typeof value === 'string' ? ({ [key]: value } as Partial<Record<Key, string>>) : {};
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
