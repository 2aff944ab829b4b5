import { bilingual } from './bilingual.ts';

/** The words of forms that ask for a search. */
export const searchFormText = bilingual(
  {
    query: 'Query',
    queryPlaceholder: 'What a customer would type',
    index: 'Index',
    context: 'Context',
    contextPlaceholder: 'segment=member, device=phone',
    pipeline: 'Pipeline',
    ofIndex: 'the index’s own',
    plain: 'off (plain)',
    badContext: 'Write the context as key=value pairs with commas between them.',
  },
  {
    query: '查询',
    queryPlaceholder: '顾客会输入的文字',
    index: '索引',
    context: '上下文',
    contextPlaceholder: 'segment=member, device=phone',
    pipeline: '管线',
    ofIndex: '索引默认',
    plain: 'off（原样）',
    badContext: '上下文请写成以逗号分隔的 key=value。',
  },
);
