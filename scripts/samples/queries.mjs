// Judged queries. Each says which stage it is there to show, and what a product must be for which grade: the
// first line that a product satisfies counts, everything else is not relevant. Grade 0 marks what looks alike.
// Products in another language than the query's are left unjudged, except where words of one language must
// find the other.

const han = (product) => /\p{Script=Han}/u.test(product.title);
const kind =
  (name, pattern = /./) =>
  (product) =>
    product.kind === name && pattern.test(product.title);
const title = (pattern) => (product) => pattern.test(product.title);
const attribute = (name, value, ofKind) => (product) =>
  product.attributes[name] === value && (ofKind === undefined || product.kind === ofKind);

const CASE_15 = (product) => product.kind === 'phone-case' && product.attributes.compatible === 'iPhone 15';
const IPHONE_CASE = kind('phone-case', /iPhone/);

export const QUERIES = [
  // Chinese words are more than their characters.
  ['手机壳', 'segment', [3, kind('phone-case')], [0, kind('watch-case')], [0, kind('phone')]],
  ['蜂蜜', 'segment', [3, kind('honey')], [0, title(/蜜蜂|花茶|面包/)]],
  [
    '牛奶',
    'segment',
    [3, kind('milk', /牛奶/)],
    [1, kind('milk')],
    [1, kind('chocolate', /牛奶/)],
    [0, title(/牛奶|奶牛|奶瓶/)],
  ],
  ['花茶', 'segment', [3, kind('tea', /花茶/)], [1, kind('tea')], [0, title(/茶花|养生壶/)]],
  ['书包', 'segment', [3, title(/书包/)], [1, kind('backpack', /双肩包/)], [0, title(/书皮/)]],
  ['故事', 'segment', [3, title(/睡前故事/)], [2, title(/的故事/)], [0, title(/事故/)]],
  ['上海', 'segment', [3, title(/上海/)], [0, title(/海上/)]],
  ['和服', 'segment', [3, title(/日式和服/)], [0, title(/和服务/)]],
  ['研究生', 'segment', [3, title(/研究生英语/)], [0, title(/研究生命/)]],
  ['雪白半身裙', 'segment', [3, title(/雪白/)], [1, kind('dress', /连衣裙(?! 白雪)/)], [0, title(/白雪/)]],
  // Words that run on.
  ['iphone15手机壳', 'segment', [3, CASE_15], [1, IPHONE_CASE], [0, kind('screen-protector')]],
  [
    '苹果iphone15pro手机壳透明',
    'segment',
    [3, kind('phone-case', /15 Pro 手机壳 透明/)],
    [1, kind('phone-case', /iPhone 15/)],
  ],
  [
    '蓝牙耳机主动降噪',
    'segment',
    [3, kind('earbuds', /蓝牙.*降噪/)],
    [2, kind('earbuds', /降噪/)],
    [1, kind('earbuds', /蓝牙/)],
    [0, title(/耳机保护套/)],
  ],
  ['儿童保温水壶', 'segment', [3, title(/儿童保温水壶/)], [1, kind('water-bottle')], [0, kind('kettle')]],
  ['笔记本电脑支架', 'segment', [3, title(/电脑支架/)], [0, kind('laptop')], [0, kind('laptop-accessory')]],
  [
    '男款跑步鞋黑白',
    'segment',
    [3, title(/男款跑步鞋.*黑白/)],
    [2, title(/男款跑步鞋/)],
    [1, kind('running-shoes', /竞速|越野/)],
    [0, kind('running-socks')],
  ],
  ['女童公主裙130厘米', 'segment', [3, title(/女童.*130/)], [2, title(/女童/)]],
  ['家用不粘炒锅30厘米', 'segment', [3, title(/炒锅 30/)], [2, title(/炒锅/)], [1, kind('cookware')]],
  ['无线吸尘器60分钟', 'segment', [3, title(/吸尘器 60/)], [2, title(/无线吸尘器/)], [1, kind('vacuum')]],
  // Width, case, blanks, invisible and traditional characters.
  ['ＩＰＨＯＮＥ　１５　手机壳', 'normalise', [3, CASE_15], [1, IPHONE_CASE]],
  [
    'ｕｓｂ－ｃ　ｃａｂｌｅ',
    'normalise',
    [3, kind('cable', /USB-C to USB-C/)],
    [2, kind('cable', /USB-C/)],
    [0, kind('charger')],
  ],
  ['  蓝牙   音箱 ', 'normalise', [3, kind('speaker', /蓝牙/)], [1, kind('speaker')], [0, kind('earbuds')]],
  ['BLUETOOTH SPEAKER', 'normalise', [3, kind('speaker', /Bluetooth/)], [1, kind('speaker')]],
  ['充电\u200b宝', 'normalise', [3, kind('power-bank')], [0, kind('charger')]],
  ['空气炸锅！！', 'normalise', [3, kind('air-fryer')]],
  ['Ｔｙｐｅ－Ｃ数据线', 'normalise', [3, kind('cable', /Type-C/)], [1, kind('cable')]],
  ['手機殼', 'normalise', [3, kind('phone-case')]],
  // Two scripts in one query.
  ['apple 手机壳', 'segment', [3, IPHONE_CASE], [1, kind('phone-case')]],
  ['Type-C耳机', 'segment', [3, kind('earbuds', /Type-C/)], [1, kind('earbuds', /有线/)], [0, kind('cable')]],
  ['白色T恤', 'segment', [3, kind('clothing', /T 恤.*白色/)], [2, kind('clothing', /T 恤/)]],
  ['SPF50防晒霜', 'segment', [3, title(/防晒霜/)], [1, kind('skin-care')]],
  [
    'W2智能手表',
    'segment',
    [3, title(/智能手表 W2/)],
    [1, kind('smartwatch', /手表/)],
    [0, kind('watch-case')],
  ],
  ['K9 Pro手机', 'segment', [3, kind('phone', /K9 Pro/)], [2, kind('phone', /K9/)], [0, kind('phone-case')]],
  // What is asked for, and what only has its name in it.
  ['苹果', 'intent', [3, attribute('type', '苹果')], [1, IPHONE_CASE], [0, kind('book')], [1, title(/苹果/)]],
  ['苹果手机壳', 'intent', [3, IPHONE_CASE], [1, kind('phone-case')], [0, kind('apple-fruit')]],
  ['手机', 'intent', [3, kind('phone')], [0, title(/手机/)]],
  ['充电器', 'intent', [3, kind('charger')], [0, kind('power-bank')], [0, kind('cable')]],
  ['口红', 'intent', [3, kind('lipstick')], [0, kind('lipstick-organiser')]],
  ['口红收纳盒', 'intent', [3, title(/口红收纳盒/)], [2, kind('lipstick-organiser')], [0, kind('lipstick')]],
  ['running shoes', 'intent', [3, kind('running-shoes')], [0, kind('running-socks')], [0, kind('book')]],
  [
    'running socks',
    'intent',
    [3, kind('running-socks', /Running/)],
    [1, kind('running-socks')],
    [0, kind('running-shoes')],
  ],
  ['phone case', 'intent', [3, kind('phone-case')], [0, kind('phone')], [0, kind('book')]],
  ['dress', 'intent', [3, kind('dress')], [0, title(/Dress/)]],
  [
    'office chair',
    'intent',
    [3, kind('office-chair', /Office Chair/)],
    [2, kind('office-chair', /Chair,/)],
    [1, kind('office-chair', /Stool/)],
    [0, title(/Chair/)],
  ],
  ['laptop', 'intent', [3, kind('laptop')], [0, title(/Laptop/)]],
  ['milk', 'intent', [3, kind('milk', /Milk/)], [1, kind('milk')], [0, kind('chocolate')]],
  // Numbers and units.
  ['充电宝 20000毫安', 'unit', [3, kind('power-bank', /20000/)], [1, kind('power-bank')]],
  [
    '2升电热水壶',
    'unit',
    [3, kind('kettle', /电热水壶 2升/)],
    [2, kind('kettle', /电热水壶/)],
    [1, kind('kettle')],
  ],
  ['20000mAh power bank', 'unit', [3, kind('power-bank', /20000/)], [1, kind('power-bank')]],
  ['1.7l kettle', 'unit', [3, kind('kettle', /1\.7 L/)], [1, kind('kettle')], [0, kind('kettlebell')]],
  ['五公斤猫粮', 'unit', [3, title(/猫粮.* 5公斤$/)], [2, title(/猫粮/)]],
  // Typed as it sounds, or wrongly.
  ['shoujike', 'correct', [3, kind('phone-case')]],
  ['充电保', 'correct', [3, kind('power-bank')]],
  ['wireles earbuds', 'correct', [3, kind('earbuds', /Wireless Earbuds/)], [1, kind('earbuds')]],
  ['bakpack', 'correct', [3, kind('backpack')]],
  // The same thing in other words.
  ['移动电源', 'synonym', [3, kind('power-bank')]],
  ['cell phone', 'synonym', [3, kind('phone')], [0, kind('phone-case')]],
  ['洁面乳', 'synonym', [3, title(/洗面奶/)]],
  ['jogging sneakers', 'synonym', [3, kind('running-shoes')], [0, kind('running-socks')]],
  [
    '蓝牙耳机 bluetooth headphones',
    'synonym',
    [3, kind('earbuds', /蓝牙|无线|Wireless|Bluetooth/)],
    [2, kind('earbuds')],
  ],
];

/** Grades of one query over the catalogue, by product id, in its order. */
export function judge([text, , ...rules], catalogue) {
  const chinese = /\p{Script=Han}/u.test(text) || text === 'shoujike';
  const both = /\p{Script=Han}/u.test(text) && /[a-z]{8}/.test(text);
  const grades = new Map();
  for (const product of catalogue) {
    if (!both && han(product) !== chinese) continue;
    const rule = rules.find(([, satisfies]) => satisfies(product));
    if (rule !== undefined) grades.set(product._id, rule[0]);
  }
  return grades;
}
