import { Command } from 'commander';
import type { Serving } from '../main.ts';
import { CONFIG_OPTION } from './command.ts';
import { isTerminal, print } from './output.ts';

/** `relevance serve`: the gateway itself. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('Serve searches: the data port speaks Elasticsearch, the admin port is for operators.')
    .option(...CONFIG_OPTION)
    .addHelpText('after', HELP)
    .action(async ({ config }: { readonly config?: string }) => {
      // Loaded here, so that other commands start without the server's libraries.
      const { serve } = await import('../main.ts');
      await serve({ file: config, env: process.env, cwd: process.cwd(), onServing: welcome });
    });
}

const HELP = `
Examples:
  relevance serve
  ELASTICSEARCH_URL=http://127.0.0.1:9200 relevance serve
  relevance serve --config /etc/relevance.yaml

Signals: SIGTERM and SIGINT finish what is in flight and end, a second one ends at once; SIGHUP reloads.`;

/** For a person; scripts read the log line. */
function welcome({ dataUrl, adminUrl, engine, workers }: Serving): void {
  if (!isTerminal()) return;
  const processes = workers === 1 ? '' : `, ${workers} processes`;
  print(`\n  Relevance Gateway serves Elasticsearch's API at ${dataUrl} (engine: ${engine}${processes})`);
  print(`  Health, metrics and explanations are at ${adminUrl}; Ctrl-C ends it.\n`);
}
