import { describe, expect, test } from '@jest/globals';
import { hitStory } from '../../../src/console/pages/why/hit-story.ts';

const leg = (name: string, rank: number) => ({ leg: name, rank, score: 1 });

describe('why a hit stands where it does', () => {
  test('found by legs, best place first; which gave most; where models found it', () => {
    const story = hitStory({
      legs: [leg('lexical', 3), leg('fields', 1), leg('knn', 2)],
      notes: [
        { stage: 'fuse', score: 0.8, shares: { lexical: 0.1, fields: 0.5, knn: 0.2 } },
        { stage: 'rerank', before: 4, scores: {} },
      ],
    });
    expect(story).toEqual({
      legs: [
        { leg: 'fields', rank: 1 },
        { leg: 'knn', rank: 2 },
        { leg: 'lexical', rank: 3 },
      ],
      byMeaningAlone: false,
      mostFrom: { leg: 'fields', share: expect.closeTo(0.625) as unknown },
      beforeModels: 4,
      placedBy: undefined,
    });
  });

  test('shares no word with the query', () => {
    expect(hitStory({ legs: [leg('knn', 1)], notes: [] }).byMeaningAlone).toBe(true);
    expect(hitStory({ legs: [leg('knn', 1), leg('lexical', 90)], notes: [] }).byMeaningAlone).toBe(false);
  });

  test('no leg is told of: nothing is made up', () => {
    expect(hitStory({ legs: [], notes: [{ stage: 'fuse', shares: { lexical: 0.4, knn: 0 } }] })).toEqual({
      legs: [],
      byMeaningAlone: false,
      mostFrom: undefined,
      beforeModels: undefined,
      placedBy: undefined,
    });
  });

  test('a rule has the last word, also on what models placed', () => {
    const notes = [
      { stage: 'rerank', before: 7, scores: {} },
      { stage: 'merchandise', from: 5, to: 1, pinned: 1, rule: 'shop.rules.txt:3' },
    ];
    expect(hitStory({ legs: [leg('lexical', 9)], notes })).toMatchObject({
      beforeModels: 7,
      placedBy: { rule: 'shop.rules.txt:3', pinned: 1 },
    });
    const buried = [{ stage: 'merchandise', from: 1, to: 9, buried: true, rule: 'shop.rules.txt:8' }];
    expect(hitStory({ legs: [], notes: buried }).placedBy).toEqual({
      rule: 'shop.rules.txt:8',
      pinned: undefined,
    });
  });
});
