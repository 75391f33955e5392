import { checkPolicies } from '../../../policy/check/check-policies.ts';
import type { Finding, Severity } from '../../../policy/check/finding.ts';
import { print } from '../../output.ts';
import { readPathsOrInput } from '../policy-paths.ts';
import { setInForce } from '../policy-source.ts';
import type { PolicyVerb } from '../policy-verb.ts';
import { printable } from './printable.ts';
import { placeOf } from './test-report.ts';

/** `clearband policy check`, of files or, with `--server` alone, of the set in force: 1 when there are errors. */
export const checkVerb: PolicyVerb = {
  usage: '[PATH… | -]',
  summary: 'errors, and what no schema sees: unreachable, covered, look-alike, …',
  async run(command, context) {
    const paths = command.words.length === 0 ? [context.config.policyDir] : command.words;
    const isInForce = command.words.length === 0 && command.options.server !== undefined;
    const files = isInForce ? (await setInForce(context)).files : await readPathsOrInput(paths, context);
    if (files.length === 0) {
      process.stderr.write(`clearband: no policy files in ${paths.join(', ')}\n`);
      return 1;
    }
    const findings = checkPolicies(files, new Date());
    print(command, findings, (all) => [...all.flatMap(linesOf), summary(all, files.length)].map(printable));
    return findings.some(({ severity }) => severity === 'error') ? 1 : 0;
  },
};

function linesOf(finding: Finding): readonly string[] {
  const { severity, code, detail, advice } = finding;
  return [`${placeOf(finding)}: ${severity}: ${detail} (${code})`, `    → ${advice}`];
}

function summary(findings: readonly Finding[], files: number): string {
  const count = (severity: Severity) => {
    const number = findings.filter((finding) => finding.severity === severity).length;
    return `${number} ${severity}${number === 1 ? '' : 's'}`;
  };
  return `${count('error')}, ${count('warning')}, ${count('note')} in ${files} file${files === 1 ? '' : 's'}`;
}
