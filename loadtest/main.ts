// Load tests from a terminal: `npm run loadtest -- --help`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOptions, type Options, USAGE } from './options.ts';
import { resultPage } from './report/page.ts';
import { resultText } from './report/text.ts';
import { run } from './run.ts';

const BROKEN = 1;
const WRONG = 2;

/** Programs that were started end with this one; see `targets/program.ts`. */
const INTERRUPTED = 130;
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(INTERRUPTED));

const args = process.argv.slice(2);
process.exitCode = args.includes('--help') ? help() : await main();

async function main(): Promise<number> {
  let options: Options;
  try {
    options = readOptions(args, process.env);
  } catch (error) {
    process.stderr.write(`loadtest: ${messageOf(error)}\n`);
    return WRONG;
  }
  mkdirSync(options.out, { recursive: true });
  try {
    const result = await run(options, (what, slice) => {
      const seen = slice === null ? '' : `  ${slice.throughput.toFixed(0)}/s, p95 ${slice.p95.toFixed(1)} ms`;
      process.stderr.write(`  ${what}${seen}\n`);
    });
    const name = `${result.scenario}-${result.startedAt.replaceAll(/[:.]/g, '-')}`;
    writeFileSync(join(options.out, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
    writeFileSync(join(options.out, `${name}.html`), resultPage(result));
    process.stdout.write(`\n${resultText(result)}\n${join(options.out, name)}.html and .json\n`);
    return result.verdicts.every(({ held }) => held) ? 0 : BROKEN;
  } catch (error) {
    process.stderr.write(`loadtest: ${messageOf(error)}\n`);
    return BROKEN;
  }
}

function help(): number {
  process.stdout.write(USAGE);
  return 0;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
