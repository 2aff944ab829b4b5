import type { IndexReport } from '../../../admin-api/indices.ts';
import { ask } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';

/** The fields of an index that words are looked for in; none where it is not known. */
export function useTextFields(index: string): readonly string[] {
  const { report } = useIndex(index);
  return report?.fields.filter(({ type }) => type === 'text').map(({ path }) => path) ?? [];
}

/** The pipeline that an index goes through by itself; undefined until the gateway has said it. */
export function useOwnPipeline(index: string): string | undefined {
  const { report, isTold } = useIndex(index);
  return isTold ? (report?.pipeline ?? 'default') : undefined;
}

function useIndex(index: string): { readonly report: IndexReport | undefined; readonly isTold: boolean } {
  const { value, state } = useAnswer('indices', (signal) => ask('GET /api/indices', { signal }));
  const report = value?.indices.find(({ name }) => name === index);
  // Without an answer the page goes on: what is wrong is said where it is asked for more.
  return { report, isTold: state === 'done' || state === 'failed' };
}
