import { Command } from 'commander';
import type { Serving } from '../main.ts';
import { CONFIG_OPTION } from './command.ts';
import { demonstration } from './demo.ts';

/** `relevance serve`: the gateway itself. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('Serve searches: the data port speaks Elasticsearch, the admin port is for operators.')
    .option(...CONFIG_OPTION)
    .addHelpText('after', HELP)
    .action(async ({ config }: { readonly config?: string }) => {
      // Loaded here, so that other commands start without the server's libraries.
      const { serve } = await import('../main.ts');
      await serve({
        file: config,
        env: process.env,
        cwd: process.cwd(),
        onServing: (serving) => void welcome(serving).catch(complain),
      });
    });
}

const HELP = `
Examples:
  relevance serve
  ELASTICSEARCH_URL=http://127.0.0.1:9200 relevance serve
  relevance serve --config /etc/relevance.yaml

Signals: SIGTERM and SIGINT finish what is in flight and end, a second one ends at once; SIGHUP reloads.`;

/** The gateway serves, whatever became of its greeting. */
function complain(error: unknown): void {
  process.stderr.write(`  The demonstration could not be shown: ${String(error)}\n`);
}

/** For a person, on standard error; scripts read the log lines on standard output. */
async function welcome({ dataUrl, adminUrl, engine, workers }: Serving): Promise<void> {
  const processes = workers === 1 ? '' : `, ${workers} processes`;
  const lines = [
    '',
    `  Relevance Gateway serves Elasticsearch's API at ${dataUrl} (engine: ${engine}${processes})`,
    `  The console, health and metrics are at ${adminUrl}; Ctrl-C ends it.`,
    '',
    ...(engine === 'embedded' ? await demonstration(dataUrl) : []),
  ];
  process.stderr.write(`${lines.join('\n')}\n`);
}
