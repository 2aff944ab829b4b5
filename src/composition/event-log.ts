import { join } from 'node:path';
import { accountHeader } from '../config/account-header.ts';
import type { Config } from '../config/schema.ts';
import type { SearchEngine } from '../domain/engine.ts';
import { type EventLog, type EventLogOptions, openEventLog } from '../events/event-log.ts';

export interface EventServices extends Pick<EventLogOptions, 'logger' | 'count' | 'now'> {
  readonly engine: SearchEngine;
  /** Which of the serving processes this is, from 1, and how many there are. */
  readonly worker: number;
  readonly workers: number;
}

/** What a configuration says of events; undefined where none are taken. */
export async function eventLogOf(config: Config, services: EventServices): Promise<EventLog | undefined> {
  const { sink, eventsIndex, queriesIndex, spoolBytes, flushMs } = config.events;
  const isEmbedded = config.elasticsearch.nodes.length === 0;
  const wanted = sink === 'auto' ? (isEmbedded ? 'file' : 'off') : sink;
  if (wanted === 'off') return undefined;
  const login = accountHeader(config.elasticsearch.account);
  const { engine, ...rest } = services;
  return openEventLog({
    ...rest,
    folder: join(config.dataDir, 'events'),
    spoolBytes,
    eventsIndex,
    queriesIndex,
    destination:
      wanted === 'file'
        ? undefined
        : { engine, headers: login === undefined ? [] : ['authorization', login], flushMs },
  });
}
