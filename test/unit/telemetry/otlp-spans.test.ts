import { type Attributes, createTraceState, type SpanContext } from '@opentelemetry/api';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { otlpSpans } from '../../../src/telemetry/otlp-spans.ts';
import { EXPORT_REQUEST } from '../../support/otlp-proto.ts';

interface Decoded {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly unknown[] }[];
  }[];
}

/** What a message says, where a field that is left out and one of nought are the same. */
function decoded(bytes: Uint8Array | undefined): Decoded {
  const said = EXPORT_REQUEST.toObject(EXPORT_REQUEST.decode(bytes!), {
    defaults: true,
    longs: String,
    bytes: String,
  });
  for (const { scopeSpans } of (said as Decoded).resourceSpans) {
    for (const span of scopeSpans.flatMap(({ spans }) => spans) as { status: object | null }[]) {
      span.status ??= { message: '', code: 0 };
    }
  }
  return said as Decoded;
}

/** @returns what the gateway's writer says of the spans */
function expectWhatTheSdkWrites(spans: ReadableSpan[]): Decoded {
  const ours = decoded(otlpSpans.serializeRequest(spans));
  expect(ours).toEqual(decoded(ProtobufTraceSerializer.serializeRequest(spans)));
  return ours;
}

const hex = (digits: number) =>
  fc.string({
    unit: fc.constantFrom(...'0123456789abcdefABCDEF'.split('')),
    minLength: digits,
    maxLength: digits,
  });
const text = fc.string({ unit: 'binary', maxLength: 200 });
const count = fc.nat(2 ** 32 - 1);
const time = fc.tuple(fc.nat(2 ** 33), fc.nat(999_999_999));
const number = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.maxSafeInteger(),
  fc.constantFrom(-0, 127, 128, 2 ** 53, 2 ** 63, -(2 ** 63), -(2 ** 63) - 2048, 2 ** 62),
);
const one = fc.oneof(text, number, fc.boolean());
const attributes: fc.Arbitrary<Attributes> = fc.dictionary(
  text,
  fc.oneof(one, fc.constant(undefined), fc.array(fc.option(one), { maxLength: 4 }) as fc.Arbitrary<string[]>),
  { maxKeys: 5 },
);
const context: fc.Arbitrary<SpanContext> = fc.record(
  {
    traceId: hex(32),
    spanId: hex(16),
    traceFlags: fc.nat(255),
    isRemote: fc.boolean(),
    traceState: fc.constantFrom('', 'vendor=1', 'a=1,b=2').map((state) => createTraceState(state)),
  },
  { requiredKeys: ['traceId', 'spanId', 'traceFlags'] },
);
const RESOURCES = [resourceFromAttributes({ 'service.name': '網關' }), resourceFromAttributes({})];
const SCOPES = [{ name: 'relevance-gateway' }, { name: 'other', version: '1', schemaUrl: 'urn:x' }];
/** Attributes that spans of one name or of several share. */
const SHARED: Attributes[] = [{ 'relevance.stage': 'lexical', 'relevance.stage.kind': 'retrieve' }, {}];

const span: fc.Arbitrary<ReadableSpan> = fc
  .record({
    name: fc.oneof(fc.constantFrom('stage lexical', 'stage rules'), text),
    kind: fc.nat(4),
    context,
    parentSpanContext: fc.option(context, { nil: undefined }),
    startTime: time,
    endTime: time,
    duration: time,
    ended: fc.constant(true),
    status: fc.record({ code: fc.nat(2), message: text }, { requiredKeys: ['code'] }),
    attributes: fc.oneof(fc.constantFrom(...SHARED), attributes),
    events: fc.array(
      fc.record(
        { time, name: text, attributes, droppedAttributesCount: count },
        { requiredKeys: ['time', 'name'] },
      ),
      { maxLength: 2 },
    ),
    links: fc.array(
      fc.record({ context, attributes, droppedAttributesCount: count }, { requiredKeys: ['context'] }),
      { maxLength: 2 },
    ),
    resource: fc.constantFrom(...RESOURCES),
    instrumentationScope: fc.constantFrom(...SCOPES),
    droppedAttributesCount: count,
    droppedEventsCount: count,
    droppedLinksCount: count,
  })
  .map(({ context: own, ...rest }) => ({ ...rest, spanContext: () => own }) as unknown as ReadableSpan);

describe('spans as protobuf', () => {
  test('say what the SDK writes of them, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(span, { maxLength: 8 }), (drawn) => {
        // Once more, so that every description is one that was written before.
        const spans = [...drawn, ...drawn.map((each) => ({ ...each }))];
        expectWhatTheSdkWrites(spans);
      }),
      { numRuns: 300 },
    );
  });

  test.each([0, 3, 100, 4_000, 5_400, 5_500, 20_000, 700_000])(
    'however long: %d characters of three bytes',
    (length) => {
      const [first, last] = fc.sample(span, { numRuns: 2, seed: 1 }) as [ReadableSpan, ReadableSpan];
      const spans = [first, { ...first, attributes: { text: '字'.repeat(length) } }, last];
      expectWhatTheSdkWrites(spans);
    },
  );

  test('that share names and attributes are all told, and apart', () => {
    const [given] = fc.sample(span, { numRuns: 1, seed: 2 }) as [ReadableSpan];
    const spans = Array.from({ length: 512 }, (_, at) => ({
      ...given,
      name: `stage ${at % 2}`,
      attributes: SHARED[at % 2]!,
      kind: at % 3,
    }));
    const ours = expectWhatTheSdkWrites(spans);
    expect(ours.resourceSpans[0]?.scopeSpans[0]?.spans).toHaveLength(512);
  });

  test.each([0, 40, 60, 100, 16_300])(
    'that share what is moved once it is written (%d characters)',
    (length) => {
      const [given] = fc.sample(span, { numRuns: 1, seed: 3 }) as [ReadableSpan];
      const short = {
        ...given,
        name: 'a',
        kind: 0,
        attributes: { text: 'x'.repeat(length) },
        status: { code: 0 },
        events: [],
        links: [],
      };
      const spans = [short, { ...short }, given, { ...short }];
      expectWhatTheSdkWrites(spans);
    },
  );

  test('nothing is an empty message', () => {
    expect(otlpSpans.serializeRequest([])).toHaveLength(0);
  });

  test("a collector's answer is read as the SDK reads it", () => {
    // partial_success { rejected_spans: 3 }
    const answer = Uint8Array.from([0x0a, 0x02, 0x08, 0x03]);
    expect(otlpSpans.deserializeResponse(answer)).toEqual({ partialSuccess: { rejectedSpans: 3 } });
  });
});
