import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject } from 'ajv/dist/2020.js';
import sceneSchema from '../../scenes/scene.schema.json' with { type: 'json' };
import type { FileFault } from '../input-file-error.ts';
import { InputFileError } from '../input-file-error.ts';
import { readJsonFile } from '../json-file.ts';

/** On for `on_ms` at the start of every period; periods are counted from the Unix epoch plus `phase_ms`. */
export interface OnOffPattern {
  readonly period_ms: number;
  readonly on_ms: number;
  readonly phase_ms?: number;
}

/** One transmitter as the simulated antenna hears it. */
export interface SceneEmitter {
  readonly name: string;
  readonly center_hz: number;
  /** 0 or absent: a tone; else noise, flat across it. */
  readonly bandwidth_hz?: number;
  /** At the antenna port, while on, over the whole bandwidth. */
  readonly power_dbm: number;
  readonly pattern?: OnOffPattern;
}

/** A scene file as `scenes/scene.schema.json` describes it. */
export interface Scene {
  readonly name: string;
  readonly description?: string;
  readonly location?: { readonly latitude: number; readonly longitude: number; readonly altitude_m?: number };
  readonly seed?: number;
  readonly noise_figure_db: number;
  readonly emitters: readonly SceneEmitter[];
}

const validate = new Ajv2020({ allErrors: true, strict: true }).compile<Scene>(sceneSchema);

/** Reads and checks a scene file. @throws {InputFileError} naming every fault with its JSON pointer */
export async function loadScene(path: string): Promise<Scene> {
  const input = await readJsonFile(path);
  if (!validate(input)) throw new InputFileError(path, (validate.errors ?? []).map(toFault));
  const faults = input.emitters.flatMap((emitter, index) => faultsOfEmitter(emitter, index, input.emitters));
  if (faults.length > 0) throw new InputFileError(path, faults);
  return input;
}

/** What the schema cannot say: how the numbers and names of emitters must fit together. */
function faultsOfEmitter(emitter: SceneEmitter, index: number, all: readonly SceneEmitter[]): FileFault[] {
  const at = `/emitters/${index}`;
  const faults: FileFault[] = [];
  const lowest = emitter.center_hz - (emitter.bandwidth_hz ?? 0) / 2;
  if (lowest < 0) {
    const detail = `half of the bandwidth lies below the centre: the emitter would begin at ${lowest} Hz`;
    faults.push({ code: 'band-below-zero', detail, pointer: `${at}/bandwidth_hz` });
  }
  if (emitter.pattern && emitter.pattern.on_ms > emitter.pattern.period_ms) {
    const detail = `on for ${emitter.pattern.on_ms} ms of a period of ${emitter.pattern.period_ms} ms`;
    faults.push({ code: 'on-exceeds-period', detail, pointer: `${at}/pattern/on_ms` });
  }
  if (all.findIndex(({ name }) => name === emitter.name) !== index) {
    faults.push({ code: 'duplicate-name', detail: `a second emitter \`${emitter.name}\``, pointer: `${at}/name` });
  }
  return faults;
}

function toFault(error: ErrorObject): FileFault {
  const params = error.params as Readonly<Record<string, unknown>>;
  const message = error.message ?? 'is not valid';
  const { instancePath: pointer } = error;
  if (typeof params['additionalProperty'] === 'string') {
    return { code: 'unknown-field', detail: `unknown field \`${params['additionalProperty']}\``, pointer };
  }
  if (typeof params['missingProperty'] === 'string') {
    return { code: 'missing-field', detail: `\`${params['missingProperty']}\` is missing`, pointer };
  }
  return { code: error.keyword === 'type' ? 'wrong-type' : 'out-of-range', detail: message, pointer };
}
