import type { Encoders, OpenEncoder } from '../../../../src/cli/embedding/encoders.ts';
import type { TextEncoder } from '../../../../src/domain/text-encoder.ts';

export interface FakeEncoder extends TextEncoder {
  /** Every text it was asked for. */
  readonly texts: string[];
}

/** Two numbers a text: its length and how many blanks it has. */
export function fakeEncoder(modelId: string): FakeEncoder {
  const texts: string[] = [];
  return {
    modelId,
    dims: 2,
    texts,
    async encode(asked) {
      texts.push(...asked);
      const vectors = asked.flatMap((text) => [text.length, text.split(' ').length - 1]);
      return { kind: 'encoded', vectors: Float32Array.from(vectors) };
    },
  };
}

/** Encoders by language, known by name and id; the first of equals. */
export function fakeEncoders(byLanguage: Readonly<Record<string, TextEncoder>>): Encoders & { open: number } {
  const opened = (encoder: TextEncoder | undefined): OpenEncoder | undefined => {
    if (encoder === undefined) return undefined;
    encoders.open += 1;
    return {
      encoder,
      similarity: 0.4,
      async close() {
        encoders.open -= 1;
      },
    };
  };
  const all = Object.values(byLanguage);
  const encoders = {
    open: 0,
    named: async (name: string) => opened(all.find(({ modelId }) => modelId.startsWith(name)))!,
    ofId: async (id: string) => opened(all.find(({ modelId }) => modelId === id)),
    reading: async (language: string) => opened(byLanguage[language]),
  };
  return encoders;
}
