import { globSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputFileError } from '../../../sensor-agent/drivers/input-file-error.ts';
import { loadScene } from '../../../sensor-agent/drivers/simulated/scene.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clearband-scene-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function faultsOf(text: string): Promise<InputFileError> {
  const path = join(folder, 'scene.json');
  await writeFile(path, text);
  const error: unknown = await loadScene(path).catch((caught: unknown) => caught);
  if (!(error instanceof InputFileError)) throw new Error('the scene was accepted', { cause: error });
  return error;
}

const emitter = { name: 'a', center_hz: 100e6, power_dbm: -60 };
const scene = { name: 'x', noise_figure_db: 3, emitters: [emitter] };

describe('scene files', () => {
  const shipped = globSync('sensor-agent/scenes/*.json', { exclude: ['**/*.schema.json'] });

  it.each(shipped)('%s is a good one, with a place', async (path) => {
    const { location, emitters } = await loadScene(path);
    expect(location).toBeDefined();
    expect(emitters.length).toBeGreaterThan(0);
  });

  it('ships one for each sensor of the quick start', () => {
    expect(shipped.length).toBeGreaterThanOrEqual(3);
  });

  it('names every fault of the form with its place', async () => {
    const bad = { name: '', emitters: [{ ...emitter, power_dbm: '-60', colour: 1 }, { name: 'b' }], extra: true };
    const error = await faultsOf(JSON.stringify(bad));
    const found = error.faults.map(({ code, pointer }) => `${code} ${pointer}`);
    expect(found.toSorted()).toEqual([
      'missing-field ',
      'missing-field /emitters/1',
      'missing-field /emitters/1',
      'out-of-range /name',
      'unknown-field ',
      'unknown-field /emitters/0',
      'wrong-type /emitters/0/power_dbm',
    ]);
    expect(error.message).toContain('/emitters/0/power_dbm: must be number');
    expect(error.message).toContain('unknown field `colour`');
  });

  it('names every contradiction', async () => {
    const emitters = [
      { ...emitter, bandwidth_hz: 300e6 },
      { ...emitter, pattern: { period_ms: 10, on_ms: 11 } },
    ];
    const error = await faultsOf(JSON.stringify({ ...scene, emitters }));
    expect(error.faults.map(({ code, pointer }) => [code, pointer])).toEqual([
      ['band-below-zero', '/emitters/0/bandwidth_hz'],
      ['on-exceeds-period', '/emitters/1/pattern/on_ms'],
      ['duplicate-name', '/emitters/1/name'],
    ]);
  });

  it('says where JSON is malformed', async () => {
    const error = await faultsOf('{"name": ');
    expect(error.faults[0]?.code).toBe('malformed-json');
    expect(error.message).toContain('scene.json');
  });

  it('says when there is no such file', async () => {
    await expect(loadScene(join(folder, 'none.json'))).rejects.toThrow(/cannot use .*none\.json.*ENOENT/);
  });
});
