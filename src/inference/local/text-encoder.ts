import { LRUCache } from 'lru-cache';
import type { Encoding, EncodeOptions } from '../../domain/text-encoder.ts';
import { inTime, marginMs, unanswered } from '../in-time.ts';
import type { InferenceMeter } from '../../domain/inference-meter.ts';
import type { LiveModel } from '../model/live-model.ts';
import { URGENCY } from '../schedule/work.ts';
import { textHash } from '../text-hash.ts';
import type { Time } from '../../domain/time.ts';
import type { Generation } from './generation.ts';
import { tokenise } from './tokenise.ts';

export interface LocalEncoderOptions {
  /** Vectors of queries that are remembered, over all models. */
  readonly maxVectors: number;
  readonly time: Time;
  readonly meter: InferenceMeter;
}

/** Encodes with whichever model is named: memory and clock are shared. */
export interface LocalEncoder {
  encode(
    model: LiveModel,
    generation: Generation,
    request: { readonly texts: readonly string[]; readonly options: EncodeOptions },
  ): Promise<Encoding>;
}

export function createLocalEncoder({ maxVectors, time, meter }: LocalEncoderOptions): LocalEncoder {
  const memory = maxVectors === 0 ? undefined : new LRUCache<string, Remembered>({ max: maxVectors });

  async function encodeAll(
    model: LiveModel,
    generation: Generation,
    request: Request & { readonly signal: AbortSignal },
  ): Promise<Encoding> {
    const { as, deadlineAt, signal, traceparent } = request;
    const prefix = model.folder.settings.prefix[as];
    const isQuery = as === 'query';
    // What is remembered under a text is the vector of exactly that text.
    const plain = isQuery ? request.texts.map(normalised) : request.texts;
    const texts = plain.map((text) => prefix + text);
    const made = `${generation.device.name} ${model.folder.fingerprint}`;
    const keys = texts.map((text) => (isQuery && memory !== undefined ? textHash(`${made}\n${text}`) : ''));
    const known = keys.map((key) => (key === '' ? undefined : memory?.get(key)));
    const missing = texts.flatMap((_, at) => (known[at] === undefined ? [at] : []));
    if (isQuery) {
      meter.cache({ cache: 'vectors', hits: texts.length - missing.length, misses: missing.length });
    }
    const shares = isQuery
      ? plain.map((text, at) => {
          const remembered = known[at];
          return remembered === undefined ? model.folder.inputs.readShare(text) : remembered.readShare;
        })
      : [undefined];
    const readShare = shares.reduce<number | undefined>(lesser, 1);
    const vectors = new Float32Array(texts.length * model.columns);
    for (const [at, remembered] of known.entries())
      if (remembered !== undefined) vectors.set(remembered.vector, at * model.columns);
    if (missing.length === 0) return { kind: 'encoded', vectors, readShare };

    const startedAt = time.now();
    const missingTexts = missing.map((at) => texts[at]!);
    const inputs = await tokenise(missingTexts, (text) => model.folder.inputs.single(text), {
      signal,
      clock: time,
    });
    meter.tokenised({ model: model.folder.name, texts: inputs.length, ms: time.now() - startedAt });
    const result = await generation.scheduler.submit({
      model,
      inputs,
      partial: false,
      urgency: isQuery ? URGENCY.query : URGENCY.document,
      brief: false,
      deadlineAt,
      signal,
      traceparent,
    });
    if (result.kind === 'undone') return unanswered(result.reason, result.detail);
    for (const [row, at] of missing.entries()) {
      const vector = result.values.slice(row * model.columns, (row + 1) * model.columns);
      vectors.set(vector, at * model.columns);
      if (keys[at] !== '') memory?.set(keys[at]!, { vector, readShare: shares[at] });
    }
    return { kind: 'encoded', vectors, readShare };
  }

  return {
    async encode(model, generation, { texts, options }) {
      const deadlineAt = time.now() + options.budgetMs - marginMs(options.budgetMs);
      const encoding = await inTime<Encoding>(options, time, (signal) =>
        encodeAll(model, generation, { ...options, texts, deadlineAt, signal }),
      );
      const outcome = encoding.kind === 'encoded' ? 'encoded' : encoding.reason;
      meter.request({ kind: 'encode', outcome, shrunk: 'none' });
      return encoding;
    },
  };
}

interface Request extends Pick<EncodeOptions, 'as' | 'traceparent'> {
  readonly texts: readonly string[];
  readonly deadlineAt: number;
}

/** What is kept of a query. */
interface Remembered {
  readonly vector: Float32Array;
  readonly readShare: number | undefined;
}

/** Of two shares; unknown where one is. */
function lesser(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : Math.min(one, other);
}

/** Queries that differ in blanks and composed letters alone are one. */
function normalised(query: string): string {
  return query.normalize('NFC').trim().replaceAll(/\s+/g, ' ');
}
