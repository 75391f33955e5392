import type { PolicyFault } from '../../../policy/policy-set.ts';
import type { ReportedCase, TestReport } from './test-report.ts';
import { coverageLines, placeOf, totals } from './test-report.ts';

/** What XML 1.0 can't hold, not even escaped. */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** The report as JUnit XML; the totals come last, as a comment. A malformed test file is a suite with errors. */
export function junitLines(report: TestReport): readonly string[] {
  const suites = Map.groupBy(report.cases, ({ path, test }) => JSON.stringify([path, test]));
  const broken = Map.groupBy(report.faults, ({ path }) => path);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites tests="${report.cases.length + report.faults.length}" failures="${report.failed}" errors="${report.faults.length}">`,
    ...[...suites.values()].flatMap(suiteOf),
    ...[...broken].flatMap(([path, faults]) => brokenSuite(path, faults)),
    ...(report.coverage === undefined
      ? []
      : [
          '  <testsuite name="coverage" tests="0" failures="0" errors="0">',
          `    <system-out>${coverageLines(report.coverage).map(escaped).join('\n')}</system-out>`,
          '  </testsuite>',
        ]),
    '</testsuites>',
    `<!-- ${totals(report)} -->`,
  ];
}

function suiteOf(cases: readonly ReportedCase[]): readonly string[] {
  const [first] = cases;
  const { path = '', test = '' } = first ?? {};
  const failures = cases.filter(({ passed }) => !passed).length;
  return [
    `  <testsuite name="${attribute(`${path} ${test}`)}" tests="${cases.length}" failures="${failures}" errors="0">`,
    ...cases.flatMap(caseOf),
    '  </testsuite>',
  ];
}

function caseOf(one: ReportedCase): readonly string[] {
  const name = attribute(`${one.number}: ${one.why}`);
  const open = `    <testcase classname="${attribute(one.test)}" name="${name}" file="${attribute(one.path)}"`;
  if (one.passed) return [`${open}/>`];
  const differences = one.differences.map(({ key, expected, actual }) => `${key}: expected ${expected}, got ${actual}`);
  const body = [placeOf(one), ...differences, ...one.notes];
  const message = differences[0] ?? one.notes[0] ?? 'failed';
  return [
    `${open}>`,
    `      <failure message="${attribute(message)}">${body.map(escaped).join('\n')}</failure>`,
    '    </testcase>',
  ];
}

function brokenSuite(path: string, faults: readonly PolicyFault[]): readonly string[] {
  return [
    `  <testsuite name="${attribute(path)}" tests="${faults.length}" failures="0" errors="${faults.length}">`,
    ...faults.flatMap((fault) => [
      `    <testcase classname="${attribute(path)}" name="${attribute(placeOf(fault))}">`,
      `      <error message="${attribute(fault.detail)}"/>`,
      '    </testcase>',
    ]),
    '  </testsuite>',
  ];
}

function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(NOT_XML, '\uFFFD')
    .replace(/[&<>]/g, (mark) => ENTITIES[mark] ?? mark);
}

/** In an attribute a raw line break would be read as a space. */
function attribute(text: string): string {
  return escaped(text).replace(/["\t\n\r]/g, (mark) => ENTITIES[mark] ?? mark);
}
