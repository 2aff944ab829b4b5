import { ask } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';

/** The fields of an index that words are looked for in; none where it is not known. */
export function useTextFields(index: string): readonly string[] {
  const { value: report } = useAnswer('indices', (signal) => ask('GET /api/indices', { signal }));
  const known = report?.indices.find(({ name }) => name === index);
  return known?.fields.filter(({ type }) => type === 'text').map(({ path }) => path) ?? [];
}
