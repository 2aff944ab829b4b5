import { type Attributes, type HrTime, type Link, SpanKind, type SpanStatus } from '@opentelemetry/api';
import {
  type IExportTraceServiceResponse,
  type ISerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace';
import { PbfWriter } from 'pbf';

/**
 * Spans as OTLP has them in protobuf, for exporters to send. The SDK's own writer works out how long every message gets before
 * it writes it and makes an array of each id; it was a third of what a traced search cost (docs/load-testing.md).
 * Fields are numbered by opentelemetry-proto's `trace_service`, `trace`, `resource` and `common`, version 1.
 */
export const otlpSpans: ISerializer<readonly ReadableSpan[], IExportTraceServiceResponse> = {
  serializeRequest: writeRequest,
  deserializeResponse: (bytes) => ProtobufTraceSerializer.deserializeResponse(bytes),
};

type Resource = ReadableSpan['resource'];
type Scope = ReadableSpan['instrumentationScope'];
type ByScope = ReadonlyMap<Scope, readonly ReadableSpan[]>;

/** More than most take; where it is not enough, the writer takes twice as much. */
const BYTES_OF_SPAN = 320;

function writeRequest(spans: readonly ReadableSpan[]): Uint8Array {
  const { buffer } = Buffer.allocUnsafeSlow(1024 + spans.length * BYTES_OF_SPAN);
  const writer = new PbfWriter(buffer);
  for (const ofResource of byResource(spans)) writer.writeMessage(1, writeResourceSpans, ofResource);
  return writer.finish();
}

function byResource(spans: readonly ReadableSpan[]): ReadonlyMap<Resource, ByScope> {
  const grouped = new Map<Resource, Map<Scope, ReadableSpan[]>>();
  for (const span of spans) {
    let byScope = grouped.get(span.resource);
    if (byScope === undefined) grouped.set(span.resource, (byScope = new Map()));
    const ofScope = byScope.get(span.instrumentationScope);
    if (ofScope === undefined) byScope.set(span.instrumentationScope, [span]);
    else ofScope.push(span);
  }
  return grouped;
}

function writeResourceSpans([resource, byScope]: readonly [Resource, ByScope], writer: PbfWriter): void {
  writer.writeMessage(1, writeResource, resource);
  for (const ofScope of byScope) writer.writeMessage(2, writeScopeSpans, ofScope);
  if (resource.schemaUrl !== undefined) writeText(3, resource.schemaUrl, writer);
}

function writeResource({ attributes }: Resource, writer: PbfWriter): void {
  writeAttributes(1, attributes, writer);
}

function writeScopeSpans([scope, spans]: readonly [Scope, readonly ReadableSpan[]], writer: PbfWriter): void {
  writer.writeMessage(1, writeScope, scope);
  const described: Described = new Map();
  for (const span of spans) writeSpanField(2, span, writer, described);
  if (scope.schemaUrl !== undefined) writeText(3, scope.schemaUrl, writer);
}

function writeScope({ name, version }: Scope, writer: PbfWriter): void {
  writeText(1, name, writer);
  if (version !== undefined) writeText(2, version, writer);
}

const LENGTH_DELIMITED = 2;
const FIXED_64 = 1;

/** Nearly all spans have a length that takes two bytes: with those left free, nothing is moved to make room for it. */
function writeSpanField(field: number, span: ReadableSpan, writer: PbfWriter, described: Described): void {
  writer.writeTag(field, LENGTH_DELIMITED);
  writer.realloc(2);
  const start = writer.pos;
  writer.pos += 2;
  writeSpan(span, writer, described);
  const length = writer.pos - start - 2;
  if (length >= 1 << 7 && length < 1 << 14) {
    writer.buf[start] = (length & 0x7f) | 0x80;
    writer.buf[start + 1] = length >> 7;
  } else {
    const written = writer.buf.slice(start + 2, writer.pos);
    writer.pos = start;
    writer.writeBytes(written);
    // It lies elsewhere now.
    described.delete(span.attributes);
  }
}

function writeSpan(span: ReadableSpan, writer: PbfWriter, described: Described): void {
  const { traceId, spanId, traceState, traceFlags } = span.spanContext();
  const { parentSpanContext: parent, status } = span;
  writeId(1, traceId, writer);
  writeId(2, spanId, writer);
  if (traceState !== undefined) writeText(3, traceState.serialize(), writer);
  if (parent !== undefined) writeId(4, parent.spanId, writer);
  writeTime(7, span.startTime, writer);
  writeTime(8, span.endTime, writer);
  writeDescription(span, writer, described);
  writeCount(10, span.droppedAttributesCount, writer);
  for (const event of span.events) writer.writeMessage(11, writeEvent, event);
  writeCount(12, span.droppedEventsCount, writer);
  for (const link of span.links) writer.writeMessage(13, writeLink, link);
  writeCount(14, span.droppedLinksCount, writer);
  if (status.code !== 0 || status.message !== undefined) writer.writeMessage(15, writeStatus, status);
  writer.writeFixed32Field(16, flagsOf(traceFlags, parent?.isRemote));
}

/** By attributes: whose they were first, and where in the buffer that is described. */
type Described = Map<Attributes, { readonly name: string; readonly start: number; readonly end: number }>;

/** Name, kind and attributes. The spans of a stage share theirs: they are written once and then copied. */
function writeDescription(span: ReadableSpan, writer: PbfWriter, described: Described): void {
  const { name, kind, attributes } = span;
  const known = kind === SpanKind.INTERNAL ? described.get(attributes) : undefined;
  if (known?.name === name) {
    const { start, end } = known;
    writer.realloc(end - start);
    writer.buf.copyWithin(writer.pos, start, end);
    writer.pos += end - start;
    return;
  }
  const start = writer.pos;
  writeText(5, name, writer);
  writer.writeVarintField(6, kind + 1);
  writeAttributes(9, attributes, writer);
  if (kind === SpanKind.INTERNAL) described.set(attributes, { name, start, end: writer.pos });
}

function writeEvent({ time, name, attributes, droppedAttributesCount }: TimedEvent, writer: PbfWriter): void {
  writeTime(1, time, writer);
  writeText(2, name, writer);
  if (attributes !== undefined) writeAttributes(3, attributes, writer);
  writeCount(4, droppedAttributesCount, writer);
}

function writeLink({ context, attributes, droppedAttributesCount }: Link, writer: PbfWriter): void {
  writeId(1, context.traceId, writer);
  writeId(2, context.spanId, writer);
  if (context.traceState !== undefined) writeText(3, context.traceState.serialize(), writer);
  if (attributes !== undefined) writeAttributes(4, attributes, writer);
  writeCount(5, droppedAttributesCount, writer);
  writer.writeFixed32Field(6, flagsOf(context.traceFlags, context.isRemote));
}

function writeStatus({ message, code }: SpanStatus, writer: PbfWriter): void {
  if (message !== undefined) writeText(2, message, writer);
  writer.writeVarintField(3, code);
}

/** A field that is left out is nought. */
function writeCount(field: number, count: number | undefined, writer: PbfWriter): void {
  if (count !== undefined && count > 0) writer.writeVarintField(field, count);
}

/** W3C's flags, that it is known whether the span before is of another process, and whether it is. */
function flagsOf(traceFlags: number, isRemote: boolean | undefined): number {
  return (traceFlags & 0xff) | 0x100 | (isRemote === true ? 0x200 : 0);
}

const ENCODER = new TextEncoder();

/**
 * Most texts are short and plain: those are written as they are read. pbf's own way loses characters beyond the first two planes of
 * Unicode, such as rare Chinese ones.
 */
function writeText(field: number, text: string, writer: PbfWriter): void {
  const { length } = text;
  writer.writeTag(field, LENGTH_DELIMITED);
  writer.realloc(1 + length);
  const { buf, pos } = writer;
  let at = 0;
  if (length < 1 << 7) {
    for (; at < length; at += 1) {
      const code = text.charCodeAt(at);
      if (code >= 1 << 7) break;
      buf[pos + 1 + at] = code;
    }
  }
  if (at === length) {
    buf[pos] = length;
    writer.pos = pos + 1 + length;
  } else writer.writeBytes(ENCODER.encode(text));
}

/** @param id hexadecimal digits */
function writeId(field: number, id: string, writer: PbfWriter): void {
  const bytes = id.length >> 1;
  writer.writeTag(field, LENGTH_DELIMITED);
  writer.writeVarint(bytes);
  writer.realloc(bytes);
  const { buf, pos } = writer;
  for (let at = 0; at < bytes; at += 1) {
    buf[pos + at] = (digitOf(id.charCodeAt(2 * at)) << 4) | digitOf(id.charCodeAt(2 * at + 1));
  }
  writer.pos = pos + bytes;
}

/** The low four bits of `0` to `9` are the digit, those of `a` and `A` are 1. */
function digitOf(code: number): number {
  return (code & 0xf) + (code > 0x39 ? 9 : 0);
}

/** Nanoseconds since 1970 in 64 bits, of which a number of JavaScript's keeps 53. */
function writeTime(field: number, [seconds, nanos]: HrTime, writer: PbfWriter): void {
  // Those of the low and of the high half of the seconds are exact; the high ones count 2 ** 16 times.
  const low = (seconds % 0x10000) * 1e9 + nanos;
  const high = Math.floor(seconds / 0x10000) * 1e9;
  const lower = (high % 0x10000) * 0x10000 + (low % 2 ** 32);
  const upper = Math.floor(high / 0x10000) + Math.floor(low / 2 ** 32) + Math.floor(lower / 2 ** 32);
  writer.writeTag(field, FIXED_64);
  writer.writeFixed32(lower % 2 ** 32);
  writer.writeFixed32(upper);
}

type Value = Attributes[string] | null;

function writeAttributes(field: number, attributes: Attributes, writer: PbfWriter): void {
  for (const attribute of Object.entries(attributes)) writer.writeMessage(field, writeAttribute, attribute);
}

function writeAttribute([name, value]: readonly [string, Value], writer: PbfWriter): void {
  writeText(1, name, writer);
  writer.writeMessage(2, writeValue, value);
}

function writeValue(value: Value, writer: PbfWriter): void {
  if (typeof value === 'string') writeText(1, value, writer);
  else if (typeof value === 'boolean') writer.writeBooleanField(2, value);
  else if (typeof value === 'number') {
    if (Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63) writer.writeVarintField(3, value);
    else writer.writeDoubleField(4, value);
  } else if (Array.isArray(value)) writer.writeMessage(5, writeValues, value);
}

function writeValues(values: readonly Value[], writer: PbfWriter): void {
  for (const value of values) writer.writeMessage(1, writeValue, value);
}
