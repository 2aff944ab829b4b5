import type {
  Expansion,
  ExpansionAlternative,
  ExpansionSlot,
  RuleMatch,
  RuleTerm,
  Tokenise,
} from '../expansion.ts';
import { filledCondition } from './condition.ts';
import type { InputTerm } from './input.ts';
import type { RuleFiring } from './match.ts';
import type { StoredOrder } from './stored-rule.ts';
import { filled } from './terms.ts';

export interface ApplyOptions {
  readonly file: string;
  readonly multiplicative: boolean;
  readonly fold: (text: string) => string;
  readonly tokenise: Tokenise;
}

type Draft = {
  -readonly [Key in keyof Omit<Expansion, 'slots'>]: Expansion[Key] extends readonly (infer Item)[]
    ? Item[]
    : Expansion[Key];
} & { slots: DraftSlot[] };

interface DraftSlot extends ExpansionSlot {
  alternatives: ExpansionAlternative[];
}

/** The expansion once these rules have been applied in order; their places are those of its slots as it came. */
export function applied(
  expansion: Expansion,
  firings: readonly RuleFiring[],
  options: ApplyOptions,
): Expansion {
  if (firings.length === 0) return expansion;
  // Slots are numbered by the term they are for, so that one that is deleted moves no other.
  const numbers = expansion.slots.map(({ term }) => term);
  const draft = copyOf(expansion);
  for (const firing of firings) {
    const places = numbers.slice(firing.start, firing.end);
    for (const instruction of firing.rule.instructions)
      apply(draft, { firing, places, instruction }, options);
    draft.matched.push(matchOf(firing, options.file));
  }
  return draft;
}

interface Step {
  readonly firing: RuleFiring;
  /** Terms that the input covers, by number. */
  readonly places: readonly number[];
  readonly instruction: StoredOrder;
}

function apply(draft: Draft, step: Step, options: ApplyOptions): void {
  const { firing, instruction } = step;
  const { wildcard } = firing;
  const rule = firing.rule.id;
  switch (instruction.kind) {
    case 'synonym':
      return addSynonym(draft, step, options);
    case 'delete':
      return deleteTerms(draft, step, options);
    case 'up':
    case 'down': {
      const { kind: by, factor } = instruction;
      if (factor === 0) return;
      const condition = filledCondition(instruction.condition, wildcard);
      const mode = options.multiplicative ? { mode: 'multiply' as const } : {};
      draft.boosts.push({ by, factor, ...mode, condition, rule });
      return;
    }
    case 'filter':
      draft.filters.push({ condition: instruction.condition, rule });
      return;
    case 'decorate':
      draft.decorations.push({ key: instruction.key, value: instruction.value, rule });
      return;
    case 'redirect':
      draft.redirects.push({ key: null, value: instruction.value, rule });
      return;
    case 'pin':
      draft.pins.push({ ids: instruction.ids, position: instruction.position, rule });
      return;
    case 'bury':
      draft.buries.push({ ids: instruction.ids, rule });
      return;
    case 'hide':
      draft.hides.push({ ids: instruction.ids, rule });
      return;
    case 'leg':
      draft.legs.push({ leg: instruction.leg, weight: instruction.weight, rule });
      return;
    case 'rerank':
      draft.rerankOff.push(rule);
  }
}

/** Beside every term of the input; where the input covers a part of a term, with the rest of it. */
function addSynonym(draft: Draft, { firing, places, instruction }: Step, { tokenise }: ApplyOptions): void {
  if (instruction.kind !== 'synonym') return;
  const added = filled(instruction.terms, firing.wildcard);
  const { before, after } = firing;
  const rest = (text: string): readonly RuleTerm[] => tokenise(text).map((word) => ({ text: word }));
  const terms = before === '' && after === '' ? added : [...rest(before), ...added, ...rest(after)];
  const alternative: ExpansionAlternative = { terms, weight: instruction.weight, rule: firing.rule.id };
  for (const slot of draft.slots) if (places.includes(slot.term)) slot.alternatives.push(alternative);
}

/** Takes terms out one by one; the last thing that a query says always stays. */
function deleteTerms(draft: Draft, { firing, places, instruction }: Step, { fold }: ApplyOptions): void {
  if (instruction.kind !== 'delete') return;
  if (firing.before !== '' || firing.after !== '') return;
  const wanted = instruction.terms;
  for (const place of places) {
    const term = draft.terms[place];
    const slot = draft.slots.find((one) => one.term === place);
    if (term === undefined || slot === undefined || !isWanted(term, slot, { wanted, fold })) continue;
    const others = slot.alternatives.filter(({ rule }) => rule !== undefined);
    if (others.length > 0) slot.alternatives = others;
    else if (draft.slots.length > 1) draft.slots = draft.slots.filter((one) => one !== slot);
    else continue;
    draft.deleted.push(term.text);
  }
}

function isWanted(
  term: RuleTerm,
  slot: ExpansionSlot,
  { wanted, fold }: { readonly wanted: readonly InputTerm[]; readonly fold: (text: string) => string },
): boolean {
  const stands = slot.alternatives.some(({ rule }) => rule === undefined);
  return stands && wanted.some((one) => matches(one, term, fold(term.text)));
}

function matches({ text, fields, wildcard }: InputTerm, term: RuleTerm, folded: string): boolean {
  const sameField =
    fields === undefined || term.fields === undefined
      ? fields === term.fields
      : fields.some((field) => term.fields!.includes(field));
  if (!sameField) return false;
  if (wildcard === 'none') return folded === text;
  const affix = wildcard === 'prefix' ? folded.startsWith(text) : folded.endsWith(text);
  return affix && folded.length > text.length;
}

function copyOf(expansion: Expansion): Draft {
  return {
    query: expansion.query,
    terms: [...expansion.terms],
    slots: expansion.slots.map(({ term, alternatives }) => ({ term, alternatives: [...alternatives] })),
    boosts: [...expansion.boosts],
    filters: [...expansion.filters],
    deleted: [...expansion.deleted],
    decorations: [...expansion.decorations],
    redirects: [...expansion.redirects],
    pins: [...expansion.pins],
    buries: [...expansion.buries],
    hides: [...expansion.hides],
    legs: [...expansion.legs],
    rerankOff: [...expansion.rerankOff],
    matched: [...expansion.matched],
  };
}

function matchOf({ rule, text, wildcard }: RuleFiring, file: string): RuleMatch {
  return {
    rule: rule.id,
    message: rule.message,
    file,
    line: rule.line,
    match: text,
    type: wildcard === undefined ? 'exact' : 'affix',
    instructions: rule.kinds,
  };
}
