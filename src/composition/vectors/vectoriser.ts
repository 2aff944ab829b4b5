import type { TextEncoder } from '../../domain/text-encoder.ts';
import { GatewayError } from '../../errors.ts';
import { type FieldMaker, hasField } from '../made-field.ts';
import { documentText } from './document-text.ts';
import type { VectorPlan } from './vector-plan.ts';

/** Texts in one question to the encoder, so that an interrupted run stops soon. */
const AT_A_TIME = 128;
/** Nobody waits for an answer: an encoder that takes longer for so few, however busy the machine, is not there any more. */
const BUDGET_MS = 600_000;
/** Digits of a component: an index keeps eight bits of it. */
const DIGITS = 6;

/** Makes the vectors of documents, as JSON arrays. */
export function createVectoriser(
  encoder: TextEncoder,
  { field, template }: Pick<VectorPlan, 'field' | 'template'>,
): FieldMaker {
  const { fields, textOf } = documentText(template);
  return {
    field,
    reads: fields,
    async valuesOf(sources, signal) {
      const texts = sources.map((source) => (hasField(source, field) ? '' : textOf(source)));
      const found: (string | undefined)[] = sources.map(() => undefined);
      const places = texts.flatMap((text, at) => (text === '' ? [] : [at]));
      for (let start = 0; start < places.length; start += AT_A_TIME) {
        const part = places.slice(start, start + AT_A_TIME);
        const encoding = await encoder.encode(
          part.map((at) => texts[at]!),
          { as: 'document', signal, budgetMs: BUDGET_MS },
        );
        signal.throwIfAborted();
        if (encoding.kind === 'unanswered') {
          const { reason, detail } = encoding;
          throw new GatewayError(
            'internal',
            `encoder ${encoder.modelId} gave no vectors: ${detail ?? reason}`,
          );
        }
        part.forEach((at, i) => {
          found[at] = asJson(encoding.vectors.subarray(i * encoder.dims, (i + 1) * encoder.dims));
        });
      }
      return found;
    },
  };
}

function asJson(vector: Float32Array): string {
  return `[${Array.from(vector, (value) => Number(value.toFixed(DIGITS))).join(',')}]`;
}
