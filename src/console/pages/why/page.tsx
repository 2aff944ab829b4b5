import type { ComponentChildren } from 'preact';
import type { ExplainBody, ExplainTree, Explanation } from '../../../admin-api/explain.ts';
import { ask } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Busy, Fault, Notice, Panel } from '../../parts/basics.tsx';
import { JsonTree } from '../../parts/json-tree.tsx';
import { askedIn, isAsked, NOTHING_ASKED, searchOf } from '../../parts/search/asked.ts';
import { CopyCurl } from '../../parts/search/copy-curl.tsx';
import { OutcomeLine } from '../../parts/search/outcome-line.tsx';
import { timeline } from '../../parts/search/timeline.ts';
import type { PageParameters } from '../../state/hash.ts';
import { useText } from '../../text/bilingual.ts';
import { stagesText } from '../../text/stages.ts';
import { searchFormText } from '../../text/search-form.ts';
import { whyText } from '../../text/why.ts';
import { ExplainedHits } from './explained-hits.tsx';
import { FlowGraph } from './flow-graph.tsx';
import { WhyForm } from './form.tsx';
import { Understood } from './understood.tsx';

/** Elasticsearch's own, for words; a whole request has its own `size`. */
const SIZE = 10;

type Seen = Explanation | ExplainTree;

/** What every stage did to one search, and why each hit stands where it does. */
export function WhyPage({ parameters }: { parameters: PageParameters }) {
  const { pipeline = '', trace = '', hit } = parameters;
  const kept = askedIn(parameters);
  const asked = kept ?? NOTHING_ASKED;
  const text = useText(whyText);
  const { notHere } = useText(searchFormText);
  const key = isAsked(asked) || trace !== '' ? JSON.stringify({ asked, pipeline, trace }) : undefined;
  const answer = useAnswer(key, (signal) =>
    trace === ''
      ? explain({ ...searchOf(asked), ...(pipeline === '' ? {} : { pipeline }) }, signal)
      : ask('GET /api/explain/{id}', { name: trace, signal }),
  );
  return (
    <>
      <h1>{text.title}</h1>
      <WhyForm asked={asked} pipeline={pipeline} size={SIZE} trace={trace} />
      {kept === undefined && <Notice tone="warn">{notHere}</Notice>}
      {kept !== undefined && answer.state === 'idle' && <Notice tone="plain">{text.start}</Notice>}
      {answer.fault !== undefined && <Fault fault={answer.fault} again={answer.again} />}
      {answer.state === 'busy' && answer.value === undefined && <Busy />}
      {answer.value !== undefined && (
        <div aria-busy={answer.state === 'busy'}>
          <Reasons
            seen={answer.value}
            hit={hit}
            copy={trace === '' && <CopyCurl asked={asked} pipeline={pipeline} size={SIZE} />}
          />
        </div>
      )}
    </>
  );
}

function explain(body: ExplainBody, signal: AbortSignal): Promise<Seen> {
  return ask('POST /api/explain', { signal, body });
}

interface ReasonsProps {
  readonly seen: Seen;
  /** Id of the hit that is asked about. */
  readonly hit: string | undefined;
  readonly copy: ComponentChildren;
}

function Reasons({ seen, hit, copy }: ReasonsProps) {
  const text = useText(whyText);
  const { steps: names } = useText(stagesText);
  const whole = 'hits' in seen ? seen : undefined;
  const works = timeline({ stages: seen.stages, steps: whole?.steps ?? [] }, names);
  const endMs = Math.max(0, ...works.map(({ startMs, durationMs }) => startMs + durationMs));
  return (
    <>
      {whole !== undefined && (
        <div class="row row-between">
          <OutcomeLine {...whole} />
          {copy}
        </div>
      )}
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
