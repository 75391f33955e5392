import type { PolicyFile } from '../policy-set.ts';
import { isPolicyTestFile, loadPolicySet } from '../policy-set.ts';
import { AliasScope } from './reasoning/alias-scope.ts';
import { checkAliases } from './alias-checks.ts';
import { checkCoverage } from './coverage-checks.ts';
import { checkDefaults, checkDocuments } from './document-checks.ts';
import type { Finding, Severity } from './finding.ts';
import { findingOf, FindingLog } from './finding.ts';
import { checkNames } from './name-checks.ts';
import { reachOf } from './reasoning/reach.ts';
import { checkStatements } from './statement-checks.ts';
import { checkValues } from './value-checks.ts';

const ORDER: readonly Severity[] = ['error', 'warning', 'note'];

/**
 * Everything that a regulator should know of these files: every fault of the loader, then, where they load, what no
 * schema sees. What is said of statements that never match or never count is certain; where it is not, nothing is said.
 * `now` is only needed to tell which windows are over. Sorted by file, line and severity. Never throws.
 */
export function checkPolicies(given: readonly PolicyFile[], now?: Date): readonly Finding[] {
  const files = given.filter(({ path }) => !isPolicyTestFile(path));
  const load = loadPolicySet(files);
  const warnings = load.warnings.map((fault) => findingOf(fault, 'warning'));
  const log = new FindingLog();
  if (!load.ok) return inOrder([...load.faults.map((fault) => findingOf(fault, 'error')), ...warnings]);
  const { set } = load;
  const aliases = new AliasScope(set.aliases);
  const reaches = set.statements.map((statement) => reachOf(statement, aliases));
  const nowMicros = now === undefined ? undefined : now.getTime() * 1000;
  const unreachable = checkStatements({ set, reaches, aliases, nowMicros }, log);
  checkCoverage(
    reaches.filter((reach) => !unreachable.has(reach)),
    log,
  );
  checkAliases(set, aliases, log);
  checkNames(set, aliases, log);
  checkValues(set, log);
  checkDocuments(files, log);
  checkDefaults(set, files, log);
  return inOrder([...warnings, ...log.findings]);
}

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(
    (a, b) =>
      (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0) ||
      ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity),
  );
}
