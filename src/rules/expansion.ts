/** A word, and the fields it is to be looked for in: undefined is where the query looks. */
export interface RuleTerm {
  readonly text: string;
  readonly fields?: readonly string[];
}

/** Another way to say what a slot means; several terms must all match. */
export interface ExpansionAlternative {
  /** Never empty. */
  readonly terms: readonly RuleTerm[];
  /** ≥ 0; 1 is the user's own word. */
  readonly weight: number;
  /** Id of the rule that added it; undefined is the user's own word. */
  readonly rule?: string;
}

/** A place in the query that one term fills. */
export interface ExpansionSlot {
  /** Number of the term in {@link Expansion.terms}; several slots never share one. */
  readonly term: number;
  /** Never empty. The first is the term itself, unless synonyms have taken its place (`a => b`). */
  readonly alternatives: readonly ExpansionAlternative[];
}

/** What a document should, must or must not say. */
export interface RuleCondition {
  readonly must: readonly RuleTerm[];
  readonly should: readonly RuleTerm[];
  readonly mustNot: readonly RuleTerm[];
  readonly phrase: { readonly terms: readonly string[]; readonly slop: number } | null;
  /** A query in the engine's language (JSON) or in query string syntax, as the file has it. */
  readonly raw: string | null;
}

export interface ExpansionBoost {
  readonly by: 'up' | 'down';
  /** > 0 */
  readonly factor: number;
  /** `multiply` takes the score times the factor, or its inverse going down; absent adds to it. */
  readonly mode?: 'add' | 'multiply';
  readonly condition: RuleCondition;
  readonly rule: string;
}

export interface ExpansionFilter {
  readonly condition: RuleCondition;
  readonly rule: string;
}

/** Documents that take the slots from `position` (1 is the first) on. */
export interface ExpansionPin {
  readonly ids: readonly string[];
  readonly position: number;
  readonly rule: string;
}

/** Documents that go to the end, or out of the results. */
export interface ExpansionIds {
  readonly ids: readonly string[];
  readonly rule: string;
}

export interface ExpansionDecoration {
  readonly key: string | null;
  readonly value: string;
  readonly rule: string;
}

/** Switches a leg off (`weight` 0) or weighs it. */
export interface ExpansionLeg {
  readonly leg: string;
  readonly weight: number;
  readonly rule: string;
}

/** A rule that took part, for explain and the log. */
export interface RuleMatch {
  readonly rule: string;
  /** What the log says of it: `@_log`, or the rule's id. */
  readonly message: string;
  readonly file: string;
  /** Line of the rule's input in its file, 1 is the first. */
  readonly line: number;
  /** The terms that matched, parted by one blank. */
  readonly match: string;
  readonly type: 'exact' | 'affix' | 'regex';
  /** Names of its instructions in lower case, as `synonym`. */
  readonly instructions: readonly string[];
}

/** A query on its way through the rule files. */
export interface Expansion {
  /** The query as it came. */
  readonly query: string;
  /** Its words after replacements. */
  readonly terms: readonly RuleTerm[];
  /** In the order of the terms; a deleted term has none. */
  readonly slots: readonly ExpansionSlot[];
  readonly boosts: readonly ExpansionBoost[];
  readonly filters: readonly ExpansionFilter[];
  /** Terms that were taken out. */
  readonly deleted: readonly string[];
  readonly decorations: readonly ExpansionDecoration[];
  readonly redirects: readonly ExpansionDecoration[];
  readonly pins: readonly ExpansionPin[];
  readonly buries: readonly ExpansionIds[];
  readonly hides: readonly ExpansionIds[];
  readonly legs: readonly ExpansionLeg[];
  /** Rules that keep the fused order. */
  readonly rerankOff: readonly string[];
  readonly matched: readonly RuleMatch[];
}

/** What a rule may depend on besides the query's words. */
export interface RuleRequest {
  /** Key-value pairs of `Relevance-Context`; a key may have several values. */
  readonly context: ReadonlyMap<string, readonly string[]>;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How to choose among the rules that match. */
  readonly selection: {
    /** JSONPath expressions or `name:value`, all must hold. */
    readonly filters: readonly string[];
    readonly sort?: { readonly property: string; readonly order: 'asc' | 'desc' };
    readonly limit?: number;
    readonly limitByLevel: boolean;
  };
}

/** Cuts a text into words as queries are cut; rule files and queries go through the same one. */
export type Tokenise = (text: string) => readonly string[];

/**
 * What became of one rule file, ready to be applied. Pure and synchronous. Files of replacements change `terms` and
 * rebuild the slots; others add to slots, boosts and filters.
 */
export interface RuleProgram {
  rewrite(expansion: Expansion, request: RuleRequest): Expansion;
}

/** A fault in a rule file, or a doubt about it. */
export interface RuleFault {
  readonly file: string;
  /** 1 is the first. */
  readonly line: number;
  /** What is wrong and what would be right, in one sentence. */
  readonly message: string;
}

/** A parsed file with all that is wrong with it. */
export interface RuleFile {
  /** Makes it ready to be applied, which a thread that only reads it has no use for; not where there are errors. */
  readonly open: () => RuleProgram;
  /** How many rules it has: lines, patterns or units; undefined where it holds settings. */
  readonly count?: number;
  readonly errors: readonly RuleFault[];
  readonly warnings: readonly RuleFault[];
}

/** A query of these words before any rule. */
export function unexpanded(query: string, words: readonly (string | RuleTerm)[]): Expansion {
  return {
    query,
    ...plainSlots(words.map((word) => (typeof word === 'string' ? { text: word } : word))),
    boosts: [],
    filters: [],
    deleted: [],
    decorations: [],
    redirects: [],
    pins: [],
    buries: [],
    hides: [],
    legs: [],
    rerankOff: [],
    matched: [],
  };
}

/** The terms with one slot each that says just that. */
export function plainSlots(terms: readonly RuleTerm[]): Pick<Expansion, 'terms' | 'slots'> {
  return {
    terms,
    slots: terms.map((term, at) => ({ term: at, alternatives: [{ terms: [term], weight: 1 }] })),
  };
}
