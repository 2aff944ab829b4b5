import { ask } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Busy, Fault, Notice } from '../../parts/basics.tsx';
import { askedIn, isAsked, NOTHING_ASKED, searchOf } from '../../parts/search/asked.ts';
import { useOwnPipeline } from '../../parts/search/known-index.ts';
import type { PageParameters } from '../../state/hash.ts';
import { useText } from '../../text/bilingual.ts';
import { playgroundText } from '../../text/playground.ts';
import { searchFormText } from '../../text/search-form.ts';
import { PlaygroundForm } from './form.tsx';
import { SideBySide } from './side-by-side.tsx';

/** Hits of each side where words are asked for; a whole request has its own `size`. */
const SIZE = 20;

/** One search, two pipelines, side by side. */
export function PlaygroundPage({ parameters }: { parameters: PageParameters }) {
  const kept = askedIn(parameters);
  const asked = kept ?? NOTHING_ASKED;
  const own = useOwnPipeline(asked.index);
  const { left = 'off', right = own } = parameters;
  const text = useText(playgroundText);
  const { notHere } = useText(searchFormText);
  const key = isAsked(asked) && right !== undefined ? JSON.stringify({ asked, left, right }) : undefined;
  const answer = useAnswer(key, (signal) =>
    ask('POST /api/compare', {
      signal,
      body: {
        ...searchOf(asked),
        pipelines: [left, right ?? 'default'],
        ...(asked.body === '' ? { size: SIZE } : {}),
      },
    }),
  );
  return (
    <>
      <h1>{text.title}</h1>
      <PlaygroundForm asked={asked} sides={{ left, right: right ?? 'default' }} size={SIZE} />
      {kept === undefined && <Notice tone="warn">{notHere}</Notice>}
      {kept !== undefined && answer.state === 'idle' && <Notice tone="plain">{text.start}</Notice>}
      {answer.fault !== undefined && <Fault fault={answer.fault} again={answer.again} />}
      {answer.state === 'busy' && answer.value === undefined && <Busy />}
      {answer.value !== undefined && (
        <div aria-busy={answer.state === 'busy'}>
          <SideBySide compared={answer.value} asked={asked} size={SIZE} />
        </div>
      )}
    </>
  );
}
