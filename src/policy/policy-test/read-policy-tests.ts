import type { PolicyFault, PolicyFile } from '../source/fault-log.ts';
import { FaultLog, Place } from '../source/fault-log.ts';
import type { JsonObject, JsonValue } from '../source/json-text.ts';
import { parseJson } from '../source/json-text.ts';
import type { Member, Node } from '../source/reading.ts';
import { isJsonObject, membersOf, readList, readText } from '../source/reading.ts';
import { DENIAL_REASONS } from '../decision.ts';
import type { OwnPolicies, PolicyTest, PolicyTestCase } from './policy-test.ts';
import { ANSWER_KEYS } from './policy-test.ts';

/** The tests of a file and everything that is wrong with it; a test or case that is malformed is left out. */
export interface PolicyTestsReading {
  readonly tests: readonly PolicyTest[];
  readonly faults: readonly PolicyFault[];
}

const TEST_KEYS = ['id', 'title', 'policy', 'aliases', 'defaults', 'cases'];
const CASE_KEYS = ['request', 'expect', 'why'];
const REASONS: readonly unknown[] = ['permit', ...DENIAL_REASONS];

/** What the value of each key of `expect` must be. */
const EXPECTED: Readonly<Record<string, { readonly is: (value: JsonValue) => boolean; readonly what: string }>> = {
  decision: { is: (value) => value === 'Permit' || value === 'Deny', what: '"Permit" or "Deny"' },
  reason: { is: (value) => REASONS.includes(value), what: `one of ${REASONS.join(', ')}` },
  code: { is: (value) => typeof value === 'number', what: 'a number, such as 201' },
  matched: { is: isListOfTexts, what: 'a list of StatementIds' },
  set: { is: (value) => value === null || isSettings(value), what: 'null, or attributes in lower case' },
  obligations: { is: (value) => value === null || Array.isArray(value), what: 'a list of obligations' },
  occupied: { is: (value) => value === null || typeof value === 'boolean', what: 'true, false or null' },
  defaults: { is: isListOfTexts, what: 'a list of "actor" and "resource"' },
  because: { is: isListOfTexts, what: 'a list of StatementIds' },
};

/** Read a test file (policy-language §4.8). Never throws. */
export function readPolicyTests(file: PolicyFile): PolicyTestsReading {
  const log = new FaultLog();
  const root = Place.root(file);
  const { value, faults } = parseJson(file.text);
  for (const fault of faults) log.json(fault, root);
  const tests =
    value === undefined
      ? []
      : (readList({ value, place: root }, 'a test file', log) ?? []).flatMap((node) => readTest(node, log));
  return { tests, faults: log.errors };
}

function readTest(node: Node, log: FaultLog): PolicyTest[] {
  const members = readMembers(node, { what: 'a test', keys: TEST_KEYS, log });
  if (members === undefined) return [];
  const id = textOf(members.get('id'), { what: 'the id of the test', node, log });
  const cases = requiredList(members.get('cases'), node, log).flatMap((item) => readCase(item, log));
  if (id === undefined) return [];
  const title = members.get('title');
  const text = title === undefined ? '' : (readText(title, 'the title', log) ?? '');
  return [{ id, title: text, own: ownPolicies(members), cases, place: node.place }];
}

function ownPolicies(members: ReadonlyMap<string, Member>): OwnPolicies | undefined {
  const [policy, aliases, defaults] = [members.get('policy'), members.get('aliases'), members.get('defaults')];
  if (policy === undefined && aliases === undefined && defaults === undefined) return undefined;
  return { policies: policiesIn(policy), aliases: aliases?.value, defaults: defaults?.value };
}

/** One document, or each of a list of them. */
function policiesIn(policy: Member | undefined): OwnPolicies['policies'] {
  if (policy === undefined) return [];
  const { value, place } = policy;
  if (!Array.isArray(value)) return [policy];
  return value.map((item: JsonValue, index) => ({ value: item, place: place.at(index) }));
}

function readCase(node: Node, log: FaultLog): PolicyTestCase[] {
  const members = readMembers(node, { what: 'a case', keys: CASE_KEYS, log });
  if (members === undefined) return [];
  const request = members.get('request');
  if (request === undefined) log.error('missing-key', 'the case has no `request`', node.place);
  const expect = readExpect(members.get('expect'), node, log);
  const whyNode = members.get('why');
  const why = whyNode === undefined ? '' : readText(whyNode, '`why`', log);
  if (request === undefined || expect === undefined || why === undefined) return [];
  return [{ request: request.value, expect, why, place: node.place }];
}

function readExpect(node: Member | undefined, inCase: Node, log: FaultLog): JsonObject | undefined {
  if (node === undefined) {
    log.error('missing-key', 'the case has no `expect`', inCase.place);
    return undefined;
  }
  const members = readMembers(node, { what: '`expect`', keys: ANSWER_KEYS, log });
  if (members === undefined || !isJsonObject(node.value)) return undefined;
  if (members.size === 0) {
    log.error('empty-list', '`expect` is empty: the case would pass whatever is decided', node.place);
    return undefined;
  }
  const wrong = [...members.values()].filter(({ key, value }) => EXPECTED[key]?.is(value) === false);
  for (const { key, place } of wrong)
    log.error('wrong-type', `\`${key}\` must be ${EXPECTED[key]?.what ?? 'known'}`, place);
  return wrong.length === 0 ? node.value : undefined;
}

function readMembers(
  node: Node,
  { what, keys, log }: { what: string; keys: readonly string[]; log: FaultLog },
): ReadonlyMap<string, Member> | undefined {
  const members = membersOf(node, what, log);
  for (const { key, place } of members ?? []) {
    if (!keys.includes(key))
      log.error('unknown-key', `unknown key \`${key}\` in ${what}; expected ${keys.join(', ')}`, place);
  }
  return members && new Map(members.filter(({ key }) => keys.includes(key)).map((member) => [member.key, member]));
}

function textOf(
  member: Member | undefined,
  { what, node, log }: { what: string; node: Node; log: FaultLog },
): string | undefined {
  if (member !== undefined) return readText(member, what, log);
  log.error('missing-key', 'the test has no `id`', node.place);
  return undefined;
}

function requiredList(member: Member | undefined, node: Node, log: FaultLog): readonly Node[] {
  if (member !== undefined) return readList(member, '`cases`', log) ?? [];
  log.error('missing-key', 'the test has no `cases`', node.place);
  return [];
}

function isListOfTexts(value: JsonValue): boolean {
  return Array.isArray(value) && value.every((item: JsonValue) => typeof item === 'string');
}

function isSettings(value: JsonValue): boolean {
  return isJsonObject(value) && Object.keys(value).every((key) => key === key.toLowerCase());
}
