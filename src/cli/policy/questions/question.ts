import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { PolicyFault, PolicySet } from '../../../policy/policy-set.ts';
import { loadPolicySet } from '../../../policy/policy-set.ts';
import type { OfferedResource } from '../../../policy/nearest/offered-resource.ts';
import { parsePolicyRequest } from '../../../policy/request-json.ts';
import type { Command } from '../../command.ts';
import { UsageError } from '../../command.ts';
import { pathsIn } from '../files/test-files.ts';
import { readPolicyPaths } from '../policy-paths.ts';
import { loadSource } from '../policy-source.ts';
import type { PolicyContext } from '../policy-verb.ts';

/**
 * The JSON of the request: `--request` or the one word of the command line, each a file, `-` for standard input, or the
 * JSON itself; standard input when there is neither. @throws {UsageError}
 */
export async function requestOf({ words, options }: Command, context: PolicyContext): Promise<unknown> {
  const given = [...(options.request === undefined ? [] : [options.request]), ...words];
  if (given.length > 1) throw new UsageError('one request at a time');
  return parseJson(await textOf(given[0] ?? '-', context), 'the request');
}

/** The policies of this machine to decide under, or what keeps them from being read. @throws {UsageError} */
export async function setOf(
  command: Command,
  context: PolicyContext,
): Promise<{ readonly set: PolicySet } | { readonly faults: readonly PolicyFault[] }> {
  const load = loadPolicySet(await loadSource(command, context));
  return load.ok ? { set: load.set } : { faults: load.faults };
}

/** The policy documents that `--policies` names, to be sent along; none without it. */
export async function draftsOf({ options }: Command, { directory }: PolicyContext): Promise<readonly unknown[]> {
  const files = await readPolicyPaths(pathsIn(options.policies) ?? [], directory);
  return files.map(({ path, text }) => parseJson(text, path));
}

/**
 * The resources that could be asked instead: `--offer` names a file with a list of `{"resource", "namespace"?,
 * "location"?}`, written as in a request. @throws {UsageError}
 */
export async function offerOf({ options }: Command, context: PolicyContext): Promise<readonly OfferedResource[]> {
  if (options.offer === undefined) return [];
  const list = parseJson(await textOf(options.offer, context), 'the offer');
  if (!Array.isArray(list)) throw new UsageError('the offer is no list of resources');
  return list.map((item: unknown, index) => {
    const isObject = typeof item === 'object' && item !== null;
    const reading = parsePolicyRequest({ ...(isObject ? item : { resource: item }), scope: 'sensing-management' });
    if (!reading.ok) throw new UsageError(`the offer, item ${index}: ${reading.faults[0]?.detail ?? ''}`);
    const { resource, namespace, location } = reading.request;
    if (resource === undefined) throw new UsageError(`the offer, item ${index}, has no resource`);
    return { resource, namespace, location };
  });
}

async function textOf(source: string, { directory, standardInput }: PolicyContext): Promise<string> {
  if (source === '-') return standardInput();
  if (/^\s*[[{]/.test(source)) return source;
  return readFile(resolve(directory, source), 'utf8').catch((error: unknown) => {
    throw new UsageError(`\`${source}\` can't be read`, { cause: error });
  });
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UsageError(`${what} is no JSON: ${error instanceof Error ? error.message : ''}`, { cause: error });
  }
}
