import { searchMix } from './search-mix.ts';
import type { Scenario } from './scenario.ts';
import { searches } from './shots.ts';

const HAN = /\p{Script=Han}/u;

export const zh: Scenario = {
  ...searchMix,
  name: 'zh',
  about: 'Chinese searches only, which cost the most understanding',
  shots: (queries, searched) => {
    const chinese = queries.filter(({ text }) => HAN.test(text));
    if (chinese.length === 0) throw new Error('no Chinese query in the file');
    return searches(chinese, searched);
  },
};
