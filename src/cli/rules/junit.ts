import { writeResult } from '../result-file.ts';

/** One test and what came of it. */
export interface TestCase {
  /** File and rule. */
  readonly className: string;
  readonly name: string;
  readonly seconds: number;
  /** What is not as expected; empty where all is. */
  readonly problems: readonly string[];
}

/** Writes the results to a file. @throws CommandError where that cannot be */
export function writeJunit(file: string, suite: string, cases: readonly TestCase[]): void {
  writeResult(file, junitXml(suite, cases));
}

/** The results as JUnit's XML, which test reporters of build servers read. */
export function junitXml(suite: string, cases: readonly TestCase[]): string {
  const failures = cases.filter(({ problems }) => problems.length > 0).length;
  const seconds = cases.reduce((sum, { seconds: one }) => sum + one, 0).toFixed(3);
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" time="${seconds}"`;
  const lines = cases.map(({ className, name, seconds: took, problems }) => {
    const head = `<testcase classname="${escaped(className)}" name="${escaped(name)}" time="${took.toFixed(3)}"`;
    if (problems.length === 0) return `    ${head}/>`;
    const [first = ''] = problems;
    return `    ${head}><failure message="${escaped(first)}">${escaped(problems.join('\n'))}</failure></testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="${escaped(suite)}" ${counts}>`,
    ...lines,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

/** Control characters and halves of surrogate pairs are no XML, however they are written. */
function escaped(text: string): string {
  return Buffer.from(text)
    .toString()
    .replaceAll(/[\p{Cc}\ufffe\uffff]/gu, (sign) => (/\s/.test(sign) ? sign : '\ufffd'))
    .replaceAll(/[\v\f]/g, ' ')
    .replaceAll(/[&<>"\n]/g, (sign) => ENTITIES[sign] ?? sign);
}
