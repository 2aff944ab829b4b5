import type { ExplainTree, Explanation } from '../../../admin-api/explain.ts';
import { ask } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Busy, Fault, Notice, Panel } from '../../parts/basics.tsx';
import { parseContext } from '../../parts/context-text.ts';
import { JsonTree } from '../../parts/json-tree.tsx';
import { OutcomeLine } from '../../parts/search/outcome-line.tsx';
import { timeline } from '../../parts/search/timeline.ts';
import type { PageParameters } from '../../state/hash.ts';
import { useText } from '../../text/bilingual.ts';
import { stagesText } from '../../text/stages.ts';
import { whyText } from '../../text/why.ts';
import { ExplainedHits } from './explained-hits.tsx';
import { FlowGraph } from './flow-graph.tsx';
import { type Explaining, WhyForm } from './form.tsx';
import { Understood } from './understood.tsx';

type Seen = Explanation | ExplainTree;

/** What every stage did to one search, and why each hit stands where it does. */
export function WhyPage({ parameters }: { parameters: PageParameters }) {
  const { q = '', index = 'products', context = '', pipeline = '', trace = '', hit } = parameters;
  const explaining: Explaining = { q, index, context, pipeline };
  const text = useText(whyText);
  const isAsked = q !== '' || trace !== '';
  const answer = useAnswer(isAsked ? JSON.stringify({ ...explaining, trace }) : undefined, (signal) =>
    trace === '' ? explain(explaining, signal) : ask('GET /api/explain/{id}', { name: trace, signal }),
  );
  return (
    <>
      <h1>{text.title}</h1>
      <WhyForm explaining={explaining} trace={trace} />
      {answer.state === 'idle' && <Notice tone="plain">{text.start}</Notice>}
      {answer.fault !== undefined && <Fault fault={answer.fault} again={answer.again} />}
      {answer.state === 'busy' && answer.value === undefined && <Busy />}
      {answer.value !== undefined && (
        <div aria-busy={answer.state === 'busy'}>
          <Reasons seen={answer.value} hit={hit} />
        </div>
      )}
    </>
  );
}

function explain({ q, index, context, pipeline }: Explaining, signal: AbortSignal): Promise<Seen> {
  return ask('POST /api/explain', {
    signal,
    body: {
      index,
      query: q,
      context: parseContext(context) ?? {},
      ...(pipeline === '' ? {} : { pipeline }),
    },
  });
}

function Reasons({ seen, hit }: { seen: Seen; hit: string | undefined }) {
  const text = useText(whyText);
  const { steps: names } = useText(stagesText);
  const whole = 'hits' in seen ? seen : undefined;
  const works = timeline({ stages: seen.stages, steps: whole?.steps ?? [] }, names);
  const endMs = Math.max(0, ...works.map(({ startMs, durationMs }) => startMs + durationMs));
  return (
    <>
      {whole !== undefined && <OutcomeLine {...whole} />}
      <FlowGraph works={works} totalMs={whole?.durationMs ?? endMs} />
      {seen.query !== null && <Understood query={seen.query} relaxed={whole?.relaxed ?? null} />}
      {whole !== undefined && (
        <>
          <ExplainedHits hits={whole.hits} wanted={hit} />
          <Panel title={text.sent}>
            <JsonTree value={whole.sent} open={2} />
          </Panel>
        </>
      )}
    </>
  );
}
