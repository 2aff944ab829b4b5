import { describe, expect, test } from '@jest/globals';
import { assemble } from '../../../../../src/stages/understand/catalogue/build/assemble.ts';
import { CatalogueCollector } from '../../../../../src/stages/understand/catalogue/build/collector.ts';
import { collectDocument } from '../../../../../src/stages/understand/catalogue/build/fields.ts';
import { completionPhrases } from '../../../../../src/stages/understand/catalogue/build/phrases.ts';
import { loadedSegmenter } from './small-dictionary.ts';

const { segmenter, weightToCut } = loadedSegmenter;

function phrasesOf(fill: (collector: CatalogueCollector) => void): ReadonlyMap<string, string> {
  const collector = new CatalogueCollector(segmenter);
  fill(collector);
  const origin = { index: 'shop', builtAt: '', documents: 0, queries: 0 };
  const parts = assemble(collector, { segmenter, weightOf: weightToCut, origin });
  return new Map(completionPhrases(collector, parts, segmenter).map(({ text, kind }) => [text, kind]));
}

describe('phrases that complete searches', () => {
  const phrases = phrasesOf((collector) => {
    for (let at = 0; at < 30; at += 1) {
      const source = {
        title: at === 0 ? 'The Red Case' : `Voltera Case ${at}`,
        brand: 'Voltera',
        category: 'Phones > Cases',
        description: 'a very soft silicone cover, the best of all',
      };
      collectDocument(collector, source, { texts: ['title', 'description'], names: ['brand', 'category'] });
    }
    collector.query('Silicone Cover', 9);
    collector.query('silicone covr', 4);
    collector.query('my secret name', 2);
    collector.query('12345', 50);
  });

  test('are what people ask for again and again, without slips, numbers and what one person typed', () => {
    expect(phrases.get('silicone cover')).toBe('query');
    expect([phrases.has('my secret name'), phrases.has('12345')]).toEqual([false, false]);
  });

  test('are titles as they are written, names, and steps of categories', () => {
    expect([phrases.get('The Red Case'), phrases.get('Voltera Case 7')]).toEqual(['product', 'product']);
    expect([phrases.get('Voltera'), phrases.get('Cases')]).toEqual(['phrase', 'category']);
    expect([...phrases.keys()].filter((text) => text.includes('>'))).toEqual([]);
  });

  test('neither begin nor end with words that say nothing, and are no pieces of longer ones', () => {
    const kept = [...phrases].filter(([, kind]) => kind === 'phrase').map(([text]) => text);
    expect(kept.filter((text) => /^(the|a|of|very) |( of| the)$/.test(text))).toEqual(
      kept.filter((text) => text.startsWith('very ')),
    );
    expect(kept).not.toContain('soft silicone');
    expect(kept).toContain('silicone');
  });
});
