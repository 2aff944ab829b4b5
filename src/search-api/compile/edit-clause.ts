import type { TextClause } from '../../domain/search-request.ts';
import type { Replacement } from '../../json/splice.ts';
import { encodeString } from '../../json/text.ts';
import type { ClauseContext } from './context.ts';
import { countingOf, required } from './counting.ts';
import { splitFields } from './fields.ts';
import { isSyntax, plainInSyntax, type SyntaxKind, slotsInSyntax } from './syntax.ts';
import { clauseOfSlots, clauseOfText } from './text-clause.ts';

/** What becomes of one clause; nothing where it stays as the caller wrote it. */
export interface Edit {
  readonly replacement?: Replacement;
  readonly note?: unknown;
}

/** Writes the understood query into one clause of the caller's: its words, only its text, or nothing. */
export function editClause(clause: TextClause, context: ClauseContext): Edit {
  const { reading, index } = context;
  const { words, exact } = splitFields(clause.fields, index);
  // Keywords, numbers and dates compare the text as it was typed.
  if (words.length === 0 && exact.length > 0) return {};
  // Words say more than the text does where a stage changed them, or an analyzer would cut them.
  const asSlots = !reading.isPlain || reading.isCut || mayDoWithout(clause, context);
  if (isSyntax(clause.kind)) return editSyntax(clause, clause.kind, context, asSlots);
  const dsl = asSlots ? clauseOfSlots(clause, context) : undefined;
  if (dsl !== undefined) return { replacement: { ...clause.range, bytes: Buffer.from(dsl) } };
  const note = asSlots ? { note: { keptClause: clause.kind } } : {};
  if (reading.query.text === reading.query.typed) return note;
  const withText = clauseOfText(clause, context);
  return {
    ...note,
    replacement:
      withText === undefined
        ? { ...clause.textRange, bytes: encodeString(reading.query.text) }
        : { ...clause.range, bytes: Buffer.from(withText) },
  };
}

/** Whether the caller counts words of which some may be left out. */
function mayDoWithout({ options }: TextClause, { reading }: ClauseContext): boolean {
  const counting = countingOf(options);
  const { slots } = reading.query;
  return counting !== undefined && required(slots, counting).length < slots.length;
}

/** Options under which quotes mean something else than words side by side. */
const OTHER_QUOTES = ['flags', 'quote_field_suffix'];

function editSyntax(
  clause: TextClause,
  kind: SyntaxKind,
  { reading, index }: ClauseContext,
  asSlots: boolean,
): Edit {
  const { query } = reading;
  const { exact } = splitFields(clause.fields, index);
  const note = { note: { keptClause: kind } };
  if (exact.length > 0) return asSlots || query.text !== query.typed ? note : {};
  const type = clause.options.get('type')?.toLowerCase() ?? '"best_fields"';
  const speaks = type.endsWith('_fields"') && !OTHER_QUOTES.some((name) => clause.options.has(name));
  const all = clause.options.get('default_operator')?.toLowerCase() === '"and"';
  const slots = asSlots && speaks ? slotsInSyntax(reading, { kind, all }) : undefined;
  const words = slots ?? (query.text === query.typed ? query.typed : plainInSyntax(query.text));
  return {
    ...(asSlots && slots === undefined ? note : {}),
    ...(words === query.typed ? {} : { replacement: { ...clause.textRange, bytes: encodeString(words) } }),
  };
}
