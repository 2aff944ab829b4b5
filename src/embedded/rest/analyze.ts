import { textOf } from '../json/parse.ts';
import type { ChainAnalyzer } from '../analysis/token-stream.ts';
import { AnalysisRegistry } from '../analysis/registry.ts';
import type { EmbeddedIndex } from '../engine/embedded-index.ts';
import type { Engine } from '../engine/engine.ts';
import { EngineError, illegalArgument, notImplemented, validationFailed } from '../errors.ts';
import type { JsonObject } from '../json/parse.ts';
import type { Token } from '../reader.ts';
import type { Call, Reply } from './call.ts';
import { ok } from './call.ts';
import type { Route } from './router.ts';

const KEYS = [
  'analyzer',
  'text',
  'tokenizer',
  'filter',
  'char_filter',
  'field',
  'normalizer',
  'explain',
  'attributes',
];

/** What an analyzer makes of a text. */
export function analyzeRoutes(engine: Engine): Route[] {
  const run = (call: Call): Reply => analyze(engine, call);
  const query = [
    'index',
    'analyzer',
    'text',
    'tokenizer',
    'filter',
    'char_filter',
    'field',
    'normalizer',
    'explain',
  ];
  return [
    { on: 'GET,POST /_analyze', query, run },
    { on: 'GET,POST /{index}/_analyze', query, run },
  ];
}

function analyze(engine: Engine, call: Call): Reply {
  if (!call.hasBody) {
    throw new EngineError({
      type: 'parse_exception',
      reason: 'request body or source parameter is required',
      status: 400,
    });
  }
  const body = call.object();
  for (const key of Object.keys(body)) {
    if (KEYS.includes(key)) continue;
    const at = call.bodyText().indexOf(`"${key}"`) + 1;
    throw new EngineError({
      type: 'x_content_parse_exception',
      reason: `[1:${at}] [analyze_request] unknown field [${key}]`,
      status: 400,
    });
  }
  const text = body['text'];
  if (text === undefined || (Array.isArray(text) && text.length === 0))
    throw validationFailed('text is missing');
  if (body['explain'] === true || body['explain'] === 'true') throw notImplemented('[explain] of _analyze');
  const name = call.param('index');
  const index = name === '' ? undefined : engine.names.readTarget(name);
  const analyzer = chosen(engine, index, body);
  const limit = Number(index?.setting('analyze.max_token_count') ?? 10_000);
  const texts = Array.isArray(text) ? text.map(textOf) : [textOf(text)];
  // Analyzers outside of an index know no gap between values.
  const tokens = allTokens(analyzer, texts, index === undefined ? 0 : analyzer.positionIncrementGap);
  if (tokens.length > limit) {
    throw new EngineError({
      type: 'illegal_state_exception',
      reason: `The number of tokens produced by calling _analyze has exceeded the allowed maximum of [${limit}]. This limit can be set by changing the [index.analyze.max_token_count] index level setting.`,
      status: 500,
    });
  }
  return ok({
    tokens: tokens.map((token) => ({
      token: token.text,
      start_offset: token.start,
      end_offset: token.end,
      type: token.type,
      position: token.position,
      positionLength: token.positionLength,
    })),
  });
}

function chosen(engine: Engine, index: EmbeddedIndex | undefined, body: JsonObject): ChainAnalyzer {
  const registry = index?.registry ?? new AnalysisRegistry(engine.segmenter);
  const { analyzer, field, normalizer, tokenizer } = body;
  if (analyzer !== undefined) {
    const found = registry.analyzer(textOf(analyzer));
    if (found !== undefined) return found;
    const where =
      index === undefined ? `global analyzer [${textOf(analyzer)}]` : `analyzer [${textOf(analyzer)}]`;
    throw illegalArgument(`failed to find ${where}`);
  }
  if (normalizer !== undefined) {
    const found = registry.normalizer(textOf(normalizer));
    if (found !== undefined) return found;
    throw illegalArgument(`failed to find normalizer under [${textOf(normalizer)}]`);
  }
  if (tokenizer !== undefined) return registry.custom(body);
  if (field !== undefined) {
    if (index === undefined) throw illegalArgument('analysis based on a specific field requires an index');
    const mapped = index.mapping.fields.get(textOf(field));
    if (mapped === undefined) return defaultAnalyzer(registry);
    if (mapped.type === 'text' || mapped.type === 'keyword') return mapped.analyzer;
    throw illegalArgument(
      `Can't process field [${textOf(field)}], Analysis requests are only supported on tokenized fields`,
    );
  }
  if (body['filter'] !== undefined || body['char_filter'] !== undefined) {
    return registry.custom({ ...body, tokenizer: 'keyword' });
  }
  return defaultAnalyzer(registry);
}

function defaultAnalyzer(registry: AnalysisRegistry): ChainAnalyzer {
  const found = registry.analyzer('default');
  if (found === undefined) throw new Error('there is no default analyzer');
  return found;
}

/** Several texts as several values of a field: positions and offsets go on. */
function allTokens(analyzer: ChainAnalyzer, texts: readonly string[], gap: number): Token[] {
  const out: Token[] = [];
  let position = 0;
  let offset = 0;
  for (const text of texts) {
    const { tokens, holes } = analyzer.stream(text);
    for (const token of tokens) {
      out.push({
        ...token,
        position: token.position + position,
        start: token.start + offset,
        end: token.end + offset,
      });
    }
    position += (tokens.at(-1)?.position ?? -1) + 1 + holes + gap;
    offset += text.length + 1;
  }
  return out;
}
