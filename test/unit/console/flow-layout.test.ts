import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BOX, layoutFlow } from '../../../src/console/pages/why/flow-layout.ts';
import type { Work } from '../../../src/console/parts/search/timeline.ts';

function work(name: string, kind: Work['kind'], startMs: number, durationMs = 1): Work {
  return { name, kind, startMs, durationMs, outcome: 'ok', notes: [] };
}

const LEGS = [
  work('segment', 'query', 0),
  work('lexical', 'retrieve', 1, 9),
  work('knn', 'retrieve', 1.1, 4),
  work('fuse', 'rank', 10),
];

describe('the drawing of a flow', () => {
  test('legs that ran together stand below one another, with an edge from and to each', () => {
    const { boxes, edges } = layoutFlow(LEGS, 2000);
    const at = (name: string) => boxes.find((box) => box.work?.name === name)!;
    expect(at('knn').x).toBe(at('lexical').x);
    expect(at('knn').y).toBeGreaterThanOrEqual(at('lexical').y + BOX.height);
    expect(at('fuse').x).toBeGreaterThan(at('knn').x);
    // request → segment → (lexical, knn) → fuse → answer
    expect(edges).toHaveLength(1 + 2 + 2 + 1);
  });

  test('legs that ran one after the other stand beside one another', () => {
    const { boxes } = layoutFlow([work('lexical', 'retrieve', 0, 2), work('knn', 'retrieve', 3)], 2000);
    const [, first, second] = boxes;
    expect(second!.x).toBeGreaterThan(first!.x);
  });

  test('legs that were left out stand below those that ran', () => {
    const left: Work = { ...work('knn', 'retrieve', 0, 0), outcome: 'skipped' };
    const { boxes } = layoutFlow([left, work('lexical', 'retrieve', 0.1, 3)], 2000);
    const [, first, second] = boxes;
    expect(second!.x).toBe(first!.x);
  });

  test('edges between rows run in the gap above the row, not through taller columns', () => {
    const { boxes, edges } = layoutFlow(LEGS, 300);
    const first = boxes.find(({ rowY }) => rowY > boxes[0]!.rowY)!;
    const turn = edges.map(({ path }) => /V([\d.]+)H/.exec(path)).find((match) => match !== null)!;
    expect(Number(turn[1])).toBeLessThan(
      Math.min(...boxes.filter(({ rowY }) => rowY === first.rowY).map(({ y }) => y)),
    );
  });

  test('legs at the start of a row are entered by their sides: none seems to follow another', () => {
    const { boxes, edges } = layoutFlow(LEGS, 300);
    const legs = boxes.filter(({ work: one }) => one?.kind === 'retrieve');
    expect(legs.every(({ rowY }) => rowY > boxes[0]!.rowY)).toBe(true);
    for (const leg of legs) {
      const { path } = edges.find(({ id }) => id.endsWith(` ${leg.id}`))!;
      const [, lastRun] = /H([\d.]+)V[\d.]+H[\d.]+$/.exec(path)!;
      expect(Number(lastRun)).toBeLessThan(leg.x);
    }
  });

  test('boxes never overlap and stay within the drawing, at any width', () => {
    const kinds = fc.constantFrom<Work['kind']>('query', 'retrieve', 'relax', 'rank', 'gateway');
    const works = fc
      .array(fc.tuple(kinds, fc.nat(20), fc.nat(20)), { maxLength: 14 })
      .map((all) =>
        all
          .map(([kind, startMs, durationMs], at) => work(`${at}`, kind, startMs, durationMs))
          .sort((a, b) => a.startMs - b.startMs),
      );
    fc.assert(
      fc.property(works, fc.integer({ min: 150, max: 2000 }), (flow, width) => {
        const layout = layoutFlow(flow, width);
        expect(layout.boxes).toHaveLength(flow.length + 2);
        expect(layout.width).toBeLessThanOrEqual(width);
        layout.boxes.forEach((a, at) => {
          expect(a.x + BOX.width).toBeLessThanOrEqual(layout.width);
          expect(a.y + BOX.height).toBeLessThanOrEqual(layout.height);
          for (const b of layout.boxes.slice(at + 1)) {
            const apart = Math.abs(a.x - b.x) >= BOX.width || Math.abs(a.y - b.y) >= BOX.height;
            expect(apart).toBe(true);
          }
        });
      }),
    );
  });
});
