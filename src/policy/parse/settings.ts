import { parseQuantity } from '../../spectrum/quantity.ts';
import type { FaultLog } from '../source/fault-log.ts';
import type { Member, Node } from '../source/reading.ts';
import { isJsonObject, readFlag, readText } from '../source/reading.ts';
import type { Attribute } from '../terms/registry.ts';
import { attributeSpellings, dimensionOfAttribute, findAttribute, FUSION_RULES } from '../terms/registry.ts';
import type { Setting } from '../terms/tree.ts';

/** Read the attributes of a Set statement: those in its `Attributes` and those that stand beside it. */
export function readSettings(
  attributes: Node | undefined,
  beside: readonly Member[],
  log: FaultLog,
): readonly Setting[] {
  const members = attributes === undefined ? [] : attributeMembers(attributes);
  if (attributes !== undefined && members.length === 0) {
    log.error('empty-list', '`Attributes` must be an object with at least one attribute', attributes.place);
  }
  const settings: Setting[] = [];
  for (const member of [...members, ...beside]) {
    const attribute = findAttribute(member.key);
    if (attribute === undefined) {
      const detail = `unknown attribute \`${member.key}\`; expected one of ${attributeSpellings().join(', ')}`;
      log.error('unknown-attribute', detail, member.place);
    } else if (settings.some((setting) => setting.attribute === attribute)) {
      log.error('duplicate-key', `\`${member.key}\` is set twice`, member.place);
    } else {
      const value = readValue(attribute, member, log);
      if (value !== undefined) settings.push({ attribute, value, place: member.place });
    }
  }
  return settings;
}

function attributeMembers({ value, place }: Node): readonly Member[] {
  if (!isJsonObject(value)) return [];
  return Object.entries(value).map(([key, member]) => ({ key, value: member, place: place.at(key) }));
}

function readValue(attribute: Attribute, node: Node, log: FaultLog): Setting['value'] | undefined {
  const dimension = dimensionOfAttribute(attribute);
  if (dimension === undefined) {
    return attribute.value === 'boolean' ? readFlag(node, attribute.spelling, log) : readFusionRule(node, log);
  }
  const reading = parseQuantity(node.value, dimension);
  if (!reading.ok) {
    const code = reading.problem === 'unknown-unit' ? 'wrong-unit' : 'wrong-type';
    log.error(code, `${attribute.spelling}: ${reading.detail}`, node.place);
    return undefined;
  }
  if (attribute.value !== 'power' && reading.value < 0) {
    log.error('out-of-range', `${attribute.spelling} must not be negative`, node.place);
  }
  if (attribute.value === 'count' && !Number.isInteger(reading.value)) {
    log.error('out-of-range', `${attribute.spelling} must be a whole number`, node.place);
  }
  return reading.value;
}

function readFusionRule(node: Node, log: FaultLog): string | undefined {
  const rule = readText(node, 'Fusion-rule', log);
  if (rule === undefined || FUSION_RULES.includes(rule)) return rule;
  log.error('wrong-type', `Fusion-rule must be one of ${FUSION_RULES.join(', ')}`, node.place);
  return undefined;
}
