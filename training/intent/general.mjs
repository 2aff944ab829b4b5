/**
 * Writes examples of three general intents, search, compute and summarise, in English and Chinese, one
 * {"text", "intent"} a line, with the template as its group. Usage: node general.mjs train | held-out
 *
 * Training texts come from templates; those of `held-out` were written one by one, in other words, to test on.
 */
import { HELD_OUT } from './held-out.mjs';
import { TEMPLATES } from './templates.mjs';

/** What stands for a name in braces. Lists of different lengths, so that their combinations do not repeat soon. */
const NAMES = {
  thing: [
    'wireless headphones',
    'running shoes',
    'phone case',
    'coffee table',
    'usb c cable',
    'winter jacket',
    'laptop stand',
    'office chair',
    'espresso machine',
    'dslr camera',
    'air fryer',
    'yoga mat',
    'kids backpack',
    'gaming mouse',
    'leather wallet',
    'led desk lamp',
    'iphone 15',
    'samsung galaxy s24',
    'thinkpad x1',
    'sony wh-1000xm5',
  ],
  quality: [
    'red',
    'cheap',
    'waterproof',
    'lightweight',
    'second hand',
    'large',
    'vegan',
    'foldable',
    'quiet',
  ],
  metric: ['revenue', 'sales', 'profit', 'number of orders', 'return rate', 'conversion rate', 'page views'],
  period: [
    'last month',
    'in 2023',
    'this week',
    'in the second quarter',
    'since january',
    'yesterday',
    'per day',
  ],
  text: [
    'reviews',
    'customer complaints',
    'this article',
    'the meeting notes',
    'the contract',
    'the user manual',
    'this thread',
    'the annual report',
    'the warranty terms',
    'the release notes',
    'the interview',
  ],
  place: ['berlin', 'the kitchen', 'a small office', 'travel', 'beginners', 'my father', 'camping'],
  number: ['12', '250', '3.5', '1999', '48', '7', '100'],
  东西: [
    '手机壳',
    '充电宝',
    '连衣裙',
    '运动鞋',
    '蓝牙耳机',
    '电饭煲',
    '行李箱',
    '保温杯',
    '机械键盘',
    '空气净化器',
    '羽绒服',
    '儿童书包',
    '台灯',
    '咖啡机',
    '苹果手机',
    '华为平板',
    '登山包',
    '洗面奶',
    '投影仪',
  ],
  特点: ['红色', '便宜的', '防水', '大容量', '轻便', '二手', '静音', '真皮', '学生用'],
  指标: ['销售额', '销量', '利润', '订单数', '退货率', '转化率', '访问量', '库存'],
  时间: ['上个月', '去年', '本周', '第二季度', '今年', '昨天', '最近七天', '双十一期间'],
  文章: [
    '这篇文章',
    '用户评价',
    '会议记录',
    '这份合同',
    '说明书',
    '年度报告',
    '客服对话',
    '差评',
    '这本书',
    '采访',
  ],
  数: ['12', '三百', '1999', '48', '7', '两千', '3.5'],
};
const VARIANTS = 12;

/** Fills the names of a template; the next time each takes the next of its list. */
function filled(template, round) {
  let place = 0;
  return template.replaceAll(/\{(.+?)\}/g, (_, name) => {
    const values = NAMES[name];
    if (values === undefined) throw new Error(`no list for {${name}}`);
    place += 1;
    return values[(round * (place + 1) + place) % values.length];
  });
}

function training() {
  const seen = new Set();
  const examples = [];
  for (const [intent, templates] of Object.entries(TEMPLATES)) {
    templates.forEach((template, at) => {
      for (let round = 0; round < VARIANTS; round += 1) {
        const text = filled(template, at * 5 + round);
        if (!seen.has(text)) examples.push({ text, intent, group: template });
        seen.add(text);
      }
    });
  }
  return examples;
}

const [what = 'train'] = process.argv.slice(2);
const heldOut = Object.entries(HELD_OUT).flatMap(([intent, texts]) =>
  texts.map((text) => ({ text, intent })),
);
for (const example of what === 'held-out' ? heldOut : training())
  process.stdout.write(`${JSON.stringify(example)}\n`);
