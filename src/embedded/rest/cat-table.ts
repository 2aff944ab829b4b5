import { wildcard } from '../engine/names.ts';
import { illegalArgument } from '../errors.ts';
import type { Call, Reply } from './call.ts';
import { ok } from './call.ts';

export interface Column {
  readonly name: string;
  readonly aliases: readonly string[];
  /** Shown without `h`. */
  readonly standard: boolean;
  readonly right?: boolean;
}

/** By the name of the column. */
export type Row = Readonly<Record<string, string | null>>;

/** `aliases` parted by commas. */
export const column = (name: string, aliases: string, right = false, standard = true): Column => ({
  name,
  aliases: aliases.split(','),
  standard,
  right,
});

/** Rows as a table for people, or as JSON when asked: `h` chooses columns, `s` sorts, `v` adds a head, `help` explains. */
export function render(call: Call, columns: readonly Column[], rows: readonly Row[]): Reply {
  if (call.flag('help')) {
    const width = Math.max(...columns.map(({ name }) => name.length));
    return {
      status: 200,
      text: columns.map(({ name, aliases }) => `${name.padEnd(width)} | ${aliases.join(',')} |\n`).join(''),
    };
  }
  const shown = chosen(call, columns);
  const sorted = ordered(call.text('s'), columns, rows);
  const accept = call.headers.get('accept') ?? '';
  const format = call.text('format') ?? (/\bjson\b/.test(accept) ? 'json' : 'text');
  if (format === 'json') {
    return ok(
      sorted.map((row) =>
        Object.fromEntries(shown.map(({ key, column: { name } }) => [key, row[name] ?? null])),
      ),
    );
  }
  if (format !== 'text' && format !== 'txt')
    throw illegalArgument(`[${format}] is not a format of the embedded engine`);
  const head = call.flag('v')
    ? [Object.fromEntries(shown.map(({ key, column: { name } }) => [name, key]))]
    : [];
  const lines = [...head, ...sorted];
  const widths = shown.map(({ column: { name } }) =>
    Math.max(0, ...lines.map((row) => (row[name] ?? '').length)),
  );
  const text = lines
    .map((row) => {
      const cells = shown.map(({ column: { name, right } }, i) => {
        const cell = row[name] ?? '';
        const width = widths[i] ?? 0;
        if (right === true) return cell.padStart(width);
        return i === shown.length - 1 ? cell : cell.padEnd(width);
      });
      return `${cells.join(' ')}\n`;
    })
    .join('');
  return { status: 200, text };
}

interface Shown {
  /** The name as it was asked for. */
  readonly key: string;
  readonly column: Column;
}

function chosen(call: Call, columns: readonly Column[]): Shown[] {
  const asked = call.text('h')?.split(',');
  if (asked === undefined) {
    return columns.filter(({ standard }) => standard).map((entry) => ({ key: entry.name, column: entry }));
  }
  return asked.flatMap((raw) => {
    const key = raw.trim();
    if (key.includes('*')) {
      const test = wildcard(key);
      return columns
        .filter(({ name }) => test.test(name))
        .map((entry) => ({ key: entry.name, column: entry }));
    }
    const found =
      columns.find(({ name }) => name === key) ?? columns.find(({ aliases }) => aliases.includes(key));
    return found === undefined ? [] : [{ key, column: found }];
  });
}

function ordered(sort: string | undefined, columns: readonly Column[], rows: readonly Row[]): readonly Row[] {
  if (sort === undefined) return rows;
  const keys = sort.split(',').map((part) => {
    const [key = '', direction] = part.split(':');
    const found = columns.find(({ name, aliases }) => name === key || aliases.includes(key));
    if (found === undefined) {
      throw illegalArgument(`Unable to sort by unknown sort key \`${key}\``);
    }
    return { name: found.name, sign: direction === 'desc' ? -1 : 1 };
  });
  return rows.toSorted((a, b) => {
    for (const { name, sign } of keys) {
      const order = compare(a[name] ?? '', b[name] ?? '');
      if (order !== 0) return order * sign;
    }
    return 0;
  });
}

function compare(left: string, right: string): number {
  const numeric = Number(left) - Number(right);
  if (!Number.isNaN(numeric)) return numeric;
  return left < right ? -1 : left > right ? 1 : 0;
}
