export const various = [
  {
    kind: 'baby',
    category: '母婴',
    rows: [
      [
        '麦朵 婴儿纸尿裤 超薄透气 {v}',
        '麦朵',
        '一夜干爽不漏，腰围不勒，{v}。',
        0,
        { type: '纸尿裤' },
        'size=M码 60片:89,L码 54片:89,XL码 48片:89',
      ],
      [
        '麦朵 婴儿奶瓶 防胀气 {v}',
        '麦朵',
        '宽口玻璃瓶，仿母乳奶嘴，{v}。',
        0,
        { type: '奶瓶' },
        'capacity=160ml:59,240ml:69',
      ],
      [
        '麦朵 婴儿推车 轻便折叠 {v}',
        '麦朵',
        '单手收车，能上飞机，{v}车篷。',
        499,
        { type: '推车' },
        'color=灰色,藏青',
      ],
    ],
  },
  {
    kind: 'storage',
    category: '收纳 > 家居收纳',
    rows: [
      [
        '小满家 衣柜收纳箱 布艺可折叠 {v}',
        '小满家',
        '钢架撑得住，换季衣服被子都能装，{v}。',
        0,
        { material: '牛津布' },
        'capacity=45升:29,66升:39,100升:49',
      ],
      [
        '小满家 数据线收纳盒 桌面理线 {v}',
        '小满家',
        '插排充电器藏进去，桌面立刻清爽，{v}。',
        35,
        { material: '塑料' },
        'color=白色,黑色',
      ],
      [
        '小满家 茶叶罐 密封陶瓷 {v}',
        '小满家',
        '硅胶圈密封防潮，{v}釉面。',
        39,
        { material: '陶瓷' },
        'color=青瓷,白瓷',
      ],
    ],
  },
  {
    kind: 'storage',
    category: 'Home > Storage',
    rows: [
      [
        'Bexley Makeup Organiser, Rotating, {v}',
        'Bexley',
        'Keeps lipsticks, brushes and creams in reach.',
        23,
        { material: 'acrylic' },
        'color=Clear,Pink',
      ],
      [
        'Bexley Tea Tin with Inner Lid, {v}',
        'Bexley',
        'Airtight storage that keeps loose leaf fresh.',
        0,
        { material: 'tin' },
        'size=100 g:9,250 g:13',
      ],
    ],
  },
  {
    kind: 'tool',
    category: 'Tools',
    rows: [
      [
        'Torvik Cordless Drill 18 V, {v}',
        'Torvik',
        'Two speeds, a keyless chuck and a work light.',
        0,
        { power: '18 V' },
        'pack=Tool Only:59,With 2 Batteries:109',
      ],
      [
        'Torvik Hand Tool Set, {v}',
        'Torvik',
        'The hammer, pliers and drivers a home needs, in a case.',
        0,
        { type: 'set' },
        'pack=39 Pieces:35,108 Pieces:65',
      ],
    ],
  },
  {
    kind: 'tool',
    category: '五金 > 工具',
    rows: [
      [
        '橙野 家用手电钻 锂电 {v}',
        '橙野',
        '墙面打孔拧螺丝一机搞定，{v}。',
        0,
        { power: '16.8V' },
        'pack=单电:159,双电:219',
      ],
      [
        '橙野 螺丝刀套装 精密维修 {v}',
        '橙野',
        '手机电脑眼镜都能拆，磁性批头，{v}。',
        0,
        { type: '螺丝刀' },
        'pack=25合1:29,63合1:49',
      ],
    ],
  },
  {
    kind: 'dress',
    category: 'Women > Dresses',
    rows: [
      [
        'Marlowe Long Evening Dress, {v}',
        'Marlowe',
        'Flowing satin with a low back, for weddings and galas.',
        95,
        { material: 'satin', season: 'all' },
        'color=Emerald,Burgundy,Black',
      ],
      [
        'Marlowe Linen Shirt Dress, {v}',
        'Marlowe',
        'Button-through linen that gets better with every wash.',
        65,
        { material: 'linen', season: 'summer' },
        'color=White,Sand',
      ],
    ],
  },
  {
    kind: 'running-shoes',
    category: '运动鞋 > 跑步鞋',
    rows: [
      [
        '极川 儿童跑步鞋 透气网面 {v}',
        '极川',
        '一脚蹬不用系带，鞋底软，体育课也能穿，{v}。',
        169,
        { gender: '儿童', material: '网面' },
        'color=天蓝,粉紫',
      ],
    ],
  },
  {
    kind: 'phone-case',
    category: '手机配件 > 手机壳',
    rows: [
      [
        '云陌 折叠屏 F2 手机壳 素皮 {v}',
        '云陌',
        '铰链处全包，开合不夹手，{v}。',
        159,
        { compatible: '云陌 F2', material: '素皮' },
        'color=砂岩灰,赤陶橙',
      ],
    ],
  },
  {
    kind: 'earbuds',
    category: '影音娱乐 > 耳机',
    rows: [
      [
        '云陌 电竞游戏耳机 头戴式 {v}',
        '云陌',
        '七点一声道听声辨位，麦克风可拆，{v}灯效。',
        229,
        { type: '头戴式' },
        'color=黑色,白色',
      ],
    ],
  },
  {
    kind: 'office-chair',
    category: '家具 > 椅凳',
    rows: [
      [
        '青岚 电竞椅 可躺带脚托 {v}',
        '青岚',
        '仿皮面料好打理，四级气杆，{v}。',
        599,
        { material: 'PU' },
        'color=黑红,黑白',
      ],
    ],
  },
  {
    kind: 'kettle',
    category: 'Kitchen > Kettles',
    rows: [
      [
        'Harrowby Travel Kettle 0.6 L, {v}',
        'Harrowby',
        'A foldable electric kettle with dual voltage for trips abroad.',
        27,
        { power: '600 W', capacity: '0.6 L' },
        'color=White,Blue',
      ],
    ],
  },
  {
    kind: 'backpack',
    category: 'Bags > Backpacks',
    rows: [
      [
        'Marlowe Leather Backpack for Women, {v}',
        'Marlowe',
        'A small city backpack with a magnetic flap.',
        110,
        { material: 'leather' },
        'color=Tan,Black',
      ],
    ],
  },
  {
    kind: 'phone',
    category: 'Phones > Smartphones',
    rows: [
      [
        'Ostrel Go Budget Smartphone, {v}',
        'Ostrel',
        'The basics done well: calls, maps and photos for little money.',
        0,
        { screen: '6.5 inch', battery: '5000 mAh' },
        'capacity=64 GB:119,128 GB:149',
      ],
    ],
  },
];
