import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

type Json = Readonly<Record<string, unknown>>;

/** Bytes of one component of each SigMF number type. */
const COMPONENT_BYTES: Readonly<Record<string, number>> = {
  f64: 8,
  f32: 4,
  i32: 4,
  u32: 4,
  i16: 2,
  u16: 2,
  i8: 1,
  u8: 1,
};
const DATATYPE = /^(c|r)(f32|f64|i32|i16|u32|u16|i8|u8)(_le|_be)?$/;
const RFC_3339_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Everything that is wrong with a SigMF recording, by core 1.2 and the NTIA extensions that Clearband writes. */
export function faultsOfRecording(meta: unknown, data: Uint8Array): string[] {
  if (!isObject(meta)) return ['the metadata is not an object'];
  const { global, captures, annotations } = meta as { global: unknown; captures: unknown; annotations: unknown };
  if (!isObject(global)) return ['`global` is missing'];
  return [
    ...faultsOfCoreGlobal(global, data),
    ...faultsOfExtensions(global, [global, ...objectsIn(captures), ...objectsIn(annotations)]),
    ...faultsOfCaptures(captures, data.length / sampleBytes(global)),
    ...(isSorted(annotations) ? [] : ['annotations are no array sorted by core:sample_start']),
    ...faultsOfNtia(global, data),
  ];
}

function faultsOfCoreGlobal(global: Json, data: Uint8Array): string[] {
  const faults: string[] = [];
  const expectThat = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };
  expectThat(DATATYPE.test(String(global['core:datatype'])), `core:datatype is ${String(global['core:datatype'])}`);
  expectThat(/^1\.2\.\d+$/.test(String(global['core:version'])), `core:version is ${String(global['core:version'])}`);
  const rate = global['core:sample_rate'];
  expectThat(rate === undefined || (typeof rate === 'number' && rate >= 1 && rate <= 1e12), 'core:sample_rate');
  const sha512 = createHash('sha512').update(data).digest('hex');
  expectThat(global['core:sha512'] === sha512, 'core:sha512 is not that of the dataset');
  expectThat(data.length > 0, 'the dataset is empty');
  expectThat(data.length % sampleBytes(global) === 0, 'the dataset is no whole number of samples');
  return faults;
}

/** Exactly name, version, optional; and every namespace in use is declared. */
function faultsOfExtensions(global: Json, scopes: readonly Json[]): string[] {
  const extensions = global['core:extensions'] ?? [];
  if (!Array.isArray(extensions)) return ['core:extensions is no array'];
  const faults = extensions.flatMap((extension: unknown) => {
    const isShaped =
      isObject(extension) &&
      Object.keys(extension).toSorted().join() === 'name,optional,version' &&
      typeof extension['name'] === 'string' &&
      typeof extension['version'] === 'string' &&
      typeof extension['optional'] === 'boolean';
    return isShaped ? [] : [`core:extensions has ${JSON.stringify(extension)}`];
  });
  const declared = new Set(['core', ...extensions.filter(isObject).map(({ name }) => name as string)]);
  const used = new Set(scopes.flatMap((scope) => Object.keys(scope).map((key) => key.split(':')[0] ?? '')));
  return [
    ...faults,
    ...[...used].filter((name) => !declared.has(name)).map((name) => `the namespace ${name} is not declared`),
  ];
}

function faultsOfCaptures(captures: unknown, sampleCount: number): string[] {
  if (!isSorted(captures)) return ['captures are no array sorted by core:sample_start'];
  return objectsIn(captures).flatMap((capture, index) => {
    const faults: string[] = [];
    if ((capture['core:sample_start'] as number) >= sampleCount) faults.push('core:sample_start beyond the dataset');
    const datetime = capture['core:datetime'] ?? '1970-01-01T00:00:00Z';
    if (typeof datetime !== 'string' || !RFC_3339_UTC.test(datetime)) faults.push('core:datetime');
    const frequency = capture['core:frequency'];
    if (frequency !== undefined && typeof frequency !== 'number') faults.push('core:frequency');
    const place = capture['core:geolocation'];
    if (place !== undefined && !isPoint(place)) faults.push('core:geolocation');
    const overload = capture['ntia-sensor:overload'];
    if (overload !== undefined && typeof overload !== 'boolean') faults.push('ntia-sensor:overload');
    const duration = capture['ntia-sensor:duration'];
    if (duration !== undefined && !Number.isInteger(duration)) faults.push('ntia-sensor:duration');
    return faults.map((fault) => `captures[${index}]: ${fault}`);
  });
}

/** The required members of the NTIA objects, and that the graphs describe the whole dataset. */
function faultsOfNtia(global: Json, data: Uint8Array): string[] {
  const faults: string[] = [];
  const require = (name: string, value: unknown, members: readonly string[]) => {
    if (value === undefined) return;
    const missing = isObject(value) ? members.filter((member) => value[member] === undefined) : members;
    faults.push(...missing.map((member) => `${name} lacks ${member}`));
  };
  if (declares(global, 'ntia-core')) require('global', global, ['ntia-core:classification']);
  const sensor = global['ntia-sensor:sensor'];
  require('ntia-sensor:sensor', sensor, ['sensor_spec']);
  if (isObject(sensor)) require('sensor_spec', sensor['sensor_spec'], ['id']);
  require('ntia-scos:schedule', global['ntia-scos:schedule'], ['id', 'name']);
  require('ntia-scos:action', global['ntia-scos:action'], ['name']);
  const graphs = objectsIn(global['ntia-algorithm:data_products']);
  const steps = objectsIn(global['ntia-algorithm:processing_info']);
  for (const graph of graphs) require('data_products', graph, ['name', 'length']);
  for (const step of steps) {
    require('processing_info', step, [
      'type',
      'id',
      'equivalent_noise_bandwidth',
      'samples',
      'dfts',
      'window',
      'baseband',
    ]);
  }
  const ids = new Set(steps.map(({ id }) => id));
  const named = [global, ...graphs].flatMap((scope) => scope['ntia-algorithm:processing'] ?? scope['processing'] ?? []);
  faults.push(
    ...named.filter((id) => !ids.has(id)).map((id) => `processing names ${JSON.stringify(id)}, which is not described`),
  );
  if (graphs.length > 0) {
    const values = graphs.reduce(
      (sum, { length, series }) => sum + Number(length) * (Array.isArray(series) ? series.length : 1),
      0,
    );
    const stored = data.length / sampleBytes(global);
    if (values !== stored) faults.push(`the graphs describe ${values} values, the dataset holds ${stored}`);
  }
  return faults;
}

const SCHEMA = new URL('../../../shared/data/sigmf/sigmf-schema.json', import.meta.url);

/** What the published core schema objects to; undefined where the schema is absent. */
export function schemaFaults(meta: unknown): string[] | undefined {
  if (!existsSync(SCHEMA)) return undefined;
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false, unicodeRegExp: false });
  const validate = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')) as Json);
  validate(meta);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}

function sampleBytes(global: Json): number {
  const [, kind, type] = DATATYPE.exec(String(global['core:datatype'])) ?? [];
  return (COMPONENT_BYTES[type ?? ''] ?? 1) * (kind === 'c' ? 2 : 1) * Number(global['core:num_channels'] ?? 1);
}

function declares(global: Json, name: string): boolean {
  return objectsIn(global['core:extensions']).some((extension) => extension['name'] === name);
}

function isSorted(segments: unknown): boolean {
  if (!Array.isArray(segments)) return false;
  const starts = segments.map((segment: unknown) => (isObject(segment) ? segment['core:sample_start'] : undefined));
  const areIndexes = starts.every((start) => Number.isInteger(start) && (start as number) >= 0);
  return areIndexes && starts.every((start, i) => i === 0 || (starts[i - 1] as number) <= (start as number));
}

function isPoint(value: unknown): boolean {
  if (!isObject(value) || value['type'] !== 'Point' || !Array.isArray(value['coordinates'])) return false;
  const [longitude, latitude, ...rest] = value['coordinates'] as readonly unknown[];
  return (
    typeof longitude === 'number' &&
    Math.abs(longitude) <= 180 &&
    typeof latitude === 'number' &&
    Math.abs(latitude) <= 90 &&
    rest.length <= 1 &&
    rest.every((altitude) => typeof altitude === 'number')
  );
}

function objectsIn(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
