import { describe, expect, test } from '@jest/globals';
import { junitXml } from '../../../../src/cli/rules/junit.ts';

describe('junitXml', () => {
  test('counts, names and problems', () => {
    const xml = junitXml('relevance rules', [
      { className: 'a.rules.txt: <one>', name: 'it\'s "5" & more', seconds: 0.25, problems: [] },
      { className: 'a.rules.txt: two', name: '充电宝', seconds: 1, problems: ['first\tline', 'second'] },
    ]);
    expect(xml).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="2" failures="1" errors="0" time="1.250">
  <testsuite name="relevance rules" tests="2" failures="1" errors="0" time="1.250">
    <testcase classname="a.rules.txt: &lt;one&gt;" name="it's &quot;5&quot; &amp; more" time="0.250"/>
    <testcase classname="a.rules.txt: two" name="充电宝" time="1.000"><failure message="first\tline">first\tline&#10;second</failure></testcase>
  </testsuite>
</testsuites>
`);
  });

  test('what XML cannot carry is replaced', () => {
    const xml = junitXml('relevance rules', [
      { className: 'a', name: '\u0000 \ud800 \ufffe \v', seconds: 0, problems: [] },
    ]);
    expect(xml).toContain('name="\ufffd \ufffd \ufffd  "');
  });
});
