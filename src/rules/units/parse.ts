import type { RuleFile } from '../expansion.ts';
import type { RuleSource } from '../source/lines.ts';
import { Settings, SettingsReader } from '../source/settings.ts';
import type { Unit, UnitBoost, UnitDefinition, UnitField } from './definition.ts';
import { UnitsProgram, type UnitsTable } from './program.ts';

const DEFINITION = ['units', 'fields', 'boost', 'filter'];
const UNIT = ['term', 'multiplier'];
const FIELD = ['fieldName', 'scale'];
const BOOST = [
  'percentageLowerBoundary',
  'percentageUpperBoundary',
  'percentageLowerBoundaryExactMatch',
  'percentageUpperBoundaryExactMatch',
  'minScoreAtLowerBoundary',
  'minScoreAtUpperBoundary',
  'maxScoreForExactMatch',
  'additionalScoreForExactMatch',
];
const FILTER = ['percentageLowerBoundary', 'percentageUpperBoundary'];
/** Digits after the point that are calculated with. */
const DIGITS = 5;
const MOST_DIGITS = 9;

export interface UnitsFile extends RuleFile {
  readonly packed: UnitsTable;
}

/**
 * Reads a file of units (JSON): `{"numberUnitDefinitions": [{"units": [{"term": "inch"}], "fields": [{"fieldName":
 * "size"}]}]}`. A number with one of them filters and boosts by the fields, and is no longer searched for as text.
 */
export function parseUnits(source: RuleSource): UnitsFile {
  const { reader, settings } = SettingsReader.open(source, [
    'numberUnitDefinitions',
    'scaleForLinearFunctions',
  ]);
  const digits = settings.number('scaleForLinearFunctions', DIGITS, {
    least: 0,
    most: MOST_DIGITS,
    integer: true,
  });
  const units = new Map<string, Unit>();
  const definitions = settings.items('numberUnitDefinitions');
  for (const node of definitions) {
    const definition = new Settings(reader, node, { what: 'a definition', names: DEFINITION });
    readDefinition(reader, definition, units);
  }
  if (definitions.length === 0 && reader.errors.length === 0) {
    reader.fault(
      settings.line,
      '"numberUnitDefinitions" has no definition: write one with "units" and "fields", each with at least one member',
    );
  }
  const packed: UnitsTable = { kind: 'units', file: source.file, units, digits };
  return {
    open: () => new UnitsProgram(packed),
    packed,
    count: units.size,
    errors: reader.errors,
    warnings: [...units.values()]
      .filter(({ term }) => /\s/.test(term))
      .map(({ term, line }) => ({
        file: source.file,
        line,
        message: `"${term}" is several words, so that no query can match it: units are one word`,
      })),
  };
}

function readDefinition(reader: SettingsReader, settings: Settings, units: Map<string, Unit>): void {
  const definition = {
    fields: readFields(reader, settings),
    boost: readBoost(reader, settings),
    filter: readFilter(settings),
  };
  const items = settings.items('units');
  if (items.length === 0) {
    reader.fault(settings.lineOf('units'), 'a definition needs a unit: write "units": [{"term": "inch"}]');
  }
  const own = new Set<string>();
  for (const node of items) {
    const unit = new Settings(reader, node, { what: 'a unit', names: UNIT });
    const term = unit.text('term');
    const multiplier = unit.number('multiplier', 1);
    if (multiplier <= 0)
      reader.fault(
        unit.lineOf('multiplier'),
        '"multiplier" is not above 0: write what one of the unit is in the fields\' unit',
      );
    if (term === undefined) {
      if (!unit.has('term')) reader.fault(unit.line, 'a unit needs a name: write {"term": "inch"}');
    } else if (own.has(term)) {
      reader.fault(unit.line, `"${term}" stands in this definition already: keep one`);
    } else {
      own.add(term);
      addUnit(units, { term, line: unit.line, measures: [{ definition, multiplier }] });
    }
  }
}

function addUnit(units: Map<string, Unit>, unit: Unit): void {
  const known = units.get(unit.term);
  if (known === undefined) units.set(unit.term, unit);
  else known.measures.push(...unit.measures);
}

function readFields(reader: SettingsReader, settings: Settings): UnitField[] {
  const fields: UnitField[] = [];
  const items = settings.items('fields');
  for (const node of items) {
    const field = new Settings(reader, node, { what: 'a field', names: FIELD });
    const name = field.text('fieldName');
    const scale = field.number('scale', 0, { least: 0, most: MOST_DIGITS, integer: true });
    if (name !== undefined) fields.push({ name, scale });
    else if (!field.has('fieldName')) {
      reader.fault(field.line, 'a field needs a name: write {"fieldName": "screen_size"}');
    }
  }
  if (items.length === 0) {
    reader.fault(
      settings.lineOf('fields'),
      'a definition needs a field: write "fields": [{"fieldName": "size"}]',
    );
  }
  return fields;
}

function readBoost(reader: SettingsReader, settings: Settings): UnitBoost {
  const from = settings.object('boost', BOOST);
  const number = (name: string, fallback: number): number => from.number(name, fallback, { least: 0 });
  const boost: UnitBoost = {
    below: number('percentageLowerBoundary', 20),
    above: number('percentageUpperBoundary', 20),
    exactBelow: number('percentageLowerBoundaryExactMatch', 0),
    exactAbove: number('percentageUpperBoundaryExactMatch', 0),
    scoreAtLowerBound: number('minScoreAtLowerBoundary', 100),
    scoreAtUpperBound: number('minScoreAtUpperBoundary', 100),
    score: number('maxScoreForExactMatch', 200),
    exactScore: number('additionalScoreForExactMatch', 100),
  };
  const notAbove = (name: string, value: number, bound: { name: string; value: number }): void => {
    if (value <= bound.value) return;
    reader.fault(
      from.lineOf(from.has(name) ? name : bound.name),
      `"${name}" (${value}) is above "${bound.name}" (${bound.value})`,
    );
  };
  const { below, above, score } = boost;
  notAbove(BOOST[2]!, boost.exactBelow, { name: BOOST[0]!, value: below });
  notAbove(BOOST[3]!, boost.exactAbove, { name: BOOST[1]!, value: above });
  notAbove(BOOST[4]!, boost.scoreAtLowerBound, { name: BOOST[6]!, value: score });
  notAbove(BOOST[5]!, boost.scoreAtUpperBound, { name: BOOST[6]!, value: score });
  return boost;
}

function readFilter(settings: Settings): UnitDefinition['filter'] {
  const filter = settings.object('filter', FILTER);
  return {
    below: filter.number('percentageLowerBoundary', 20),
    above: filter.number('percentageUpperBoundary', 20),
  };
}
