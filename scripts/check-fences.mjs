// Runs dependency-cruiser and also fails when it looked at nothing: without a parser for the sources it
// reports "no violations" over zero modules.
import { cruise } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const options = await extractOptions('./.dependency-cruiser.cjs');
const result = await cruise(['src'], options, undefined, { tsConfig: extractTsConfig('tsconfig.json') });
const { summary } = result.output;
for (const violation of summary.violations) {
  process.stderr.write(`${violation.rule.name}: ${violation.from} -> ${violation.to}\n`);
}
if (summary.totalCruised === 0) process.stderr.write('fences: no module was read; check the parser\n');
process.stdout.write(`fences: ${summary.totalCruised} modules, ${summary.error} violations\n`);
process.exit(summary.error > 0 || summary.totalCruised === 0 ? 1 : 0);
