import { hashOf, type PageParameters } from '../../state/hash.ts';
import { useText } from '../../text/bilingual.ts';
import { evaluationText } from '../../text/evaluation.ts';
import { JudgeView } from './judge-view.tsx';
import { RunView } from './run-view.tsx';
import { RunsView } from './runs-view.tsx';

/** Saved runs, one run in full, and judging by hand. */
export function EvaluationPage({ parameters }: { parameters: PageParameters }) {
  const text = useText(evaluationText);
  const { view, run } = parameters;
  const isJudging = view === 'judge';
  return (
    <>
      <h1>{text.title}</h1>
      <nav class="views" aria-label={text.views}>
        <a href={hashOf('evaluation')} aria-current={isJudging ? undefined : 'page'}>
          {text.runsView}
        </a>
        <a href={hashOf('evaluation', { view: 'judge' })} aria-current={isJudging ? 'page' : undefined}>
          {text.judgeView}
        </a>
      </nav>
      {isJudging && <JudgeView parameters={parameters} />}
      {!isJudging && (run === undefined ? <RunsView /> : <RunView key={run} id={run} />)}
    </>
  );
}
