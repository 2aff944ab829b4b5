import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type ParsedNode } from 'yaml';
import { type Fault, formatPath } from './fault.ts';
import { MAX_DEPTH, refusal } from './yaml-limits.ts';

export type Path = readonly PropertyKey[];

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface YamlText {
  /** Plain objects, arrays and scalars; undefined for an empty file and for one that cannot be read. */
  readonly value: unknown;
  readonly faults: readonly Fault[];
  /** Where a key stands, or the nearest thing around it that is in the file. */
  position(path: Path): Position;
}

/**
 * Reads YAML as data and nothing else: anchors, aliases, merge keys, tags, repeated keys and several
 * documents are faults, so that a file means what it says and cannot grow when it is read.
 */
export function readYaml(text: string, file: string): YamlText {
  const lines = new LineCounter();
  const positions = new Map<string, number>();
  const faults: Fault[] = [];
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const fault = (offset: number, path: Path, message: string): undefined => {
    faults.push({ file, ...at(offset), path: formatPath(path), message, suggestion: null });
    return undefined;
  };

  const unreadable = refusal(text);
  if (unreadable !== undefined) {
    const before = text.slice(0, unreadable.offset).split('\n');
    const position = { line: before.length, column: before.at(-1)!.length + 1 };
    const { message } = unreadable;
    return {
      value: undefined,
      faults: [{ file, ...position, path: '', message, suggestion: null }],
      position: () => position,
    };
  }

  /** Plain value of a node, noting where everything stands. */
  function plain(node: ParsedNode | null, path: Path): unknown {
    if (node === null) return null;
    if (!positions.has(keyOf(path))) positions.set(keyOf(path), node.range[0]);
    if (path.length > MAX_DEPTH) return fault(node.range[0], path, `more than ${MAX_DEPTH} levels deep`);
    if (isAlias(node) || node.anchor !== undefined) {
      return fault(node.range[0], path, 'anchors and aliases are not supported; write the value out');
    }
    if (node.tag !== undefined)
      return fault(node.range[0], path, 'tags are not supported; write a plain value');
    if (isScalar(node)) return node.value;
    if (isSeq<ParsedNode>(node)) return node.items.map((item, index) => plain(item, [...path, index]));
    return isMap<ParsedNode, ParsedNode | null>(node) ? mapping(node.items, path) : undefined;
  }

  function mapping(
    items: readonly { readonly key: ParsedNode; readonly value: ParsedNode | null }[],
    path: Path,
  ): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    for (const { key, value } of items) {
      if (!isScalar(key) || key.anchor !== undefined || key.tag !== undefined) {
        fault(key.range[0], path, 'a key must be plain text');
        continue;
      }
      const name = typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
      const inner = [...path, name];
      positions.set(keyOf(inner), key.range[0]);
      if (name === '<<') fault(key.range[0], path, 'merge keys are not supported; write the keys out');
      else if (name === '__proto__') fault(key.range[0], path, 'no key may be called __proto__');
      else entries.push([name, plain(value, inner)]);
    }
    return Object.fromEntries(entries);
  }

  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: false });
  // Warnings are unknown directives and tags: nothing that a configuration should contain.
  for (const { code, pos, message } of [...document.errors, ...document.warnings]) {
    if (code !== 'TAG_RESOLVE_FAILED') fault(pos[0], [], MESSAGES.get(code) ?? message);
  }
  const broken = document.errors.some(({ code }) => code !== 'DUPLICATE_KEY');
  const value = broken ? undefined : (plain(document.contents, []) ?? undefined);

  return {
    value,
    faults,
    position(path) {
      for (let length = path.length; length >= 0; length--) {
        const offset = positions.get(keyOf(path.slice(0, length)));
        if (offset !== undefined) return at(offset);
      }
      return { line: 1, column: 1 };
    },
  };
}

const MESSAGES = new Map<string, string>([
  ['DUPLICATE_KEY', 'this key stands twice'],
  ['TAB_AS_INDENT', 'indent with blanks, not tabs'],
  ['MULTIPLE_DOCS', 'one document only; remove the second ---'],
]);

function keyOf(path: Path): string {
  return JSON.stringify(path);
}
