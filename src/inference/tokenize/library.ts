import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { listOf, recordOf } from '../shape.ts';
import { firstIds, isBeforeBlank, type Tokenizer } from './tokenizer.ts';

/**
 * Byte-pair encodings, Unigram and whatever else tokenizer.json may say, by Hugging Face's own JavaScript.
 * @throws Error when the library cannot read it
 */
export function createLibraryTokenizer(
  json: Readonly<Record<string, unknown>>,
  size: number,
  /** Runs before what the file says. */
  normalise: (text: string) => string = (text) => text,
): Tokenizer {
  const added = Array.isArray(json['added_tokens']) ? (json['added_tokens'] as readonly AddedToken[]) : [];
  const special = added.filter(isSpecial);
  const unknown = unknownTokenOf(json['model']);
  const forbidden = new Set(special.filter(({ content }) => content !== unknown).map(({ id }) => id));
  // Texts come from anybody: one that spells out a special token must not be read as one.
  const library = new HuggingFaceTokenizer(
    {
      ...json,
      pre_tokenizer: withAllDigits(json['pre_tokenizer']),
      added_tokens: added.filter((token) => !isSpecial(token)),
    },
    { unk_token: unknown ?? undefined },
  );
  return {
    kind: 'library',
    size,
    encode: (text, limit) => firstIds(text, limit, { encode, isCut: isBeforeBlank }),
  };

  function encode(text: string): readonly number[] {
    const whole = normalise(text.replace(LONE_SURROGATE, '\ufffd'));
    if (whole === '') return [];
    const { ids } = library.encode(whole, { add_special_tokens: false }) as Encoded;
    return ids.filter((id) => !forbidden.has(id));
  }
}

/** The library's `Digits` knows ASCII's alone; the same can be said by a pattern. */
function withAllDigits(preTokenizer: unknown): unknown {
  const one = recordOf(preTokenizer);
  if (one['type'] === 'Sequence') {
    return { ...one, pretokenizers: listOf(one['pretokenizers']).map(withAllDigits) };
  }
  if (one['type'] !== 'Digits') return preTokenizer;
  const pattern = one['individual_digits'] === true ? String.raw`\p{N}` : String.raw`\p{N}+`;
  return { type: 'Split', pattern: { Regex: pattern }, behavior: 'Isolated', invert: false };
}

const LONE_SURROGATE = /\p{Cs}/gu;

/** What is used of the library's answer; its own types do not resolve. */
interface Encoded {
  readonly ids: readonly number[];
}

interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special: boolean;
}

function isSpecial({ special }: AddedToken): boolean {
  return special;
}

function unknownTokenOf(model: unknown): string | undefined {
  if (typeof model !== 'object' || model === null) return undefined;
  const { unk_token: token, unk_id: id, vocab } = model as Record<string, unknown>;
  if (typeof token === 'string') return token;
  // Unigram names it by its place among the pieces.
  const piece: unknown = typeof id === 'number' && Array.isArray(vocab) ? vocab[id] : undefined;
  return Array.isArray(piece) && typeof piece[0] === 'string' ? piece[0] : undefined;
}
