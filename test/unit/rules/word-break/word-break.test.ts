import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { plainSlots, unexpanded } from '../../../../src/rules/expansion.ts';
import { DUTCH } from '../../../../src/rules/word-break/dutch.ts';
import { GERMAN } from '../../../../src/rules/word-break/german.ts';
import { joiningForms, partingForms } from '../../../../src/rules/word-break/morphology.ts';
import { parseWordBreak } from '../../../../src/rules/word-break/parse.ts';
import type { WordBreakOptions } from '../../../../src/rules/word-break/parse.ts';
import { NO_REQUEST, byBlanks, faults, rewrite, slots } from '../support.ts';

const parse = (settings: unknown, options?: WordBreakOptions) =>
  parseWordBreak({ file: 'shop.word-break.json', text: JSON.stringify(settings, null, 1) }, options);

const SHOP = { wall: 10, mount: 5, wallmount: 2, slip: 3, per: 9, slipper: 4 };

describe('splitting', () => {
  test.each([
    ['a compound', {}, 'wallmount', ['wallmount | wall mount']],
    ['an unknown part', {}, 'wallfoo', ['wallfoo']],
    ['a part alone', {}, 'wall', ['wall']],
    ['a part that is too short', { minBreakLength: 4 }, 'slipper', ['slipper']],
    ['a part that is too rare', { minSuggestionFreq: 6 }, 'wallmount', ['wallmount']],
    ['the name of that in Solr', { minSuggestionFrequency: 6 }, 'wallmount', ['wallmount']],
    ['a protected word', { protectedWords: ['slipper'] }, 'slipper', ['slipper']],
    ['case matters', {}, 'Wallmount', ['Wallmount']],
    ['or not', { lowerCaseInput: true }, 'Wallmount', ['Wallmount | wall mount']],
    [
      'a protected word in any case',
      { lowerCaseInput: true, protectedWords: ['Slipper'] },
      'SLIPPER',
      ['SLIPPER'],
    ],
    ['no splits at all', { decompound: { maxExpansions: 0 } }, 'wallmount', ['wallmount']],
  ])('%s', (_, settings, query, expected) => {
    expect(slots(rewrite(parse({ dictionary: SHOP, ...settings }), query))).toEqual(expected);
  });

  test('the likeliest come first, and no more than asked for', () => {
    const dictionary = { abc: 2, def: 2, abcd: 9, efgh: 9, defgh: 2, efg: 1, abcdefgh: 1 };
    const word = (settings: object) => slots(rewrite(parse({ dictionary, ...settings }), 'abcdefgh'))[0];
    expect(word({})).toBe('abcdefgh | abcd efgh | abc defgh');
    expect(word({ decompound: { maxExpansions: 1 } })).toBe('abcdefgh | abcd efgh');
  });

  test('both parts in one document, where an index tells', () => {
    const vocabulary = {
      documents: 100,
      frequency: (word: string) => (['act', 'ion', 'pot', 'ato'].includes(word) ? 5 : 0),
      together: (a: string, b: string) => a + b === 'potato',
    };
    const settings = { dictionaryField: 'words', decompound: { verifyCollation: true } };
    expect(slots(rewrite(parse(settings, { vocabulary }), 'action potato'))).toEqual([
      'action',
      'potato | pot ato',
    ]);
  });

  test('fields go to the parts', () => {
    const query = { ...unexpanded('', []), ...plainSlots([{ text: 'wallmount', fields: ['f'] }]) };
    expect(rewrite(parse({ dictionary: SHOP }), query).slots[0]!.alternatives[1]).toEqual({
      terms: [
        { text: 'wall', fields: ['f'] },
        { text: 'mount', fields: ['f'] },
      ],
      weight: 1,
      rule: 'word-break',
    });
  });

  test('a word of endless length is left alone', () => {
    const query = 'ä'.repeat(100_000);
    const file = parse({ dictionary: ['äää'], decompound: { morphology: 'GERMAN' } });
    expect(slots(rewrite(file, query))).toEqual([query]);
  });
});

describe('joining', () => {
  test.each([
    ['neighbours', {}, 'wall mount', ['wall | wallmount', 'mount | wallmount']],
    ['not the other way round', {}, 'mount wall', ['mount', 'wall']],
    [
      'unless asked for',
      { alwaysAddReverseCompounds: true },
      'mount wall',
      ['mount | wallmount', 'wall | wallmount'],
    ],
    ['no more letters than that', { maxCombineLength: 8 }, 'wall mount', ['wall', 'mount']],
    ['no protected word', { protectedWords: ['wallmount'] }, 'wall mount', ['wall', 'mount']],
    ['not over a word between', {}, 'wall x mount', ['wall', 'x', 'mount']],
    ['case matters', {}, 'Wall mount', ['Wall', 'mount']],
    ['or not', { lowerCaseInput: true }, 'Wall MOUNT', ['Wall | wallmount', 'MOUNT | wallmount']],
  ])('%s', (_, settings, query, expected) => {
    expect(slots(rewrite(parse({ dictionary: SHOP, ...settings }), query))).toEqual(expected);
  });

  test('not of words that are looked for in different fields', () => {
    const terms = [{ text: 'wall', fields: ['f'] }, { text: 'mount' }];
    const query = { ...unexpanded('', []), ...plainSlots(terms) };
    expect(slots(rewrite(parse({ dictionary: SHOP }), query))).toEqual(['wall', 'mount']);
  });
});

describe('trigger words', () => {
  const file = parse({
    dictionary: { hondenvoer: 3, voerhonden: 1, voerbak: 2 },
    reverseCompoundTriggerWords: ['voor', 'van'],
  });

  test.each([
    [
      'both ways round',
      'voer voor honden',
      ['voer | voerhonden | hondenvoer', 'honden | voerhonden | hondenvoer'],
    ],
    ['only this way without one', 'voer honden', ['voer | voerhonden', 'honden | voerhonden']],
    [
      'several',
      'voer van voor honden',
      ['voer | voerhonden | hondenvoer', 'honden | voerhonden | hondenvoer'],
    ],
    ['gone though nothing is joined', 'bak voor x', ['bak', 'x']],
    ['at the front', 'voor honden', ['honden']],
    ['the only word stays', 'voor', ['voor']],
    ['one of only such words stays', 'voor van', ['van']],
  ])('%s', (_, query, expected) => {
    const after = rewrite(file, query);
    expect(slots(after)).toEqual(expected);
    expect([...after.deleted, ...after.slots.map(({ term }) => after.terms[term]!.text)].toSorted()).toEqual(
      query.split(' ').toSorted(),
    );
  });

  test('a query that needs nothing stays as it is', () => {
    const query = unexpanded('bak x', ['bak', 'x']);
    expect(rewrite(file, query)).toBe(query);
  });
});

describe('morphologies', () => {
  test.each([
    ['leder', 'leder'],
    ['baumwoll', 'baumwolle'],
    ['arbeits', 'arbeit'],
    ['jahres', 'jahr'],
    ['blumen', 'blume'],
    ['strauchen', 'strauch'],
    ['studentinnen', 'studentin'],
    ['aphorismen', 'aphorismus'],
    ['museen', 'museum'],
    ['praktika', 'praktikum'],
    ['firmen', 'firma'],
    ['stadien', 'stadion'],
    ['lexika', 'lexikon'],
    ['hunde', 'hund'],
    ['gänse', 'gans'],
    ['häuser', 'haus'],
    ['bücher', 'buch'],
    ['kinder', 'kind'],
    ['prinzipien', 'prinzip'],
    ['süd', 'süden'],
  ])('German %s is of %s', (part, word) => {
    expect(partingForms(part, GERMAN).map(({ text }) => text)).toContain(word);
    expect(joiningForms(word, GERMAN).map(({ text }) => text)).toContain(part);
  });

  test.each([
    ['post', 'post'],
    ['bevolkings', 'bevolking'],
    ['boeken', 'boek'],
    ['zonne', 'zon'],
    ['padden', 'pad'],
    ['pere', 'peer'],
    ['schapen', 'schaap'],
    ['duiven', 'duif'],
    ['huizen', 'huis'],
    ['slaven', 'slaaf'],
    ['kinder', 'kind'],
  ])('Dutch %s is of %s', (part, word) => {
    expect(partingForms(part, DUTCH).map(({ text }) => text)).toContain(word);
    expect(joiningForms(word, DUTCH).map(({ text }) => text)).toContain(part);
  });

  test('what cannot change is not made to', () => {
    expect(joiningForms('boek', DUTCH).map(({ text }) => text)).not.toContain('boekken');
    expect(partingForms('rote', GERMAN).map(({ text }) => text)).toEqual(['rote', 'rotee', 'rot', 'roteen']);
  });

  test('in use', () => {
    const dictionary = { baumwolle: 5, jacke: 5, baumwolljacke: 2, hund: 2, hütte: 1, hundehütte: 1 };
    const settings = { dictionary, decompound: { morphology: 'GERMAN' }, compound: { morphology: 'german' } };
    expect(slots(rewrite(parse(settings), 'baumwolljacke hund hütte'))).toEqual([
      'baumwolljacke | baumwolle jacke',
      'hund | hundehütte',
      'hütte | hundehütte',
    ]);
    const old = parse({ dictionary, morphology: 'GERMAN' });
    expect(slots(rewrite(old, 'baumwolljacke hund hütte'))).toEqual([
      'baumwolljacke | baumwolle jacke',
      'hund',
      'hütte',
    ]);
  });
});

describe('dictionaries', () => {
  test('a list of words, each in one document', () => {
    expect(slots(rewrite(parse({ dictionary: ['wall', 'mount'] }), 'wallmount'))).toEqual([
      'wallmount | wall mount',
    ]);
  });

  test('a file of words', () => {
    const readDictionary = (path: string) => (path === 'w.txt' ? '# words\nwall\t3\nmount\n' : undefined);
    expect(slots(rewrite(parse({ dictionary: 'w.txt' }, { readDictionary }), 'wallmount'))).toEqual([
      'wallmount | wall mount',
    ]);
    expect(faults(parse({ dictionary: 'v.txt' }, { readDictionary }).errors)).toEqual([
      '2: there is no dictionary "v.txt" beside this file',
    ]);
  });

  test('faults of the file are told with its name and lines', () => {
    const readDictionary = () => 'a\t1\nb\tx\nc\t0\n\nd\t1\t2\n';
    expect(parse({ dictionary: 'w.txt' }, { readDictionary }).errors).toEqual(
      [2, 3, 5].map((line) => ({
        file: 'w.txt',
        line,
        message: expect.stringContaining('is not "word", a TAB'),
      })),
    );
  });

  test('without the words of an index nothing is split or joined', () => {
    const file = parse({ dictionaryField: 'f', decompound: { verifyCollation: true } });
    expect(file.errors).toEqual([]);
    expect(slots(rewrite(file, 'wallmount'))).toEqual(['wallmount']);
  });
});

describe('faults', () => {
  test.each([
    [{}, 'there are no words'],
    [{ dictionary: { a: 0 } }, '"a" has no frequency above 0'],
    [{ dictionary: [1] }, 'what is no text'],
    [{ dictionary: SHOP, minBreakLength: 0 }, '"minBreakLength" is not a whole number from 1'],
    [{ dictionary: SHOP, decompound: { maxExpansions: -1 } }, '"maxExpansions" is not a whole number from 0'],
    [{ dictionary: SHOP, decompound: { verifyCollation: true } }, 'write "verifyCollation": false'],
    [{ dictionary: SHOP, morphology: 'FRENCH' }, '"morphology" is none of DEFAULT, GERMAN, DUTCH'],
    [{ dictionary: SHOP, protectedWords: 'a' }, '"protectedWords" is not a list'],
    [{ dictionary: SHOP, decompound: [] }, '"decompound" is not an object'],
    [{ dictionary: SHOP, minBreakLenght: 3 }, '"minBreakLenght" is not known here'],
  ])('%j', (settings, message) => {
    expect(faults(parse(settings).errors)).toEqual([expect.stringContaining(message)]);
  });
});

test('settings that are too large are one fault, which says where the words belong', () => {
  const { errors } = parse({ dictionary: Array.from({ length: 50_000 }, (_, at) => `word${at}`) });
  expect(faults(errors)).toEqual([expect.stringMatching(/^1: .*larger than 256 KB.*file of their own/)]);
});

test('whatever is asked, every slot keeps its word', () => {
  const file = parse({
    dictionary: ['ab', 'abc', 'ba', 'aab', 'abab', 'cab'],
    minBreakLength: 1,
    alwaysAddReverseCompounds: true,
    decompound: { morphology: 'DUTCH' },
    compound: { morphology: 'GERMAN' },
  });
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'n', 'e'), minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(fc.array(word), (query) => {
      const text = query.join(' ');
      const after = file.open().rewrite(unexpanded(text, byBlanks(text)), NO_REQUEST);
      expect(after.slots.map(({ alternatives }) => alternatives[0]!.terms[0]!.text)).toEqual(query);
    }),
  );
});
