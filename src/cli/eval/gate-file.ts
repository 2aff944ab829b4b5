import { formatFault, formatPath, type Fault } from '../../config/fault.ts';
import { nearest } from '../../config/nearest.ts';
import { readYaml, type YamlText } from '../../config/yaml.ts';
import type { SetGate } from '../../evaluation/gate.ts';
import { isObject } from '../../evaluation/lines.ts';
import { metricOf } from '../../evaluation/metric.ts';
import { CommandError } from '../command.ts';

const CEILINGS = ['damage', 'zeroResults', 'unjudged', 'p95Ms'];
const KEYS = ['floors', 'ceilings', 'noLoss', 'stages'];

/**
 * Reads a gate: YAML or JSON, `{datasets: {NAME: {floors, ceilings, noLoss, stages}}}`.
 * @returns what each set must keep, by its name
 * @throws CommandError with every fault, its line and what may have been meant
 */
export function parseGate(text: string, file: string): ReadonlyMap<string, SetGate> {
  const yaml = readYaml(text, file);
  const reader = new GateReader(yaml, file);
  const gates = reader.gates();
  const faults = [...yaml.faults, ...reader.faults];
  if (faults.length > 0) throw new CommandError(faults.map(formatFault).join('\n'), 2);
  return gates;
}

/**
 * The set's gate: the one whose name is the end of the set's folder, the longest where there are several.
 * @throws CommandError where there is none: a gate that says nothing would always hold
 */
export function gateOf(gates: ReadonlyMap<string, SetGate>, folder: string, file: string): SetGate {
  const path = `/${folder.replaceAll('\\', '/').replace(/\/+$/, '')}`;
  const [found] = [...gates]
    .filter(([name]) => path.endsWith(`/${name}`))
    .sort(([a], [b]) => b.length - a.length);
  if (found !== undefined) return found[1];
  const known = [...gates.keys()].join(', ');
  throw new CommandError(`${file}: says nothing of ${folder}; it knows ${known}`, 2);
}

type Path = readonly PropertyKey[];

class GateReader {
  readonly faults: Fault[] = [];
  readonly #yaml: YamlText;
  readonly #file: string;

  constructor(yaml: YamlText, file: string) {
    this.#yaml = yaml;
    this.#file = file;
  }

  gates(): ReadonlyMap<string, SetGate> {
    const root = this.#section(this.#yaml.value, []);
    this.#check(root, ['datasets'], []);
    const sets = this.#section(root['datasets'], ['datasets']);
    if (Object.keys(sets).length === 0) this.#fault(['datasets'], 'names no set');
    return new Map(
      Object.entries(sets).map(([name, value]) => [name, this.#gate(value, ['datasets', name])]),
    );
  }

  #gate(value: unknown, path: Path): SetGate {
    const gate = this.#section(value, path);
    this.#check(gate, KEYS, path);
    const floors = this.#numbers(gate['floors'], [...path, 'floors']);
    for (const name of floors.keys()) {
      if (name !== 'applied') this.#metric(name, [...path, 'floors', name]);
    }
    const ceilings = this.#numbers(gate['ceilings'], [...path, 'ceilings']);
    this.#check(Object.fromEntries(ceilings), CEILINGS, [...path, 'ceilings']);
    const noLoss = this.#noLoss(gate['noLoss'], [...path, 'noLoss']);
    const stages = this.#numbers(gate['stages'], [...path, 'stages']);
    if (floors.size + ceilings.size + noLoss.length + stages.size === 0)
      this.#fault(path, 'asks for nothing');
    return { floors, ceilings, noLoss, stages };
  }

  #noLoss(value: unknown, path: Path): readonly string[] {
    if (value === undefined) return [];
    if (!Array.isArray(value)) return this.#fault(path, 'must be a list of metrics') ?? [];
    return value.map(String).filter((name, at) => this.#metric(name, [...path, at]));
  }

  #numbers(value: unknown, path: Path): ReadonlyMap<string, number> {
    const entries = Object.entries(value === undefined ? {} : this.#section(value, path));
    return new Map(
      entries.flatMap(([name, number]) => {
        if (typeof number === 'number' && Number.isFinite(number) && number >= 0) return [[name, number]];
        return this.#fault([...path, name], 'must be a number of 0 or more') ?? [];
      }),
    );
  }

  #metric(name: string, path: Path): boolean {
    try {
      metricOf(name, 1);
      return true;
    } catch (error) {
      this.#fault(path, (error as Error).message);
      return false;
    }
  }

  #section(value: unknown, path: Path): Readonly<Record<string, unknown>> {
    if (isObject(value)) return value;
    if (this.#yaml.value !== undefined || path.length === 0) this.#fault(path, 'must be a section of keys');
    return {};
  }

  #check(section: Readonly<Record<string, unknown>>, known: readonly string[], path: Path): void {
    for (const key of Object.keys(section)) {
      if (!known.includes(key)) {
        this.#fault([...path, key], `unknown key; known are ${known.join(', ')}`, nearest(key, known));
      }
    }
  }

  #fault(path: Path, message: string, suggestion: string | null = null): undefined {
    const place = this.#yaml.position(path);
    this.faults.push({ file: this.#file, ...place, path: formatPath(path), message, suggestion });
    return undefined;
  }
}
