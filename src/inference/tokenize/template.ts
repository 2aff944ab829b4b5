import { ModelFault } from '../fault.ts';
import { isCount, type JsonRecord, listOf, recordOf } from '../shape.ts';

/** What a model reads, in order: fixed ids, the first text, the second. `type` is the token type (segment) id. */
export type Part =
  | { readonly kind: 'ids'; readonly ids: readonly number[]; readonly type: number }
  | { readonly kind: 'text'; readonly which: 'A' | 'B'; readonly type: number };

export interface Templates {
  readonly single: readonly Part[];
  readonly pair: readonly Part[];
}

/**
 * How special tokens stand around texts, as tokenizer.json's post-processor says.
 * @throws ModelFault for a post-processor that is not known
 */
export function readTemplates(postProcessor: unknown): Templates {
  if (postProcessor === null || postProcessor === undefined) {
    return { single: [text('A', 0)], pair: [text('A', 0), text('B', 0)] };
  }
  const processor = recordOf(postProcessor);
  switch (processor['type']) {
    case 'TemplateProcessing':
      return fromTemplates(processor);
    case 'BertProcessing': {
      const [cls, sep] = [idOf(processor['cls']), idOf(processor['sep'])];
      const single = [ids([cls], 0), text('A', 0), ids([sep], 0)];
      return { single, pair: [...single, text('B', 1), ids([sep], 1)] };
    }
    case 'RobertaProcessing': {
      const [cls, sep] = [idOf(processor['cls']), idOf(processor['sep'])];
      const single = [ids([cls], 0), text('A', 0), ids([sep], 0)];
      return { single, pair: [...single, ids([sep], 0), text('B', 0), ids([sep], 0)] };
    }
    // Only moves offsets about.
    case 'ByteLevel':
      return readTemplates(null);
    case 'Sequence': {
      const inner = listOf(processor['processors']).filter((one) => recordOf(one)['type'] !== 'ByteLevel');
      if (inner.length < 2) return readTemplates(inner[0]);
      throw new ModelFault('tokenizer.json: more than one post-processor in a Sequence is not supported');
    }
    default:
      throw new ModelFault(
        `tokenizer.json: post-processor ${String(processor['type'])} is not supported (TemplateProcessing, BertProcessing and RobertaProcessing are)`,
      );
  }
}

/** How many special tokens a template adds. */
export function specialTokens(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + (part.kind === 'ids' ? part.ids.length : 0), 0);
}

function fromTemplates(processor: JsonRecord): Templates {
  const special = recordOf(processor['special_tokens']);
  const read = (name: 'single' | 'pair'): readonly Part[] => {
    const parts = listOf(processor[name]).map((piece) => partOf(piece, special));
    const wanted = name === 'single' ? ['A'] : ['A', 'B'];
    const found = parts.flatMap((part) => (part.kind === 'text' ? [part.which] : []));
    if (wanted.join() === found.toSorted().join()) return parts;
    throw new ModelFault(
      `tokenizer.json: the template "${name}" must hold ${wanted.join(' and ')} once each`,
    );
  };
  return { single: read('single'), pair: read('pair') };
}

function partOf(piece: unknown, special: JsonRecord): Part {
  const { SpecialToken: token, Sequence: sequence } = recordOf(piece);
  const { id, type_id: type } = recordOf(token ?? sequence);
  if (isCount(type)) {
    if (sequence !== undefined && (id === 'A' || id === 'B')) return text(id, type);
    const known = typeof id === 'string' && Object.hasOwn(special, id) ? recordOf(special[id])['ids'] : [];
    const numbers = listOf(known).filter(isCount);
    if (token !== undefined && numbers.length > 0) return ids(numbers, type);
  }
  throw new ModelFault(`tokenizer.json: the template part ${JSON.stringify(piece)} cannot be read`);
}

/** `["[SEP]", 102]` → 102. */
function idOf(pair: unknown): number {
  const id = listOf(pair)[1];
  if (isCount(id)) return id;
  throw new ModelFault('tokenizer.json: "cls" and "sep" of the post-processor must be [token, id]');
}

function ids(numbers: readonly number[], type: number): Part {
  return { kind: 'ids', ids: numbers, type };
}

function text(which: 'A' | 'B', type: number): Part {
  return { kind: 'text', which, type };
}
