import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GatewayError } from '../../../src/errors.ts';
import { createLogger, type LogLevel } from '../../../src/telemetry/logger.ts';

function logged(level: LogLevel, use: (logger: ReturnType<typeof createLogger>) => void): readonly string[] {
  const lines: string[] = [];
  use(createLogger({ level, base: { worker: 1 }, destination: { write: (line) => void lines.push(line) } }));
  return lines;
}

const CANARY = 'c4naryS3cret';

describe('the logger', () => {
  test('writes one JSON object a line, with level, time, worker and message', () => {
    const [line, ...rest] = logged('info', (logger) => logger.info({ port: 9600 }, 'listening'));
    expect(rest).toEqual([]);
    expect(JSON.parse(line!)).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      worker: 1,
      port: 9600,
      msg: 'listening',
    });
  });

  test('is silent below its level', () => {
    const all = (logger: ReturnType<typeof createLogger>): void => {
      logger.debug({}, 'd');
      logger.info({}, 'i');
      logger.warn({}, 'w');
      logger.error({}, 'e');
    };
    expect(logged('warn', all).map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(['w', 'e']);
    expect(logged('silent', all)).toEqual([]);
    expect(logged('debug', all)).toHaveLength(4);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['header object', { headers: { authorization: `Basic ${CANARY}`, Cookie: CANARY } }, 'm'],
    ['raw headers', { rawHeaders: ['Host', 'x', 'Authorization', CANARY, 'X-Api-Key', CANARY] }, 'm'],
    ['nested', { a: { b: [{ password: CANARY }] } }, 'm'],
    ['map', { context: new Map([['token', CANARY]]) }, 'm'],
    ['body', { body: `{"query":"${CANARY}"}`, query: CANARY, text: CANARY }, 'm'],
    ['bytes', { chunk: Buffer.from(CANARY) }, 'm'],
    ['message', {}, `refused ApiKey ${CANARY}`],
    ['pair', { detail: `api_key=${CANARY}` }, `password: ${CANARY}`],
    ['URL', { node: `https://elastic:${CANARY}@es:9200` }, `to http://u:${CANARY}@es`],
    ['error', { err: new Error(`Bearer ${CANARY}`) }, 'm'],
    ['cause', { err: new GatewayError('internal', 'x', { cause: new Error(`http://a:${CANARY}@b`) }) }, 'm'],
    ['account', { config: { elasticsearch: { account: { apiKey: CANARY, password: CANARY } } } }, 'm'],
  ])('keeps secrets out: %s', (_name, fields, message) => {
    const lines = logged('debug', (logger) => logger.error(fields, message));
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain(CANARY);
  });

  test('an error keeps its code, message and cause', () => {
    const err = new GatewayError('upstream_reset', 'reset', { cause: new Error('ECONNRESET') });
    const [line] = logged('info', (logger) => logger.warn({ err }, 'retry'));
    expect(JSON.parse(line!)).toMatchObject({
      err: {
        type: 'GatewayError',
        code: 'upstream_reset',
        message: 'reset',
        cause: { message: 'ECONNRESET' },
      },
    });
  });

  test('no text can make a second line or move a terminal’s cursor', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (value, message) => {
        const lines = logged('info', (logger) =>
          logger.info(
            { path: `${value}\n{"level":"error"}`, [`k${value}`]: 1 },
            `${message}\r\n\u001b[2J\u009b2J`,
          ),
        );
        expect(lines).toHaveLength(1);
        // eslint-disable-next-line no-control-regex -- control characters are what it looks for
        expect(lines[0]!.slice(0, -1)).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
        expect(lines[0]!.at(-1)).toBe('\n');
      }),
    );
  });

  test('bounds what a field can grow to, also around itself', () => {
    const loop: Record<string, unknown> = {
      long: 'x'.repeat(100_000),
      many: Array.from({ length: 10_000 }, () => 1),
    };
    loop['self'] = loop;
    const [line] = logged('info', (logger) => logger.info({ loop }, 'm'));
    expect(line!.length).toBeLessThan(20_000);
  });
});
