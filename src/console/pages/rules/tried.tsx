import type { TriedQuery } from '../../../admin-api/rules.ts';
import { Badge, Notice } from '../../parts/basics.tsx';
import { HitList } from '../../parts/search/hit-list.tsx';
import { useText } from '../../text/bilingual.ts';
import { playgroundText } from '../../text/playground.ts';
import { rulesText } from '../../text/rules.ts';

interface TriedProps {
  readonly results: readonly TriedQuery[];
}

/** What the rules would change, query by query. */
export function Tried({ results }: TriedProps) {
  return (
    <>
      {results.map((result, at) => (
        <TriedOne key={at} result={result} isFirst={at === 0} />
      ))}
    </>
  );
}

function TriedOne({ result, isFirst }: { result: TriedQuery; isFirst: boolean }) {
  const text = useText(rulesText);
  const { summary } = useText(playgroundText);
  const { query, before, after, changes } = result;
  const count = (kind: string): number => changes.filter(({ change }) => change === kind).length;
  const [moved, fresh, lost] = [count('moved'), count('new'), count('lost')];
  const isSame = moved + fresh + lost === 0;
  const isFair = before.degraded.join() === after.degraded.join();
  return (
    <details class="tree" open={isFirst}>
      <summary class="tried">
        <strong>{query}</strong>
        <Badge tone={isSame ? 'plain' : 'accent'}>{isSame ? text.same : summary(moved, fresh, lost)}</Badge>
        {!isFair && <Badge tone="warn">{text.unequal}</Badge>}
      </summary>
      <div class="tree-body">
        {!isFair && (
          <Notice tone="warn">{text.unequalLong(nameAll(before.degraded), nameAll(after.degraded))}</Notice>
        )}
        <TookPart side={after} />
        <div class="columns columns-free">
          {(['before', 'after'] as const).map((side) => {
            const { hits, total } = side === 'before' ? before : after;
            return (
              <div key={side}>
                <h3>
                  {text[side]}{' '}
                  {total !== null && <span class="muted">{text.found(total.toLocaleString('en'))}</span>}
                </h3>
                <HitList label={`${text[side]}: ${query}`} hits={hits} changes={changes} side={side} />
              </div>
            );
          })}
        </div>
      </div>
    </details>
  );
}

function nameAll(stages: readonly string[]): string {
  return stages.length === 0 ? '–' : stages.join(', ');
}

function TookPart({ side }: { side: TriedQuery['after'] }) {
  const text = useText(rulesText);
  if (side.matched.length === 0) return <p class="muted">{text.noneTook}</p>;
  return (
    <>
      <h3>{text.took}</h3>
      <ul class="faults">
        {side.matched.map(({ rule, file, line, match, instructions }, at) => (
          <li key={at}>
            <span class="mono">
              {file}:{line}
            </span>{' '}
            <strong>{rule}</strong> ({match}) <span class="muted">{instructions.join(' · ')}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
