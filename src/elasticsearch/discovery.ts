import type { Catalog, HanCut, IndexDescription } from '../domain/catalog.ts';
import { describeSeveral } from '../domain/describe-several.ts';
import type { Logger } from '../domain/logger.ts';
import type { Token } from '../domain/backend.ts';
import { tokensIn } from '../search-api/analyze-answer.ts';
import { hanCutOf, PROBE } from './han-cut.ts';
import {
  asObject,
  describeIndex,
  type JsonObject,
  type MappedField,
  mappedFields,
  objectAt,
} from './mapping.ts';
import { type Questions, refusal } from './questions.ts';

/** Everything but system and hidden indices. */
const INDICES = '/*,-.*';

export interface DiscoveryState {
  /** Null before the first round. */
  readonly ok: boolean | null;
  /** Its number, after the name where it is not Elasticsearch. */
  readonly version: string | null;
  /** What could not be found out, in plain words; empty when all could. */
  readonly gaps: readonly string[];
  readonly names: number;
}

/** Learns which indices there are and how their fields are searched, again and again. */
export class Discovery implements Catalog {
  readonly #questions: Questions;
  readonly #logger: Logger;
  /** By analyzer definition; definitions do not change as long as an index is open. */
  readonly #cuts = new Map<string, HanCut>();
  #descriptions: ReadonlyMap<string, IndexDescription> = new Map();
  #state: DiscoveryState = { ok: null, version: null, gaps: [], names: 0 };
  #running: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(questions: Questions, logger: Logger) {
    this.#questions = questions;
    this.#logger = logger;
  }

  get state(): DiscoveryState {
    return this.#state;
  }

  describe(name: string): IndexDescription | undefined {
    return this.#descriptions.get(name);
  }

  names(): readonly string[] {
    return [...this.#descriptions.keys()];
  }

  /** Begins at once and goes on, a pause of `intervalMs` between rounds. */
  start(intervalMs: number): void {
    const round = async (): Promise<void> => {
      await this.refresh();
      if (this.#closed) return;
      this.#timer = setTimeout(() => void round(), intervalMs);
      this.#timer.unref();
    };
    void round();
  }

  /** One round; several callers share one. Never fails: what went wrong stands in the state. */
  refresh(): Promise<void> {
    this.#running ??= this.#round().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#questions.close();
  }

  async #round(): Promise<void> {
    const gaps: string[] = [];
    try {
      const version = versionIn(objectAt(await this.#ask('GET', '/'), 'version'));
      const descriptions = await this.#describeAll(gaps);
      this.#descriptions = descriptions;
      this.#state = { ok: true, version, gaps, names: descriptions.size };
    } catch (error) {
      if (this.#closed) return;
      const { status, reason } = refusal(error);
      // What was known before is better than nothing, unless the account has lost its rights.
      if (status === 401 || status === 403) this.#descriptions = new Map();
      this.#state = {
        ...this.#state,
        ok: false,
        gaps: [`indices: ${reason}`],
        names: this.#descriptions.size,
      };
      this.#logger.warn({ err: error, reason }, 'the indices could not be read');
    }
  }

  async #describeAll(gaps: string[]): Promise<Map<string, IndexDescription>> {
    const mappings = await this.#ask('GET', `${INDICES}/_mapping`);
    const settings = await this.#optional('analyzers', `${INDICES}/_settings/index.analysis.*`, gaps);
    const aliases = await this.#optional('aliases', `${INDICES}/_alias`, gaps);
    const streams = await this.#optional('data streams', '/_data_stream', gaps);

    const all = new Map<string, IndexDescription>();
    const streamOf = backingIndices(streams);
    const members = new Map<string, IndexDescription[]>();
    const add = (name: string, index: IndexDescription): void => {
      const list = members.get(name);
      if (list === undefined) members.set(name, [index]);
      else list.push(index);
    };
    for (const [name, answer] of Object.entries(mappings)) {
      const index = await this.#describeOne(name, objectAt(answer, 'mappings'), analysisOf(settings, name));
      const stream = streamOf.get(name);
      if (stream !== undefined) add(stream, index);
      else all.set(name, index);
      for (const alias of Object.keys(objectAt(aliases[name], 'aliases'))) add(alias, index);
    }
    const streamNames = streamsIn(streams).map(({ name }) => name);
    for (const stream of streamNames) {
      if (stream.startsWith('.')) continue;
      all.set(stream, describeSeveral(stream, 'data_stream', members.get(stream) ?? []));
    }
    for (const [name, indices] of members) {
      if (!streamNames.includes(name)) all.set(name, describeSeveral(name, 'alias', indices));
    }
    return all;
  }

  async #describeOne(name: string, mappings: JsonObject, analysis: JsonObject): Promise<IndexDescription> {
    const fields = mappedFields(mappings, analysis);
    const cuts = await this.#cutsOf(name, fields, analysis);
    return describeIndex(name, { kind: 'index', mappings, fields, cuts });
  }

  async #cutsOf(
    index: string,
    fields: ReadonlyMap<string, MappedField>,
    analysis: JsonObject,
  ): Promise<ReadonlyMap<string, HanCut>> {
    const cuts = new Map<string, HanCut>();
    const definition = JSON.stringify(analysis);
    for (const { analyzer } of fields.values()) {
      if (analyzer === null || cuts.has(analyzer)) continue;
      const key = `${analyzer} ${definition}`;
      const cut = this.#cuts.get(key) ?? (await this.#probe(index, analyzer));
      if (cut === null) continue;
      this.#cuts.set(key, cut);
      cuts.set(analyzer, cut);
    }
    return cuts;
  }

  async #probe(index: string, analyzer: string): Promise<HanCut | null> {
    const tokens = await this.analyze(index, analyzer, PROBE);
    return tokens === null ? null : hanCutOf(tokens.map(({ text }) => text));
  }

  /** Null where Elasticsearch cannot be asked: the index may be closed or gone by now. */
  async analyze(index: string, analyzer: string, text: string): Promise<readonly Token[] | null> {
    try {
      const answer = await this.#ask('POST', `/${encodeURIComponent(index)}/_analyze`, { analyzer, text });
      return tokensIn(answer);
    } catch (error) {
      this.#logger.debug({ err: error, index, analyzer }, 'an analyzer could not be asked');
      return null;
    }
  }

  /** An empty answer, and a line in `gaps`, where it may not be asked. */
  async #optional(what: string, path: string, gaps: string[]): Promise<JsonObject> {
    try {
      return await this.#ask('GET', path);
    } catch (error) {
      const { status, reason } = refusal(error);
      // A server built without the feature takes its path for an index's name; the embedded engine says so.
      if (status !== 400 && status !== 404 && status !== 501) gaps.push(`${what}: ${reason}`);
      this.#logger.debug({ err: error, what }, 'something about the indices could not be read');
      return {};
    }
  }

  async #ask(method: 'GET' | 'POST', path: string, body: object | null = null): Promise<JsonObject> {
    return asObject(await this.#questions.ask(method, path, body));
  }
}

/** Of the answer to `GET /`; forks of Elasticsearch name themselves as its `distribution`. */
function versionIn({ number, distribution }: JsonObject): string | null {
  if (typeof number !== 'string') return null;
  return typeof distribution === 'string' ? `${distribution} ${number}` : number;
}

function analysisOf(settings: JsonObject, index: string): JsonObject {
  return objectAt(objectAt(objectAt(settings[index], 'settings'), 'index'), 'analysis');
}

interface DataStream {
  readonly name: string;
  readonly indices: readonly string[];
}

function streamsIn(answer: JsonObject): readonly DataStream[] {
  const streams: unknown = answer['data_streams'];
  return (Array.isArray(streams) ? streams : []).map((stream) => {
    const { name, indices } = asObject(stream);
    const backing: readonly unknown[] = Array.isArray(indices) ? indices : [];
    return { name: String(name), indices: backing.map((index) => String(asObject(index)['index_name'])) };
  });
}

/** Backing index → data stream. */
function backingIndices(answer: JsonObject): Map<string, string> {
  return new Map(
    streamsIn(answer).flatMap(({ name, indices }) => indices.map((index) => [index, name] as const)),
  );
}
