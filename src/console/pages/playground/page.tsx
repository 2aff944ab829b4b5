import { ask } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Busy, Fault, Notice } from '../../parts/basics.tsx';
import { parseContext } from '../../parts/context-text.ts';
import type { PageParameters } from '../../state/hash.ts';
import { useText } from '../../text/bilingual.ts';
import { playgroundText } from '../../text/playground.ts';
import { type Comparing, PlaygroundForm } from './form.tsx';
import { SideBySide } from './side-by-side.tsx';

const SIZE = 20;

/** One query, two pipelines, side by side. */
export function PlaygroundPage({ parameters }: { parameters: PageParameters }) {
  const { q = '', index = 'products', context = '', left = 'off', right = 'default' } = parameters;
  const comparing: Comparing = { q, index, context, left, right };
  const text = useText(playgroundText);
  const answer = useAnswer(q === '' ? undefined : JSON.stringify(comparing), (signal) =>
    ask('POST /api/compare', {
      signal,
      body: { index, query: q, context: parseContext(context) ?? {}, pipelines: [left, right], size: SIZE },
    }),
  );
  return (
    <>
      <h1>{text.title}</h1>
      <PlaygroundForm comparing={comparing} />
      {answer.state === 'idle' && <Notice tone="plain">{text.start}</Notice>}
      {answer.fault !== undefined && <Fault fault={answer.fault} again={answer.again} />}
      {answer.state === 'busy' && answer.value === undefined && <Busy />}
      {answer.value !== undefined && (
        <div aria-busy={answer.state === 'busy'}>
          <SideBySide compared={answer.value} comparing={comparing} />
        </div>
      )}
    </>
  );
}
