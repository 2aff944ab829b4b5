import {
  type Alternative,
  type Clause,
  type Query,
  type Slot,
  typedQuery,
} from '../../../src/domain/query.ts';
import { TEXT } from './requests.ts';

const user = (term: string): Alternative => ({ terms: [term], weight: 1, origin: 'user' });
const also = (weight: number, ...terms: readonly string[]): Alternative => ({
  terms,
  weight,
  origin: 'test',
});

function slots(...ways: readonly (readonly Alternative[])[]): readonly Slot[] {
  return ways.map((alternatives, at) => ({
    span: { start: at, end: at + 1 },
    key: alternatives[0]?.terms.join(' ').toLowerCase() ?? '',
    alternatives,
  }));
}

const PLAIN = slots([user('苹果')], [user('手机')], [user('壳')], [user('wireless')], [user('case')]);
const NOTHING: Clause = { must: [], should: [], mustNot: [], phrase: null, raw: null };
const typed: Query = typedQuery(TEXT);

/** What stages may make of a query; each must be a request that every engine understands. */
export const OUTCOMES: Readonly<Record<string, Query>> = {
  'words only': { ...typed, slots: PLAIN },
  'a corrected word': {
    ...typed,
    slots: slots([also(1, '平果')], [user('手机')], [user('壳')], [user('case')]),
  },
  'synonyms with weights': {
    ...typed,
    slots: slots(
      [user('苹果'), also(0.5, 'iPhone')],
      [user('手机'), also(0.8, 'phone'), also(0.1, '电话')],
      [user('壳')],
      [user('case'), also(0.7, '套')],
    ),
  },
  'synonyms of several terms': {
    ...typed,
    slots: slots(
      [user('苹果'), also(0.6, 'iPhone', '15')],
      [user('手机'), also(1, '鲜榨', '果汁')],
      [user('case')],
    ),
  },
  'two readings': {
    ...typed,
    slots: slots(
      [user('苹果')],
      [user('手机'), also(0.2, '手', '机壳')],
      [user('壳'), also(0.2, '手', '机壳')],
      [user('wireless')],
      [user('case')],
    ),
  },
  'one word left': { ...typed, slots: slots([user('手机')]) },
  'words with signs': {
    ...typed,
    slots: slots([user('Wi-Fi')], [user('"'), also(0.5, '手机')], [user('the')]),
  },
  boosts: {
    ...typed,
    slots: PLAIN,
    boosts: [
      {
        by: 'up',
        factor: 2,
        clause: { ...NOTHING, must: [{ text: '充电宝' }], should: [{ text: 'case' }] },
        origin: 'a',
      },
      {
        by: 'down',
        factor: 0.5,
        clause: { ...NOTHING, phrase: { terms: ['机械', '键盘'], slop: 2 } },
        origin: 'b',
      },
      { by: 'up', factor: 3, clause: { ...NOTHING, raw: '{"term":{"brand":"苹果"}}' }, origin: 'c' },
      { by: 'down', factor: 1, clause: { ...NOTHING, mustNot: [{ text: '蓝牙' }] }, origin: 'd' },
    ],
  },
  filters: {
    ...typed,
    slots: PLAIN,
    filters: [
      { clause: { ...NOTHING, raw: '{"range":{"price":{"lt":100}}}' }, origin: 'a' },
      { clause: { ...NOTHING, mustNot: [{ text: '鲜榨' }] }, origin: 'b' },
    ],
  },
  'pins and hides': {
    ...typed,
    slots: PLAIN,
    filters: [{ clause: { ...NOTHING, mustNot: [{ text: '鲜榨' }] }, origin: 'b' }],
    instructions: {
      ...typed.instructions,
      pins: [{ ids: ['3', '1'], position: 1, origin: 'a' }],
      hides: [{ ids: ['2'], origin: 'b' }],
    },
  },
  'nothing but a price': {
    ...typed,
    slots: PLAIN,
    admitted: [{ clause: { ...NOTHING, raw: '{"range":{"price":{"lte":100}}}' }, origin: 'a' }],
  },
  'factors and named fields': {
    ...typed,
    slots: slots([user('苹果'), { ...also(0.5, '水果'), fields: ['brand', 'title'] }], [user('case')]),
    boosts: [
      {
        by: 'up',
        factor: 2,
        mode: 'multiply',
        clause: { ...NOTHING, must: [{ text: '苹果', fields: ['brand'] }] },
        origin: 'a',
      },
      {
        by: 'down',
        factor: 4,
        mode: 'multiply',
        clause: { ...NOTHING, must: [{ text: '壳', fields: ['title'] }] },
        origin: 'b',
      },
    ],
  },
};
