import type { CompiledStatement } from '../compile/statement.ts';
import type { Truth } from '../compile/truth.ts';
import type { Because, FailedValue, StatementReference } from '../decision.ts';
import type { Step } from '../terms/tree.ts';
import { valueOfPart, valueOfTest, valueOfViolation } from './failed-value.ts';
import type { Part } from './match.ts';
import { matchPart, PARTS } from './match.ts';
import type { RuleData } from './operators.ts';
import { decideTest } from './operators.ts';
import type { CombinedSetting } from './settings.ts';

/** More permits than this are not listed: the nearest ones help, the rest is noise. */
const MOST_PERMITS = 5;
/** The parts that tell a person what of a request a denial is about. */
const CONTEXT: readonly Part[] = ['frequency', 'location', 'time'];

/** A statement by its names. */
export function referenceTo({ policy, statement }: CompiledStatement): StatementReference {
  return { namespace: policy.namespace, policy: policy.name, policyId: policy.id, statement: statement.id };
}

/** Why a denial that is true applies: the parts of the request it names. */
export function becauseDenied(statement: CompiledStatement, data: RuleData): Because {
  const values = [
    ...CONTEXT.flatMap((part) =>
      has(part, statement) && part !== 'condition' ? [valueOfPart(part, statement, data)] : [],
    ),
    ...testsThatAre(true, statement, data),
  ];
  const what = data.facts.operation ?? 'the request';
  const where = values.map(({ detail }) => detail).join('; ');
  return because(statement, values, `${titleOf(statement)} denies ${what}${where === '' ? '' : `: ${where}`}`);
}

/** Why it can't be told whether a denial applies: the first thing that is not known. */
export function becauseIndeterminate(statement: CompiledStatement, data: RuleData): Because {
  const value = firstThatIsNot(true, statement, data);
  const why = value?.detail ?? 'part of the request is not known';
  return because(
    statement,
    value === undefined ? [] : [value],
    `it can't be told whether ${titleOf(statement)} applies: ${why}`,
  );
}

/** Why a limit refuses the request: one entry for each statement that set it. */
export function becauseViolated(setting: CombinedSetting, data: RuleData): readonly Because[] {
  const value = valueOfViolation(setting, data.facts);
  return setting.from.map((statement) => because(statement, [value], value.detail));
}

/** Why a switch can't be set: the statements that contradict one another. */
export function becauseContradicting({ attribute, from, against }: CombinedSetting): readonly Because[] {
  const detail = `statements that all match set ${attribute.spelling} to different values`;
  return [...from, ...against].map((statement) => because(statement, [], detail));
}

/** The permits for `step` that came nearest, and the first thing that failed in each. */
export function becauseNotAccepted(
  step: Step,
  candidates: readonly CompiledStatement[],
  data: RuleData,
): readonly Because[] {
  return candidates
    .filter(({ effect, steps }) => effect === 'permit' && steps[step])
    .map((statement) => ({ statement, missing: missingParts(statement, data) }))
    .sort((a, b) => a.missing - b.missing || a.statement.ordinal - b.statement.ordinal)
    .slice(0, MOST_PERMITS)
    .map(({ statement }) => {
      const value = firstThatIsNot(true, statement, data);
      const why = value?.detail ?? 'it does not match';
      return because(statement, value === undefined ? [] : [value], `${titleOf(statement)} does not permit it: ${why}`);
    });
}

function because(statement: CompiledStatement, values: readonly FailedValue[], detail: string): Because {
  return {
    ...referenceTo(statement),
    description: statement.statement.description ?? statement.policy.description,
    confidential: statement.confidential,
    detail,
    values,
  };
}

function titleOf({ policy, statement }: CompiledStatement): string {
  return `\`${policy.namespace}:${policy.name}\` (${statement.id})`;
}

function has(part: Part, statement: CompiledStatement): boolean {
  return part === 'operation' ? statement.impliedOperations !== undefined : statement[part] !== undefined;
}

function missingParts(statement: CompiledStatement, data: RuleData): number {
  return PARTS.filter((part) => matchPart(part, statement, data) !== true).length;
}

/** The first part of the statement, or test of its condition, that does not have this truth. */
function firstThatIsNot(wanted: Truth, statement: CompiledStatement, data: RuleData): FailedValue | undefined {
  for (const part of PARTS) {
    if (matchPart(part, statement, data) === wanted) continue;
    return part === 'condition' ? firstTest(statement, data) : valueOfPart(part, statement, data);
  }
  return undefined;
}

function firstTest(statement: CompiledStatement, data: RuleData): FailedValue | undefined {
  const [value] = [...testsThatAre(false, statement, data), ...testsThatAre('unknown', statement, data)];
  if (value !== undefined) return value;
  // Under a `not`, it is a test that holds which makes the condition fail.
  return testsThatAre(true, statement, data)[0];
}

/** The tests of a condition with this truth, with their values. */
function testsThatAre(wanted: Truth, { condition }: CompiledStatement, data: RuleData): readonly FailedValue[] {
  return (condition?.tests ?? []).flatMap((number) => {
    const test = data.tests[number];
    return test !== undefined && decideTest(test, data) === wanted ? [valueOfTest(test, data.facts)] : [];
  });
}
