import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { JudgedSet } from '../../evaluation/judged-set.ts';
import { hasRelevant } from '../../evaluation/metrics.ts';
import { qrelsLines } from '../../evaluation/trec.ts';
import { CommandError } from '../command.ts';
import { columns, print, printJson } from '../output.ts';
import { whole } from './eval-arguments.ts';
import type { Sources } from './import-sources.ts';
import { readSources } from './import-sources.ts';

interface ImportArguments extends Sources {
  readonly out: string;
  readonly trec?: true;
  readonly json?: true;
}

/** `relevance eval import`: judgments from elsewhere as a judged set. */
export function importCommand(): Command {
  return new Command('import')
    .description(
      'Make a judged set (queries.jsonl, qrels.tsv) of judgments, or of a log of clicks, from elsewhere.',
    )
    .argument('<files...>', 'what was exported; several are read as one')
    .addOption(
      new Option('--from <source>', 'where they come from')
        .choices(['quepid', 'judgment-list', 'ubi', 'trec'])
        .makeOptionMandatory(),
    )
    .requiredOption('--out <folder>', 'folder of the judged set; made when missing, never overwritten')
    .option('--grades <list>', 'least rating of grade 1, 2, …, such as 1,10,100', thresholds)
    .option('--queries <file>', 'trec: the texts of the queries, as id TAB text or as queries.jsonl')
    .option('--impressions <list>', 'ubi: actions that show a document', names, ['impression'])
    .option('--clicks <list>', 'ubi: actions that choose one', names, ['click'])
    .option('--min-impressions <n>', 'ubi: pairs shown less often get no judgment', whole(1, 1e9), 5)
    .option('--trec', 'write qrels.trec as well')
    .option('--json', 'print what was written as JSON')
    .addHelpText('after', HELP)
    .action(run);
}

const HELP = `
Examples:
  relevance eval import --from quepid ratings.csv --out judged
  relevance eval import --from judgment-list judgments.json queryset.json --grades 1,10,100 --out judged
  relevance eval import --from ubi ubi.ndjson --clicks click,add_to_cart --out judged
  relevance eval import --from trec qrels.txt --queries topics.tsv --out judged

Quepid: cases and books, CSV or JSON. judgment-list: OpenSearch search relevance, also query sets. ubi: events and
searches of User Behavior Insights, one JSON object a line; clicks count against those that their places would get.`;

async function run(files: readonly string[], args: ImportArguments): Promise<void> {
  const taken = ['queries.jsonl', 'qrels.tsv'].find((name) => existsSync(join(args.out, name)));
  if (taken !== undefined) throw new CommandError(`${join(args.out, taken)} is there already`, 2);
  const { set, notes } = await readSources(files, args);
  if (set.grades.size === 0) throw new CommandError(['no judgments', ...notes].join('; '));
  write(args, set);
  const grades = [...set.grades.values()].flatMap((documents) => [...documents.values()]);
  const summary = {
    folder: args.out,
    queries: set.queries.length,
    measurable: set.queries.filter(({ id }) => hasRelevant(set.grades.get(id) ?? new Map())).length,
    judgments: grades.length,
    grades: countsOf(grades),
  };
  if (args.json) printJson({ ...summary, notes });
  else {
    print(
      [
        `${args.out}: ${summary.queries} queries, ${summary.measurable} with a relevant document`,
        ...columns([
          ['grade', 'judgments'],
          ...Object.entries(summary.grades).map(([grade, count]) => [grade, count]),
        ]),
        ...notes,
      ].join('\n'),
    );
  }
}

function write({ out, trec }: ImportArguments, { queries, grades }: JudgedSet): void {
  mkdirSync(out, { recursive: true });
  const file = (name: string, lines: readonly string[]): void =>
    writeFileSync(join(out, name), [...lines, ''].join('\n'));
  file(
    'queries.jsonl',
    queries.map(({ id, text }) => JSON.stringify({ _id: id, text })),
  );
  const rows = [...grades].flatMap(([query, documents]) =>
    [...documents].map(([document, grade]) => [query, document, String(grade)]),
  );
  const broken = rows.flat().find((cell) => /[\t\r\n]/.test(cell));
  if (broken !== undefined)
    throw new CommandError(`the id ${JSON.stringify(broken)} cannot stand in a table`);
  file('qrels.tsv', ['query-id\tcorpus-id\tscore', ...rows.map((row) => row.join('\t'))]);
  if (trec) file('qrels.trec', [...qrelsLines(grades)]);
}

function countsOf(grades: readonly number[]): Readonly<Record<string, number>> {
  const counts = new Map<number, number>();
  for (const grade of grades) counts.set(grade, (counts.get(grade) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => a - b));
}

function thresholds(text: string): readonly number[] {
  const list = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  if (list.every((value, at) => Number.isFinite(value) && (at === 0 || value > list[at - 1]!))) return list;
  throw new InvalidArgumentError('expected ascending numbers.');
}

function names(text: string): readonly string[] {
  return text.split(',').flatMap((part) => part.trim() || []);
}
