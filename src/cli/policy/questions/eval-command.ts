import type { Command } from '../../command.ts';
import { UsageError } from '../../command.ts';
import { print } from '../../output.ts';
import { reproduceDecision, reproductionLines } from '../decision-source.ts';
import { placeOf } from '../files/test-report.ts';
import type { PolicyContext, PolicyVerb } from '../policy-verb.ts';
import type { Evaluation } from './evaluation.ts';
import { evaluate, toEvaluation } from './evaluation.ts';
import { evaluationLines } from './evaluation-lines.ts';
import { explanationLines } from './explanation-lines.ts';
import { draftsOf, offerOf, requestOf, setOf } from './question.ts';

const USAGE = '[FILE|-|JSON] [--policies A,B] [--decision ID]';

/** `clearband policy eval`: 0 for a permit, 1 for a denial; with `--decision`, whether a kept one comes out again. */
export const evalVerb: PolicyVerb = {
  usage: USAGE,
  summary: 'decide one request, or a kept decision again',
  run: (command, context) => answer(command, context, { explain: false }),
};

/** `clearband policy explain`: as `eval`, with what led to the decision and what would be permitted. */
export const explainVerb: PolicyVerb = {
  usage: `${USAGE} [--offer FILE]`,
  summary: 'the same, statement by statement, and the nearest permitted request',
  run: (command, context) => answer(command, context, { explain: true }),
};

async function answer(command: Command, context: PolicyContext, { explain }: { explain: boolean }): Promise<number> {
  const { decision, server } = command.options;
  if (decision !== undefined) return reproduce(command, context, { id: decision, explain });
  const request = await requestOf(command, context);
  const evaluation =
    server === undefined
      ? await evaluateHere(request, command, { context, explain })
      : await evaluateThere(request, command, { context, explain });
  if (evaluation === undefined) return 1;
  print(command, evaluation, linesOf);
  return evaluation.decision === 'Permit' ? 0 : 1;
}

interface Asking {
  readonly context: PolicyContext;
  readonly explain: boolean;
}

/** `undefined` when the policies can't be read; what is wrong with them was said. */
async function evaluateHere(
  request: unknown,
  command: Command,
  { context, explain }: Asking,
): Promise<Evaluation | undefined> {
  const policies = await setOf(command, context);
  if ('set' in policies) return evaluate(policies.set, request, { explain, offer: await offerOf(command, context) });
  for (const fault of policies.faults) process.stderr.write(`clearband: ${placeOf(fault)}: ${fault.detail}\n`);
  return undefined;
}

async function evaluateThere(request: unknown, command: Command, { context, explain }: Asking): Promise<Evaluation> {
  if (command.options.offer !== undefined) throw new UsageError('`--offer` is for policies on this machine');
  const drafts = await draftsOf(command, context);
  const api = await context.api();
  return api.post<Evaluation>('/api/v1/policy-evaluations', {
    request,
    ...(drafts.length === 0 ? {} : { drafts }),
    explain,
  });
}

/** Decide a kept decision again, here; 0 when it comes out exactly as it was kept. */
async function reproduce(
  command: Command,
  context: PolicyContext,
  { id, explain }: { readonly id: string; readonly explain: boolean },
): Promise<number> {
  if (command.words.length > 0 || command.options.request !== undefined)
    throw new UsageError('`--decision` brings its own request');
  const again = await reproduceDecision(id, await context.api());
  const evaluation = explain
    ? evaluate(again.set, again.kept.request, { explain, offer: await offerOf(command, context) })
    : toEvaluation(again.decision, again.kept.request);
  const told = { ...evaluation, reproduced: again.differences.length === 0, differences: again.differences };
  print(command, told, () => [...linesOf(evaluation), '', ...reproductionLines(again)]);
  return told.reproduced ? 0 : 1;
}

function linesOf(evaluation: Evaluation): readonly string[] {
  const { explanation, nearest } = evaluation;
  if (explanation !== undefined) return [...evaluationLines(evaluation), ...explanationLines(explanation)];
  const bare = nearest === undefined ? [] : ['', 'this would be permitted:', `  ${JSON.stringify(nearest)}`];
  return [...evaluationLines(evaluation), ...bare];
}
