import type { PolicyFault } from '../../../policy/policy-set.ts';
import type { PolicySet } from '../../../policy/policy-set.ts';
import { coverageOf } from '../../../policy/policy-test/coverage.ts';
import { readPolicyTests } from '../../../policy/policy-test/read-policy-tests.ts';
import type { CaseResult, PoliciesAround } from '../../../policy/policy-test/run-policy-tests.ts';
import { runPolicyTests } from '../../../policy/policy-test/run-policy-tests.ts';
import type { Command } from '../../command.ts';
import { UsageError } from '../../command.ts';
import { readPolicyPaths } from '../policy-paths.ts';
import { setInForce } from '../policy-source.ts';
import type { PolicyContext, PolicyVerb } from '../policy-verb.ts';
import type { TestFile } from './test-files.ts';
import { AroundTests, findTestFiles, pathsIn } from './test-files.ts';
import { junitLines } from './test-report-junit.ts';
import { tapLines } from './test-report-tap.ts';
import { textLines } from './test-report-text.ts';
import type { TestReport } from './test-report.ts';
import { printable } from './printable.ts';
import { placeOf, reportOf } from './test-report.ts';

type Form = (report: TestReport) => readonly string[];

const FORMS: Readonly<Record<string, Form>> = { text: textLines, tap: tapLines, junit: junitLines };
const NO_POLICIES: PoliciesAround = { ok: false, faults: [] };

/** `clearband policy test`: run test files; 1 when a case fails, a file is malformed, or there is nothing to run. */
export const testVerb: PolicyVerb = {
  usage: '[PATH…] [--policies A,B] [--coverage] [--format text|tap|junit]',
  summary: 'run test files; the last line says `N passed, N failed`',
  async run(command, context) {
    const form = formOf(command);
    const paths = command.words.length === 0 ? [context.config.policyDir] : command.words;
    const files = await findTestFiles(paths, pathsIn(command.options.policies), context);
    const ran = await runFiles(files, aroundTests(command, context));
    const coverage = command.options.coverage === true ? coverageOf(ran.results, ran.sets) : undefined;
    const report = reportOf(ran.results, ran.faults, coverage);
    const text = command.options.json === true ? JSON.stringify(report, undefined, 2) : form(report).join('\n');
    process.stdout.write(`${text}\n`);
    const say = (message: string) => process.stderr.write(`clearband: ${printable(message)}\n`);
    for (const fault of report.faults) say(`${placeOf(fault)}: ${fault.detail}`);
    if (report.cases.length === 0 && report.faults.length === 0) say(`no test cases in ${paths.join(', ')}`);
    return report.failed > 0 || report.faults.length > 0 || report.cases.length === 0 ? 1 : 0;
  },
};

interface Ran {
  readonly results: readonly CaseResult[];
  readonly faults: readonly PolicyFault[];
  /** The sets that tests without policies of their own are about. */
  readonly sets: readonly PolicySet[];
}

/** With `--server` tests without policies of their own are about the set in force there. */
function aroundTests({ options }: Command, context: PolicyContext): AroundTests {
  const isInForce = options.server !== undefined && options.policies === undefined;
  return new AroundTests(
    isInForce ? async () => (await setInForce(context)).files : (paths) => readPolicyPaths(paths, context.directory),
  );
}

async function runFiles(files: readonly TestFile[], around: AroundTests): Promise<Ran> {
  const results: CaseResult[] = [];
  const faults: PolicyFault[] = [];
  const sets = new Set<PolicySet>();
  for (const file of files) {
    const reading = readPolicyTests(file);
    faults.push(...reading.faults);
    const needsOthers = reading.tests.some(({ own }) => own === undefined);
    const policies = needsOthers ? await around.load(file.policies) : NO_POLICIES;
    if (policies.ok) sets.add(policies.set);
    results.push(...runPolicyTests(reading.tests, policies));
  }
  return { results, faults, sets: [...sets] };
}

function formOf({ options }: Command): Form {
  const { format = 'text' } = options;
  const form = Object.hasOwn(FORMS, format) ? FORMS[format] : undefined;
  if (form === undefined)
    throw new UsageError(`\`--format\` is one of ${Object.keys(FORMS).join(', ')}; got \`${format}\``);
  return form;
}
