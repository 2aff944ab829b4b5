import { describe, expect, test } from '@jest/globals';
import type { IndexAction } from '../../../../src/cli/indexing/document.ts';
import { emptyProfile, observeDocument } from '../../../../src/cli/indexing/field-profile.ts';
import { chineseTexts, inferMapping, settingsFor } from '../../../../src/cli/indexing/infer-mapping.ts';
import { withFields } from '../../../../src/cli/indexing/with-fields.ts';
import { withWordFields, wordMakerFor } from '../../../../src/cli/indexing/words.ts';
import { wordFieldsIn } from '../../../../src/domain/word-fields.ts';
import { PAIRS } from './pair-segmenter.ts';
import { describeIndex, mappedFields } from '../../../../src/elasticsearch/mapping.ts';

const action = (source: string): IndexAction => ({
  line: 1,
  id: '1',
  head: Buffer.from('{}\n'),
  document: Buffer.from(source),
});

describe('the mapping', () => {
  const profile = emptyProfile();
  observeDocument(profile, { title: '蓝牙耳机 Pro', note: { text: '降噪很好' }, name: 'headset', price: 3 });
  const plain = inferMapping(profile, { stringsAreTyped: false, openObjects: 'flattened' });

  test('has a field of words for each Chinese text, which apps are not shown', () => {
    const texts = chineseTexts(profile, plain);
    expect(texts).toEqual(['title', 'note.text']);
    const mapping = withWordFields(plain, texts);
    expect(mapping).toMatchObject({
      _meta: {
        relevance: {
          mapping: 'inferred',
          words: { title: 'relevance_words.title', 'note.text': 'relevance_words.note_text' },
        },
      },
      _source: { excludes: ['relevance_words'] },
      properties: {
        price: { type: 'long' },
        relevance_words: { properties: { note_text: { type: 'text', analyzer: 'whitespace' } } },
      },
    });
    expect(settingsFor(mapping)).toMatchObject({
      analysis: {
        analyzer: { trigrams: { tokenizer: 'trigrams' } },
        tokenizer: { trigrams: { type: 'ngram' } },
      },
    });
  });

  test('stays as it is without Chinese texts', () => {
    expect(withWordFields(plain, [])).toBe(plain);
  });

  test('keeps what it excludes besides', () => {
    expect(withWordFields({ _source: { excludes: ['secret'] } }, ['title'])['_source']).toEqual({
      excludes: ['secret', 'relevance_words'],
    });
  });

  test('shows these fields to nobody but the leg', () => {
    const mappings = withWordFields(plain, ['title']);
    const { fields, meta } = describeIndex('shop', {
      kind: 'index',
      mappings,
      fields: mappedFields(mappings, {}),
      cuts: new Map(),
    });
    expect([...fields.keys()]).not.toContain('relevance_words.title');
    expect([...wordFieldsIn(meta)]).toEqual([['title', 'relevance_words.title']]);
  });
});

describe('the words of a document', () => {
  const segmenter = async () => PAIRS;
  const { signal } = new AbortController();

  test('stand behind its own bytes, normalised as queries are, in lower case', async () => {
    const maker = await wordMakerFor(withWordFields({}, ['title', 'note.text']), segmenter);
    const documents = [
      '{"title":"藍牙耳機　ＰＲＯ","price":1.0,"note":[{"text":"降噪"},{"text":"很好"}]}',
      '{"price":1.0}',
      '{"title":"！！"}',
      '{"title":"耳机","relevance_words":{"title":"mine"}}',
    ];
    const made = await withFields([maker!], documents.map(action), signal);
    expect(made.map(({ document }) => document.toString())).toEqual([
      '{"title":"藍牙耳機　ＰＲＯ","price":1.0,"note":[{"text":"降噪"},{"text":"很好"}],' +
        '"relevance_words":{"title":["蓝牙 耳机 pro"],"note_text":["降噪","很好"]}}',
      ...documents.slice(1),
    ]);
  });

  test('are not written where the mapping names none, or other fields than the gateway’s', async () => {
    expect(await wordMakerFor({}, segmenter)).toBeUndefined();
    expect(
      await wordMakerFor({ _meta: { relevance: { words: { title: 'brand' } } } }, segmenter),
    ).toBeUndefined();
    for (const words of [null, 'title', ['relevance_words.title'], { title: 7 }])
      expect(wordFieldsIn({ words }).size).toBe(0);
  });
});
