import type { FieldDescription, HanCut, IndexDescription } from '../../../src/domain/catalog.ts';
import type { IndexSpec } from '../engine/drivers.ts';

export const NAME = 'contract_compile';

export const INDEX: IndexSpec = {
  settings: { number_of_shards: 1, number_of_replicas: 0 },
  mappings: {
    properties: {
      title: { type: 'text' },
      pairs: { type: 'text', analyzer: 'cjk' },
      notes: { type: 'text', analyzer: 'english' },
      brand: { type: 'keyword' },
      price: { type: 'integer' },
    },
  },
};

const text = (analyzer: string, hanCut: HanCut): FieldDescription => ({ type: 'text', analyzer, hanCut });

/** What discovery says of {@link INDEX}. */
export const DESCRIPTION: IndexDescription = {
  name: NAME,
  kind: 'index',
  meta: {},
  fields: new Map<string, FieldDescription>([
    ['title', text('standard', 'character')],
    ['pairs', text('cjk', 'bigram')],
    ['notes', text('english', 'character')],
    ['brand', { type: 'keyword', analyzer: null, hanCut: null }],
    ['price', { type: 'integer', analyzer: null, hanCut: null }],
  ]),
};

const WORDS = ['苹果', '手机', '壳', '充电宝', '果汁', '机械', '键盘', '蓝牙', '耳机', '鲜榨'];
const LATIN = ['iPhone 15', 'case', 'wireless chargers', 'Wi-Fi', 'the mat', 'phone'];

/** Documents in which the words meet in every order, and characters of words without the words. */
export function documents(): readonly Readonly<Record<string, unknown>>[] {
  return Array.from({ length: 240 }, (_, at) => {
    const word = (step: number): string => WORDS[(at * step + step) % WORDS.length] ?? '';
    const latin = LATIN[at % LATIN.length] ?? '';
    const title = [word(3), word(7), at % 4 === 0 ? latin : '', at % 5 === 0 ? '手工机箱' : ''].join(
      at % 3 === 0 ? ' ' : '',
    );
    return {
      title,
      pairs: `${word(1)}${title}`,
      notes: `${latin} with ${word(9)} ${at % 2 === 0 ? 'and running shoes' : ''}`,
      brand: at % 2 === 0 ? '苹果' : 'Voltera',
      price: at,
    };
  });
}
