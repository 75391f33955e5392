import { printable } from './printable.ts';
import type { ReportedCase, TestReport } from './test-report.ts';
import { coverageLines, placeOf, totals } from './test-report.ts';

/** The report as TAP 14; the totals come last, as a comment. A test file that is malformed counts as one that failed. */
export function tapLines(report: TestReport): readonly string[] {
  const points = [
    ...report.cases.map((one) => ({ ok: one.passed, name: nameOf(one), diagnosis: diagnosisOf(one) })),
    ...report.faults.map((fault) => ({
      ok: false,
      name: placeOf(fault),
      diagnosis: [`message: ${quoted(fault.detail)}`],
    })),
  ];
  return [
    'TAP version 14',
    `1..${points.length}`,
    ...points.flatMap(({ ok, name, diagnosis }, index) => [
      `${ok ? 'ok' : 'not ok'} ${index + 1} - ${escaped(name)}`,
      ...(ok ? [] : ['  ---', ...diagnosis.map((line) => `  ${line}`), '  ...']),
    ]),
    ...(report.coverage === undefined ? [] : coverageLines(report.coverage).map((line) => `# ${printable(line)}`)),
    `# ${totals(report)}`,
  ];
}

function nameOf({ test, number, why }: ReportedCase): string {
  return `${test} ${number}: ${why}`;
}

function diagnosisOf(failed: ReportedCase): readonly string[] {
  const { differences, notes } = failed;
  return [
    `at: ${quoted(placeOf(failed))}`,
    ...(differences.length === 0 ? [] : ['differences:']),
    ...differences.flatMap(({ key, expected, actual }) => [
      `  - key: ${quoted(key)}`,
      `    expected: ${quoted(expected)}`,
      `    actual: ${quoted(actual)}`,
    ]),
    ...(notes.length === 0 ? [] : ['notes:', ...notes.map((note) => `  - ${quoted(note)}`)]),
  ];
}

/** JSON's texts are YAML's double-quoted ones. */
function quoted(text: string): string {
  return JSON.stringify(text.toWellFormed()).replaceAll('\u007f', '\\u007f');
}

/** A number sign would begin a directive. */
function escaped(text: string): string {
  return printable(text).replace(/[\\#]/g, '\\$&');
}
