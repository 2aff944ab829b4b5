import { describe, expect, test } from '@jest/globals';
import { gateOf, parseGate } from '../../../../src/cli/eval/gate-file.ts';

const TEXT = `# What must hold.
datasets:
  shop:
    floors: { ndcg@10: 0.8, applied: 0.99 }
    ceilings: { damage: 0.1, p95Ms: 250 }
    noLoss: [ndcg@10, judged-map@100]
    stages: { segment: 0.9 }
  zh/shop: { noLoss: [mrr@10] }
`;

describe('a gate file', () => {
  test('is YAML or JSON with what each set must keep', () => {
    const gates = parseGate(TEXT, 'gate.yaml');
    expect(gates.get('shop')).toEqual({
      floors: new Map([
        ['ndcg@10', 0.8],
        ['applied', 0.99],
      ]),
      ceilings: new Map([
        ['damage', 0.1],
        ['p95Ms', 250],
      ]),
      noLoss: ['ndcg@10', 'judged-map@100'],
      stages: new Map([['segment', 0.9]]),
    });
    expect(parseGate('{"datasets":{"a":{"floors":{"mrr@5":0}}}}', 'gate.json').get('a')?.floors).toEqual(
      new Map([['mrr@5', 0]]),
    );
  });

  test('finds a set by the end of its folder, the longest name first', () => {
    const gates = parseGate(TEXT, 'gate.yaml');
    expect(gateOf(gates, '/data/en/shop/', 'gate.yaml')).toBe(gates.get('shop'));
    expect(gateOf(gates, 'data/zh/shop', 'gate.yaml')).toBe(gates.get('zh/shop'));
    expect(() => gateOf(gates, 'data/workshop', 'gate.yaml')).toThrow(
      'gate.yaml: says nothing of data/workshop; it knows shop, zh/shop',
    );
  });

  test('names every fault with its line and what was meant', () => {
    const text = `datasets:
  shop:
    floor: { ndcg@10: 0.8 }
    floors: { nDCG@10: 0.8, mrr@10: high }
    ceilings: { damages: 0.1 }
    noLoss: ndcg@10
  empty: {}
  other: 3
data: {}
`;
    let message = '';
    try {
      parseGate(text, 'gate.yaml');
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message.split('\n')).toEqual([
      expect.stringMatching(/^gate\.yaml:9:1: data: unknown key; known are datasets/),
      expect.stringMatching(/^gate\.yaml:3:5: datasets\.shop\.floor: unknown key.*did you mean "floors"\?$/),
      expect.stringMatching(
        /^gate\.yaml:4:\d+: datasets\.shop\.floors\.mrr@10: must be a number of 0 or more$/,
      ),
      expect.stringMatching(/^gate\.yaml:4:\d+: datasets\.shop\.floors\.nDCG@10: "nDCG@10" is no metric/),
      expect.stringMatching(
        /^gate\.yaml:5:\d+: datasets\.shop\.ceilings\.damages: .* did you mean "damage"\?$/,
      ),
      expect.stringMatching(/^gate\.yaml:6:\d+: datasets\.shop\.noLoss: must be a list of metrics$/),
      expect.stringMatching(/^gate\.yaml:7:\d+: datasets\.empty: asks for nothing$/),
      expect.stringMatching(/^gate\.yaml:8:\d+: datasets\.other: must be a section of keys$/),
      expect.stringMatching(/^gate\.yaml:8:\d+: datasets\.other: asks for nothing$/),
    ]);
  });

  test.each([
    ['', 'must be a section of keys'],
    ['datasets: {}', 'datasets: names no set'],
    ['datasets: {a: {noLoss: [ndcg]}}', 'datasets.a.noLoss[0]: "ndcg" is no metric'],
    ['a: [', 'gate.yaml:'],
  ])('%j is none', (text, message) => {
    expect(() => parseGate(text, 'gate.yaml')).toThrow(message);
  });
});
