import { bilingual } from './bilingual.ts';

/** What happened in a search. */
export const stagesText = bilingual(
  {
    kinds: { query: 'understand', retrieve: 'recall', relax: 'relax', rank: 'rank', gateway: 'gateway' },
    outcomes: { ok: 'ok', skipped: 'skipped', failed: 'failed', timeout: 'late' },
    steps: { read: 'read request', hits: 'fetch hits', plain: 'plain search' },
    timing: 'Time per stage',
    stage: 'Stage',
    milliseconds: (ms: string) => `${ms} ms`,
    applied: 'improved',
    bypass: 'bypassed',
    off: 'plain',
    degraded: 'without',
    shed: 'too much to do',
    total: (count: string) => `${count} found`,
    totalUnknown: 'count unknown',
  },
  {
    kinds: { query: '理解', retrieve: '召回', relax: '放宽', rank: '排序', gateway: '网关' },
    outcomes: { ok: '正常', skipped: '跳过', failed: '失败', timeout: '超时' },
    steps: { read: '读取请求', hits: '取回结果', plain: '原样搜索' },
    timing: '各阶段耗时',
    stage: '阶段',
    milliseconds: (ms: string) => `${ms} 毫秒`,
    applied: '已改进',
    bypass: '已绕过',
    off: '原样',
    degraded: '缺少',
    shed: '负载过高',
    total: (count: string) => `共 ${count} 条`,
    totalUnknown: '总数未知',
  },
);
