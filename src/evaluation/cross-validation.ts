import { mean } from './comparison.ts';
import { randomIntegers } from './random.ts';

/** How something is learnt from items and measured on others. */
export interface Learner<Item, Setting, Fitted> {
  /** How freely it may learn, from not at all to most freely; at least one. */
  readonly settings: readonly Setting[];
  /** In two steps, so that what several settings need is done once. */
  fit(items: readonly Item[]): (setting: Setting) => Fitted;
  /** What it is worth for an item, more is better. */
  value(fitted: Fitted, item: Item): number;
}

export interface Folding<Item> {
  /** Items with one key stay together. */
  readonly keyOf: (item: Item) => string;
  /** ≥ 2 */
  readonly folds: number;
  readonly seed: number;
}

/** What was learnt without the items of one fold. */
export interface Fold<Setting, Fitted> {
  /** Places of the items that were left out. */
  readonly items: readonly number[];
  /** Chosen inside of what was left. */
  readonly setting: Setting;
  readonly fitted: Fitted;
}

export interface CrossValidated<Setting, Fitted> {
  /** For each item, by what was learnt, settings and all, without the items of its fold. */
  readonly held: readonly number[];
  readonly folds: readonly Fold<Setting, Fitted>[];
  /** Learnt from all items. */
  readonly setting: Setting;
  readonly fitted: Fitted;
}

/** Folds inside a fold, which choose the setting. */
const INNER_FOLDS = 3;

/**
 * Nested cross-validation (Varma and Simon 2006): what is measured on a fold has seen nothing of it, neither to learn
 * nor to choose how freely to learn. Where there are fewer keys than folds, each key is a fold.
 */
export function crossValidate<Item, Setting, Fitted>(
  items: readonly Item[],
  learner: Learner<Item, Setting, Fitted>,
  folding: Folding<Item>,
): CrossValidated<Setting, Fitted> {
  const held = items.map(() => 0);
  const folds = foldsOf(items, folding).map((fold) => {
    const inside = new Set(fold);
    const outside = items.filter((_, at) => !inside.has(at));
    const setting = chooseSetting(outside, learner, folding);
    const fitted = learner.fit(outside)(setting);
    for (const at of fold) held[at] = learner.value(fitted, items[at]!);
    return { items: fold, setting, fitted };
  });
  const setting = chooseSetting(items, learner, folding);
  return { held, folds, setting, fitted: learner.fit(items)(setting) };
}

/**
 * The most restrained setting that is not clearly worse than the best: by less than one standard error of the
 * differences (Breiman et al. 1984).
 */
function chooseSetting<Item, Setting, Fitted>(
  items: readonly Item[],
  learner: Learner<Item, Setting, Fitted>,
  folding: Folding<Item>,
): Setting {
  const { settings } = learner;
  const folds = foldsOf(items, { ...folding, folds: INNER_FOLDS });
  if (settings.length === 1 || folds.length < 2) return settings[0]!;
  const values = settings.map(() => items.map(() => 0));
  for (const fold of folds) {
    const inside = new Set(fold);
    const fitFor = learner.fit(items.filter((_, at) => !inside.has(at)));
    settings.forEach((setting, place) => {
      const fitted = fitFor(setting);
      for (const at of fold) values[place]![at] = learner.value(fitted, items[at]!);
    });
  }
  const means = values.map(mean);
  const best = means.indexOf(Math.max(...means));
  const isGood = (at: number): boolean => {
    const differences = values[best]!.map((value, item) => value - values[at]![item]!);
    return mean(differences) <= standardError(differences);
  };
  return settings[settings.findIndex((_, at) => at === best || isGood(at))]!;
}

/** The items' places by fold, dealt out by lot; every fold has some. */
export function foldsOf<Item>(
  items: readonly Item[],
  { keyOf, folds, seed }: Folding<Item>,
): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  items.forEach((item, at) => {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [at]);
    else group.push(at);
  });
  const dealt: number[][] = Array.from({ length: Math.min(folds, groups.size) }, () => []);
  shuffled([...groups.values()], seed).forEach((group, at) => dealt[at % dealt.length]!.push(...group));
  return dealt.map((fold) => fold.toSorted((a, b) => a - b));
}

/** In an order by lot (Fisher and Yates). */
export function shuffled<T>(values: readonly T[], seed: number): readonly T[] {
  const order = [...values];
  const next = randomIntegers(seed);
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = next() % (at + 1);
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order;
}

/** The words of a query in order of the alphabet, each once: queries that differ in nothing else are one. */
export function queryKey(text: string): string {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}_]+/gu) ?? [text];
  return [...new Set(words)].sort().join(' ');
}

function standardError(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const middle = mean(values);
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
  return Math.sqrt(variance / values.length);
}
