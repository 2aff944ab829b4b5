import type { Expansion, RuleCondition, RuleMatch, RuleProgram } from '../expansion.ts';
import { liveTerms, withoutSlots } from '../rewriting.ts';
import type { Unit } from './definition.ts';
import { readQuantity } from './quantity.ts';
import { boostQuery, filterQuery } from './queries.ts';

/** A file of units, which is short enough to go from one thread to another as it is. */
export interface UnitsTable {
  readonly kind: 'units';
  readonly file: string;
  /** By the unit's own writing. */
  readonly units: ReadonlyMap<string, Unit>;
  /** Digits after the point that are calculated with. */
  readonly digits: number;
}

/** A number with its unit among the words of a query. */
interface Measure {
  readonly number: number;
  readonly unit: Unit;
  /** Places of its one or two words. */
  readonly places: readonly number[];
}

/** Takes numbers with units out of the text, and filters and boosts by the fields that hold such numbers. */
export class UnitsProgram implements RuleProgram {
  readonly #table: UnitsTable;
  readonly #folded: ReadonlyMap<string, Unit>;

  constructor(table: UnitsTable) {
    this.#table = table;
    this.#folded = new Map([...table.units].map(([term, unit]) => [term.toLowerCase(), unit]));
  }

  rewrite(expansion: Expansion): Expansion {
    const words = liveTerms(expansion).map(({ text }) => text);
    const measures = this.#measures(words);
    if (measures.length === 0) return expansion;
    const said = new Set<string>();
    const filters = [...expansion.filters];
    const boosts = [...expansion.boosts];
    const matched: RuleMatch[] = [];
    for (const { number, unit, places } of measures) {
      const rule = `unit:${unit.term}`;
      const match = places.map((place) => words[place]!).join(' ');
      matched.push({
        rule,
        message: rule,
        file: this.#table.file,
        line: unit.line,
        match,
        type: 'exact',
        instructions: ['filter', 'up'],
      });
      const key = JSON.stringify([number, unit.term]);
      if (said.has(key)) continue;
      said.add(key);
      filters.push({ condition: raw(filterQuery(unit, number, this.#table.digits)), rule });
      const condition = raw(boostQuery(unit, number, this.#table.digits));
      boosts.push({ by: 'up', factor: 1, condition, rule });
    }
    const places = new Set(measures.flatMap((measure) => measure.places));
    const rest = withoutSlots(expansion, places);
    return { ...rest, filters, boosts, matched: [...expansion.matched, ...matched] };
  }

  #measures(words: readonly string[]): Measure[] {
    const measures: Measure[] = [];
    /** The number that the word before was. */
    let open: number | undefined;
    for (const [place, word] of words.entries()) {
      const following = open === undefined ? undefined : this.#unit(word);
      if (open !== undefined && following !== undefined) {
        measures.push({ number: open, unit: following, places: [place - 1, place] });
        open = undefined;
        continue;
      }
      const quantity = readQuantity(word);
      const unit = quantity === undefined ? undefined : this.#unit(quantity.unit);
      if (quantity !== undefined && unit !== undefined) {
        measures.push({ number: quantity.number, unit, places: [place] });
      }
      open = quantity?.unit === '' ? quantity.number : undefined;
    }
    return measures;
  }

  #unit(text: string): Unit | undefined {
    return this.#table.units.get(text) ?? this.#folded.get(text.toLowerCase());
  }
}

function raw(query: unknown): RuleCondition {
  return { must: [], should: [], mustNot: [], phrase: null, raw: JSON.stringify(query) };
}
