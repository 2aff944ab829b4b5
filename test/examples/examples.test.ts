import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';
import { runExample } from './example.ts';

jest.setTimeout(120_000);

/** What plain Elasticsearch finds nothing for. */
const FULL_WIDTH = 'ｕｓｂ－ｃ　ｃａｂｌｅ';
const UNREACHABLE = 'http://127.0.0.1:9';

let gateway: GatewayProcess;
beforeAll(async () => {
  gateway = await startGateway({ elasticsearchUrl: '' });
});
afterAll(async () => {
  await gateway?.stop();
});

describe('the official JavaScript client', () => {
  const program = 'js-client/search.mjs';

  test('shows what the pipeline brings, and what plain Elasticsearch answers', async () => {
    const { code, lines, errors } = await runExample(gateway.url, program);
    expect([code, errors]).toEqual([0, '']);
    const plainAt = lines.indexOf('Plain Elasticsearch: 书包');
    const [improved, plain] = [lines.slice(0, plainAt), lines.slice(plainAt)];
    expect(improved.slice(0, 2)).toEqual([
      'Through the pipeline: 书包',
      expect.stringMatching(/^ {2}Relevance-Status: applied; .*version="[^"]+"$/), // a busy machine leaves models out
    ]);
    expect(plain[1]).toBe('  Relevance-Status: off');
    expect(improved[2]).toMatch(/小学生书包.* {2}159$/);
    expect(plain[2]).toMatch(/书皮/);
    expect([improved.length, plain.length]).toEqual([7, 7]);
  });

  test('takes other words', async () => {
    const { lines } = await runExample(gateway.url, program, FULL_WIDTH);
    expect(lines[2]).toMatch(/USB-C.*Cable/);
    expect(lines.slice(7)).toEqual([`Plain Elasticsearch: ${FULL_WIDTH}`, '  Relevance-Status: off']);
  });

  test('fails where no gateway is', async () => {
    expect((await runExample(UNREACHABLE, program)).code).not.toBe(0);
  });
});

describe('Searchkit', () => {
  const program = 'searchkit/search.mjs';

  test('lists hits through the pipeline, and categories', async () => {
    const { code, lines, errors } = await runExample(gateway.url, program);
    expect([code, errors]).toEqual([0, '']);
    expect(lines[0]).toMatch(/^书包: [1-9]\d* products$/);
    expect(lines[1]).toMatch(/小学生书包/);
    expect(lines.slice(lines.indexOf('Categories'))).toContain('  箱包 > 双肩包  10');
  });

  test('finds what plain Elasticsearch does not', async () => {
    const { lines } = await runExample(gateway.url, program, FULL_WIDTH);
    expect(lines[1]).toMatch(/USB-C.*Cable/);
  });

  test('narrows to a category', async () => {
    const { lines } = await runExample(gateway.url, program, '书包', 'category:箱包 > 双肩包');
    expect(lines[0]).toBe('书包: 10 products');
    expect(lines.slice(lines.indexOf('Categories'))).toEqual(['Categories', '  箱包 > 双肩包  10']);
  });

  test('fails where no gateway is', async () => {
    const { code, errors } = await runExample(UNREACHABLE, program);
    expect([code, errors]).toEqual([1, expect.stringContaining('fetch failed')]);
  });
});
