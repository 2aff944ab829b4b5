import type { IndexDescription } from '../../domain/catalog.ts';
import { isNumberType } from '../../domain/number-fields.ts';
import { isSubField, isTextType, titleOf } from '../../domain/text-fields.ts';
import type { Feature } from '../../stages/rank/blend/feature.ts';
import { featureOf } from '../../stages/rank/blend/features.ts';
import { CommandError } from '../command.ts';

/** What a blend is trained on. */
export interface FeatureChoice {
  /** Of an index; the first one that is known decides. */
  of(index: IndexDescription | undefined): readonly Feature[];
  /** @throws CommandError where no index was seen */
  features(): readonly Feature[];
}

/** Numbers that say how much a document is wanted. */
const POPULAR = /(^|[._])(popularity|votes|sales|sold|clicks|views|reviews?_count|rating_count)$/i;
const RATED = /(^|[._])(rating|stars|score)$/i;
const MOST_TEXTS = 6;

/**
 * The features named, or what suits a mapping: scores of legs and models, how the words match the title, each other
 * text and all texts together, popularity and ratings. Prices and dates are left to those who know what they mean.
 * @param given expressions with semicolons between
 * @throws GatewayError `config_invalid` for an expression that makes no sense
 */
export function choiceOf(given: string | undefined): FeatureChoice {
  let features = given === undefined ? undefined : expressionsIn(given).map((text) => featureOf(text));
  return {
    of(index) {
      if (index !== undefined) features ??= expressionsFor(index).map((text) => featureOf(text));
      return features ?? [];
    },
    features() {
      if (features !== undefined) return features;
      throw new CommandError('nothing is known of the index: name --features');
    },
  };
}

/** Expressions that are written with semicolons between. */
export function expressionsIn(list: string): readonly string[] {
  return list
    .split(';')
    .map((text) => text.trim())
    .filter((text) => text !== '');
}

function expressionsFor(index: IndexDescription): readonly string[] {
  const own = [...index.fields].filter(([name]) => !isSubField(index, name));
  const texts = own.filter(([, { type }]) => isTextType(type)).map(([name]) => name);
  const numbers = own.filter(([, { type }]) => isNumberType(type)).map(([name]) => name);
  const title = titleOf(texts);
  const others = texts.filter((name) => name !== title).slice(0, MOST_TEXTS);
  const ofTitle = ['coverage', 'phrase', 'exact', 'pieces', 'length'];
  return [
    'score',
    'leg(lexical)',
    'leg(fields)',
    'leg(knn)',
    'rerank',
    ...(title === undefined ? [] : ofTitle.map((name) => `${name}(${title})`)),
    ...others.map((name) => `coverage(${name})`),
    ...(texts.length > 1 ? [`coverage(${texts.join(', ')})`] : []),
    ...numbers.filter((name) => POPULAR.test(name)).map((name) => `log(${name})`),
    ...numbers.filter((name) => RATED.test(name)).map((name) => `number(${name})`),
  ];
}
