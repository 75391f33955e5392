import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTypes, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { bundleContract } from './redocly.ts';

/** Folders that hold nothing but generated files, from the root of the repository. */
export const GENERATED_FOLDERS = ['openapi/generated', 'proto/generated'] as const;

/** Types that say what proto-loader does with the same options: 64-bit integers and enums come as strings. */
const PROTO_OPTIONS = ['--longs=String', '--enums=String', '--defaults', '--oneofs'];

/** Makes every generated file from the sources below `root`, into the same folders below `target`. */
export async function generateAll(root: string, target: string): Promise<void> {
  await generateContract(root, join(target, 'openapi', 'generated'));
  generateMessages(root, join(target, 'proto', 'generated'));
}

async function generateContract(root: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const bundle = join(folder, 'clearband.json');
  bundleContract(root, bundle);
  const contract = JSON.parse(readFileSync(bundle, 'utf8')) as OpenAPI3;
  // A property with a default stays optional: only validation fills defaults in, and a client's types must not ask for it.
  const types = await openapiTypes(contract, { immutable: true, defaultNonNullable: false, silent: true });
  const header = '// Made from openapi/ by `npm run generate`; not to be edited.\n';
  writeFileSync(join(folder, 'contract.ts'), `${header}${astToString(types)}`);
}

function generateMessages(root: string, folder: string): void {
  const sources = globSync('**/*.proto', { cwd: join(root, 'proto') }).sort();
  if (sources.length === 0) throw new Error(`there is no .proto file below ${join(root, 'proto')}`);
  mkdirSync(folder, { recursive: true });
  const program = join(root, 'node_modules', '@grpc', 'proto-loader', 'build', 'bin', 'proto-loader-gen-types.js');
  const style = ['--grpcLib=@grpc/grpc-js', '--importFileExtension=.ts', '--includeComments'];
  const places = [`--includeDirs=${join(root, 'proto')}`, `--outDir=${folder}`];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [program, ...PROTO_OPTIONS, ...style, ...places, '--', ...sources],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`the messages can't be generated:\n${stdout}${stderr}`);
  for (const file of globSync('**/*.ts', { cwd: folder })) relocate(join(folder, file), root);
  for (const file of globSync('*.ts', { cwd: folder })) removeWithoutService(join(folder, file));
}

/** The file that describes a whole .proto is of use only where it has a service; else it imports what it does not use. */
function removeWithoutService(file: string): void {
  if (!readFileSync(file, 'utf8').includes('typeof grpc.Client')) rmSync(file);
}

/** The generator names the source by its absolute path, which differs from machine to machine. */
function relocate(file: string, root: string): void {
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replaceAll(`${root}/`, ''));
}

/** The generated folders' files, as text by path from `root`. */
export function readGenerated(root: string): ReadonlyMap<string, string> {
  const paths = globSync(
    GENERATED_FOLDERS.map((folder) => `${folder}/**/*.{ts,json}`),
    { cwd: root },
  ).sort();
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

/** What differs between committed and fresh files, one line each. */
export function differences(committed: ReadonlyMap<string, string>, fresh: ReadonlyMap<string, string>): string[] {
  const missing = [...fresh.keys()].filter((path) => !committed.has(path)).map((path) => `${path} is missing`);
  const changed = [...committed].filter(([path, text]) => fresh.get(path) !== text);
  return [...missing, ...changed.map(([path]) => `${path} ${fresh.has(path) ? 'is out of date' : 'is left over'}`)];
}
