import type { PolicyFile, PolicySet } from '../policy-set.ts';
import { Place } from '../source/fault-log.ts';
import type { JsonValue } from '../source/json-text.ts';
import { parseJson } from '../source/json-text.ts';
import { isJsonObject } from '../source/reading.ts';
import { looseKey } from '../terms/registry.ts';
import { SCOPES } from '../terms/scope.ts';
import type { FindingLog } from './finding.ts';

/** Report what a document's form says otherwise than it seems: ids that are numbers, namespaces of aliases alone. */
export function checkDocuments(files: readonly PolicyFile[], log: FindingLog): void {
  for (const file of files) {
    const { value } = parseJson(file.text);
    if (value !== undefined) checkDocument(value, Place.root(file), log);
  }
}

/** Report scopes in which what no statement denies is permitted. */
export function checkDefaults({ defaults, policies }: PolicySet, files: readonly PolicyFile[], log: FindingLog): void {
  const [place] = [
    ...policies.map((policy) => Place.root(policy.place.file)),
    ...files.map((file) => Place.root(file)),
  ];
  for (const scope of SCOPES) {
    const accepted = (['actor', 'resource'] as const).filter((step) => defaults[scope][step] === 'accept');
    if (accepted.length === 0 || place === undefined) continue;
    const detail = `by default ${scope} accepts every ${accepted.join(' and ')}`;
    log.note('default-accept', detail, placeOfDefaults(files) ?? place);
  }
}

function placeOfDefaults(files: readonly PolicyFile[]): Place | undefined {
  for (const file of files) {
    const { value } = parseJson(file.text);
    const key = value === undefined ? undefined : keyOf(value, 'defaults');
    if (key !== undefined) return Place.root(file).at(key);
  }
  return undefined;
}

function checkDocument(value: JsonValue, place: Place, log: FindingLog): void {
  if (!isJsonObject(value)) return;
  const namespace = keyOf(value, 'namespace');
  const policy = keyOf(value, 'policy');
  const policies = keyOf(value, 'policies');
  const aliases = keyOf(value, 'aliases');
  if (namespace !== undefined && aliases === undefined) {
    const detail = 'the namespace beside the policies says nothing of them: it is that of the document’s aliases';
    log.warn('namespace-beside-policy', detail, place.at(namespace));
  }
  if (policy !== undefined) checkPolicy(value[policy], place.at(policy), log);
  const list = policies === undefined ? undefined : value[policies];
  if (policies === undefined || !Array.isArray(list)) return;
  list.forEach((item: JsonValue, index) => {
    const at = place.at(policies).at(index);
    const isDocument = keyOf(item, 'policy') !== undefined || keyOf(item, 'version') !== undefined;
    if (isDocument) checkDocument(item, at, log);
    else checkPolicy(item, at, log);
  });
}

/** Several statements without ids are called by their numbers: move one, and all have other names. */
function checkPolicy(policy: JsonValue | undefined, place: Place, log: FindingLog): void {
  const key = policy === undefined ? undefined : keyOf(policy, 'statement');
  const list = key === undefined || policy === undefined || !isJsonObject(policy) ? undefined : policy[key];
  if (key === undefined || !Array.isArray(list) || list.length < 2) return;
  list.forEach((statement: JsonValue, index) => {
    if (keyOf(statement, 'statementid') !== undefined) return;
    const detail = `the statement has no \`StatementId\`; it is called ${index + 1} for its place in the list`;
    log.note('generated-statement-id', detail, place.at(key).at(index));
  });
}

/** The key of an object as it is spelled there. */
function keyOf(value: JsonValue, key: string): string | undefined {
  return isJsonObject(value) ? Object.keys(value).find((one) => looseKey(one) === key) : undefined;
}
