import type { CharFilter, FilteredText } from './token-stream.ts';

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Applies edits (ascending, without overlaps) and remembers where each offset came from. */
function edited(text: string, edits: readonly Edit[]): FilteredText {
  if (edits.length === 0) return { text, original: (offset) => offset };
  let out = '';
  let from = 0;
  // Offset in the result after each edit, and how far the original lies ahead from there on.
  const marks: { at: number; shift: number }[] = [];
  for (const edit of edits) {
    out += text.slice(from, edit.start) + edit.text;
    from = edit.end;
    marks.push({ at: out.length, shift: from - out.length });
  }
  out += text.slice(from);
  const original = (offset: number): number => {
    let shift = 0;
    for (const mark of marks) {
      if (mark.at > offset) break;
      shift = mark.shift;
    }
    return offset + shift;
  };
  return { text: out, original };
}

/** Lucene's MappingCharFilter: `from => to` rules, the longest at a place wins. */
export function mappingCharFilter(rules: ReadonlyMap<string, string>): CharFilter {
  const keys = [...rules.keys()].filter((key) => key !== '').sort((a, b) => b.length - a.length);
  return (text) => {
    const edits: Edit[] = [];
    for (let at = 0; at < text.length;) {
      const key = keys.find((candidate) => text.startsWith(candidate, at));
      if (key !== undefined) edits.push({ start: at, end: at + key.length, text: rules.get(key) ?? '' });
      at += key?.length ?? 1;
    }
    return edited(text, edits);
  };
}

/** Java's replaceAll with `$1` groups. */
export function patternCharFilter(pattern: string, replacement: string): CharFilter {
  const expression = new RegExp(pattern, 'gu');
  const template = replacement.replace(/\$(?!\d)/g, '$$$$');
  const single = new RegExp(pattern, 'u');
  return (text) => {
    const edits = Array.from(text.matchAll(expression), (found): Edit => {
      const replaced = found[0].replace(single, template);
      return { start: found.index, end: found.index + found[0].length, text: replaced };
    });
    return edited(text, edits);
  };
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};
const BLOCK = /^<\/?(?:p|br|div|li|ul|ol|h[1-6]|table|tr|td|th|hr|pre|blockquote|section|article)\b/i;

/** Tags off, entities decoded; block tags become a line break. */
export const htmlStrip: CharFilter = (text) => {
  const edits: Edit[] = [];
  const pattern =
    /<!--[^]*?-->|<(script|style)\b[^]*?<\/\1\s*>|<\/?[a-z][^<>]*>|&(#\d+|#x[\da-f]+|[a-z]+);/giu;
  for (const found of text.matchAll(pattern)) {
    const [all, , entity] = found;
    const end = found.index + all.length;
    if (entity === undefined) {
      edits.push({ start: found.index, end, text: BLOCK.test(all) ? '\n' : '' });
      continue;
    }
    const decoded = decode(entity);
    if (decoded !== undefined) edits.push({ start: found.index, end, text: decoded });
  }
  return edited(text, edits);
};

function decode(entity: string): string | undefined {
  if (!entity.startsWith('#')) return ENTITIES[entity];
  const hex = entity[1] === 'x' || entity[1] === 'X';
  const point = Number.parseInt(entity.slice(hex ? 2 : 1), hex ? 16 : 10);
  return point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}
