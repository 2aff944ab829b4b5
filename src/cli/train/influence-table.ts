/** Lines of a card: how much each feature counts. @param what the numbers are, in words */
export function influenceTable(what: string, features: Readonly<Record<string, number>>): readonly string[] {
  return [
    `| feature | ${what} |`,
    `| ------- | ${'-'.repeat(what.length - 1)}: |`,
    ...Object.entries(features).map(([name, value]) => `| \`${name}\` | ${value.toFixed(3)} |`),
  ];
}
