import { documentParsing, EngineError, illegalArgument, reworded } from '../errors.ts';
import type { Json, JsonObject, Location } from '../json/parse.ts';
import { isObject, locate, parseJson } from '../json/parse.ts';
import { dynamicField } from './dynamic.ts';
import type { Field, ObjectNode } from './field.ts';
import { isField } from './field.ts';
import type { IndexMapping } from './index-mapping.ts';
import { javaText } from './normalise.ts';
import type { FieldValue } from './value.ts';
import { readValue } from './value.ts';

/** A document as its fields see it. */
export interface ParsedDocument {
  readonly values: ReadonlyMap<Field, readonly FieldValue[]>;
  /** Fields that the mapping lacks, as a normalised mapping to merge; null when it knows all. The values hold only known fields then. */
  readonly addition: JsonObject | null;
  /** Paths of fields whose value was malformed or too long to index, in order. */
  readonly ignored: readonly string[];
}

export interface SourceDocument {
  readonly id: string;
  readonly text: string;
  readonly json: JsonObject;
}

/**
 * Reads a document by its mapping.
 * @throws EngineError `document_parsing_exception`, `strict_dynamic_mapping_exception`
 */
export function parseDocument(mapping: IndexMapping, source: SourceDocument): ParsedDocument {
  const parser = new DocumentParser(mapping, source);
  parser.object(mapping.root, source.json, []);
  return { values: parser.values, addition: parser.addition, ignored: [...parser.ignored].sort() };
}

type Path = readonly (string | number)[];

class DocumentParser {
  readonly values = new Map<Field, FieldValue[]>();
  addition: JsonObject | null = null;
  readonly ignored = new Set<string>();
  readonly #mapping: IndexMapping;
  readonly #source: SourceDocument;

  constructor(mapping: IndexMapping, source: SourceDocument) {
    this.#mapping = mapping;
    this.#source = source;
  }

  object(node: ObjectNode, object: JsonObject, path: Path): void {
    if (!node.enabled) return;
    for (const [key, value] of Object.entries(object)) {
      const child = node.children.get(key);
      if (child !== undefined) this.#child(child, value, [...path, key]);
      else if (key.includes('.')) this.#dotted(node, key, value, path);
      else if (key.trim() === '') this.#blankName(key, path);
      else this.#unknown(node, key, value, [...path, key]);
    }
  }

  #dotted(node: ObjectNode, key: string, value: Json, path: Path): void {
    const parts = key.split('.');
    if (parts.includes('')) this.#blankName(key, path);
    let at = node;
    for (const [i, part] of parts.entries()) {
      const child = at.children.get(part);
      if (child === undefined) {
        const rest = parts.slice(i + 1).reduceRight((inner: Json, name) => ({ [name]: inner }), value);
        this.#unknown(at, part, rest, [...path, key]);
        return;
      }
      if (i === parts.length - 1) return this.#child(child, value, [...path, key]);
      if (isField(child)) {
        const reason = `object mapping for [${child.path}] tried to parse field [${part}] as object, but found a concrete value`;
        throw this.#fail(reason, [...path, key]);
      }
      at = child;
    }
  }

  #blankName(key: string, path: Path): never {
    const reason =
      key.trim() === ''
        ? 'field name cannot be an empty string'
        : `field name cannot contain only the character [.] or empty parts: [${key}]`;
    throw this.#fail(`failed to parse: ${reason}`, path, illegalArgument(reason));
  }

  #child(child: ObjectNode | Field, value: Json, path: Path): void {
    if (isField(child)) {
      if (child.type === 'dense_vector') this.#leaf(child, value, path);
      else this.#each(value, path, (item, at) => this.#leaf(child, item, at));
      return;
    }
    if (!child.enabled) return;
    this.#each(value, path, (item, at) => {
      if (item === null) return;
      if (isObject(item)) return this.object(child, item, at);
      // Inside an array a value has no name.
      const name = typeof at.at(-1) === 'number' ? 'null' : (child.path.split('.').at(-1) ?? '');
      throw this.#fail(
        `object mapping for [${child.path}] tried to parse field [${name}] as object, but found a concrete value`,
        at,
      );
    });
  }

  #each(value: Json, path: Path, visit: (item: Json, path: Path) => void): void {
    if (!Array.isArray(value)) return visit(value, path);
    value.forEach((item, i) => this.#each(item, [...path, i], visit));
  }

  #leaf(field: Field, value: Json, path: Path): void {
    for (const target of [field, ...field.multiFields]) this.#store(target, value, path);
    for (const name of field.copyTo) this.#copy(name, value, path);
  }

  #store(field: Field, value: Json, path: Path): void {
    const given = value ?? field.nullValue ?? null;
    if (given === null) return;
    let read: FieldValue;
    try {
      read = readValue(field, given);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (field.ignoreMalformed && !isObject(given)) return this.#ignore(field);
      throw this.#valueFault(field, given, path, error);
    }
    if (field.type === 'keyword') {
      if (String(read).length > field.ignoreAbove) return this.#ignore(field);
      read = field.analyzer.tokens(String(read))[0]?.text ?? '';
    }
    const values = this.values.get(field);
    if (values === undefined) this.values.set(field, [read]);
    else if (field.type === 'dense_vector') {
      throw this.#fail(
        `failed to parse: Field [${field.path}] of type [dense_vector] doesn't support indexing multiple values for the same field in the same document`,
        path,
      );
    } else values.push(read);
    if (field.type === 'dense_vector' && field.dims === 0) this.#foundDims(field, read as Float32Array);
  }

  #ignore(field: Field): void {
    this.ignored.add(field.path);
  }

  #foundDims(field: Field, vector: Float32Array): void {
    this.#add(field.path, { ...field.json, dims: vector.length });
  }

  #copy(name: string, value: Json, path: Path): void {
    const target = this.#mapping.fields.get(name);
    if (target !== undefined) this.#store(target, value, path);
    else if (value !== null) this.#addDynamic(name, value, path);
  }

  #unknown(node: ObjectNode, name: string, value: Json, path: Path): void {
    const full = node.path === '' ? name : `${node.path}.${name}`;
    if (node.dynamic === 'false') return;
    if (node.dynamic === 'strict') {
      if (value === null) return;
      const { line, col } = this.#location(path);
      throw new EngineError({
        type: 'strict_dynamic_mapping_exception',
        reason: `[${line}:${col}] mapping set to strict, dynamic introduction of [${name}] within [${node.path === '' ? '_doc' : node.path}] is not allowed`,
        status: 400,
      });
    }
    this.#addUnknown(full, value, path);
  }

  #addUnknown(full: string, value: Json, path: Path): void {
    if (isObject(value)) {
      this.#add(full, { type: 'object' });
      for (const [key, inner] of Object.entries(value)) {
        if (key.split('.').some((part) => part.trim() === '')) this.#blankName(key, path);
        this.#addUnknown(`${full}.${key}`, inner, [...path, key]);
      }
      return;
    }
    if (Array.isArray(value)) {
      const flat = flattened(value);
      if (flat.some(isObject)) {
        value.forEach((item, i) => this.#addUnknown(full, item, [...path, i]));
        return;
      }
      const numbers =
        flat.length >= 128 && flat.length <= 4096 && flat.every((item) => typeof item === 'number');
      if (numbers && flat.some((item) => !Number.isInteger(item))) {
        this.#add(full, dynamicField(this.#mapping, flat, 'vector') ?? {});
        return;
      }
      const first = flat.findIndex((item) => item !== null);
      if (first >= 0) this.#addDynamic(full, flat[first] as Json, [...path, ...firstIndex(value)]);
      return;
    }
    if (value !== null) this.#addDynamic(full, value, path);
  }

  #addDynamic(full: string, value: Json, path: Path): void {
    const field = dynamicField(this.#mapping, value, this.#isFloat(value, path) ? 'float' : 'plain');
    if (field !== undefined) this.#add(full, field);
  }

  /** `1.0` makes a float field and `1` a long one, which only the text tells apart. */
  #isFloat(value: Json, path: Path): boolean {
    if (typeof value !== 'number') return false;
    if (!Number.isInteger(value)) return true;
    let literal = '';
    const key = path.join('\0');
    parseJson(this.#source.text, (at, text) => {
      if (literal === '' && at.join('\0') === key) literal = text;
    });
    return /[.eE]/.test(literal);
  }

  #add(full: string, field: JsonObject): void {
    this.addition ??= {};
    let node = this.addition;
    const names = full.split('.');
    names.forEach((name, i) => {
      const properties = (node['properties'] ??= {}) as JsonObject;
      delete node['type'];
      const known = properties[name];
      if (i < names.length - 1) properties[name] ??= {};
      else if (known === undefined) properties[name] = { ...field };
      node = properties[name] as JsonObject;
    });
  }

  #valueFault(field: Field, value: Json, path: Path, cause: EngineError): EngineError {
    if (field.type === 'dense_vector') {
      const reason = cause.reason.replace('[document with id]', `[document with id '${this.#source.id}']`);
      const inner = reworded(cause, reason);
      return this.#fail(`failed to parse: ${reason}`, path, inner);
    }
    const reason = `failed to parse field [${field.path}] of type [${field.type}] in document with id '${this.#source.id}'. Preview of field's value: '${javaText(value)}'`;
    const { line, col } = this.#location(path);
    const placed = cause.reason.replace('Expected text but', `Expected text at ${line}:${col} but`);
    return this.#fail(reason, path, reworded(cause, placed));
  }

  #fail(reason: string, path: Path, cause?: EngineError): EngineError {
    const { line, col } = this.#location(path);
    return documentParsing(`[${line}:${col}] ${reason}`, cause);
  }

  #location(path: Path): Location {
    let at = 0;
    const key = path.join('\0');
    parseJson(this.#source.text, (seen, _, start) => {
      if (at === 0 && seen.join('\0') === key) at = start;
    });
    return locate(this.#source.text, at);
  }
}

function flattened(value: Json): Json[] {
  return Array.isArray(value) ? value.flatMap(flattened) : [value];
}

/** Indices that lead to the first value that is not null. */
function firstIndex(value: readonly Json[]): number[] {
  const at = value.findIndex((item) => flattened(item).some((inner) => inner !== null));
  const inner = value[at];
  return Array.isArray(inner) ? [at, ...firstIndex(inner)] : [at];
}
