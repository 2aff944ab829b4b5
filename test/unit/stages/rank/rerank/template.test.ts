import { describe, expect, test } from '@jest/globals';
import type { IndexDescription } from '../../../../../src/domain/catalog.ts';
import { bestPassage } from '../../../../../src/stages/rank/rerank/passage.ts';
import {
  parseTemplate,
  templateFromFields,
  templateOf,
} from '../../../../../src/stages/rank/rerank/template.ts';

const index = (
  types: Readonly<Record<string, string>>,
  meta: IndexDescription['meta'] = {},
): IndexDescription => ({
  name: 'products',
  kind: 'index',
  fields: new Map(
    Object.entries(types).map(([name, type]) => [name, { type, analyzer: null, hanCut: null }]),
  ),
  meta,
});

describe('templates', () => {
  test('put the words of values in the place of names', () => {
    const template = parseTemplate('{title} ({brand}): {attributes} {gone}');
    expect(template.fields).toEqual(['title', 'brand', 'attributes', 'gone']);
    const fields = { title: 'Cable  1 m', brand: ['A', 'B'], attributes: { colour: 'red', 'power-w': 100 } };
    expect(template.fill(fields, [])).toBe('Cable 1 m (A B): red 100');
  });

  test('come from the mapping: its own words, else title, kind and other texts', () => {
    const types = {
      description: 'text',
      price: 'long',
      'title.raw': 'keyword',
      title: 'text',
      brand: 'keyword',
    };
    expect(templateOf(index(types))?.fields).toEqual(['title', 'brand', 'description']);
    expect(templateOf(index(types, { template: '{description}' }))?.fields).toEqual(['description']);
    expect(templateOf(index(types, { template: '{description' }))?.fields).toEqual([
      'title',
      'brand',
      'description',
    ]);
    expect(templateOf(index({ price: 'long' }))).toBeUndefined();
  });

  test('read no more of a field than is written behind its name: there the best passage', () => {
    const template = parseTemplate('{title} {actors:24}');
    expect(template.fields).toEqual(['title', 'actors']);
    const fields = { title: 'Heat', actors: ['Al Pacino', 'Robert De Niro', 'Val Kilmer'] };
    expect(template.fill(fields, [])).toBe('Heat Al Pacino Robert De Niro');
    expect(template.fill(fields, ['kilmer'])).toBe('Heat Val Kilmer');
  });

  test.each(['{title:0}', '{title:}', '{:40}', '{title', 'title', '{ title}'])(
    'are refused: %s',
    (written) => {
      expect(() => parseTemplate(written)).toThrow(/\{title\} \{brand:40\}/);
    },
  );

  test('keep running text for the end, whatever the alphabet says, and leave it room', () => {
    const films = {
      actors: 'text',
      director: 'text',
      genres: 'text',
      overview: 'text',
      title: 'text',
      year: 'long',
    };
    expect(templateFromFields(index(films))).toBe(
      '{title} {year} {director:40} {genres:40} {actors:60} {overview}',
    );
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`a${at}`, 'text']));
    const chosen = templateFromFields(index({ ...many, description: 'text', title: 'text' }));
    expect(chosen?.split(' ')).toHaveLength(8);
    expect(chosen).toMatch(/^\{title\} \{a0:60\} .* \{description\}$/);
    expect(templateFromFields(index({ year: 'long' }))).toBeUndefined();
  });
});

describe('the best passage', () => {
  const filler = 'Nothing of interest stands here, word after word. ';

  test('is the stretch that holds most of the words, from the start of its sentence', () => {
    const text = `${filler.repeat(8)}Its colour fades. The battery charges by usb cable. ${filler.repeat(8)}`;
    expect(bestPassage(text, ['usb', 'cable', 'battery'], 60)).toBe(
      'The battery charges by usb cable. Nothing of interest stand',
    );
  });

  test('is the beginning where no word is found', () => {
    expect(bestPassage(filler.repeat(8), ['usb'], 7)).toBe('Nothing');
  });

  test('never cuts a character in two', () => {
    expect(bestPassage('ab😀cd', [], 3)).toBe('ab');
  });
});
