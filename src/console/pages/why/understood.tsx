import type { ComponentChildren } from 'preact';
import type { Explanation } from '../../../admin-api/explain.ts';
import { Badge, Panel } from '../../parts/basics.tsx';
import { percent } from '../../parts/numbers.ts';
import { clauseLine } from './clause-line.ts';
import { wordsOf } from './words-of.ts';
import { useText } from '../../text/bilingual.ts';
import { whyText } from '../../text/why.ts';

type Query = NonNullable<Explanation['query']>;
type Slot = Query['slots'][0];

interface UnderstoodProps {
  readonly query: Query;
  readonly relaxed: string | null;
}

/** The query word by word, and what is asked besides its words. */
export function Understood({ query, relaxed }: UnderstoodProps) {
  const text = useText(whyText);
  return (
    <Panel title={text.understood}>
      <dl class="facts">
        <dt>{text.typed}</dt>
        <dd>{query.typed}</dd>
        {query.text !== query.typed && (
          <>
            <dt>{text.read}</dt>
            <dd>{query.text}</dd>
          </>
        )}
        {relaxed !== null && (
          <>
            <dt>{text.relaxed}</dt>
            <dd>{relaxed}</dd>
          </>
        )}
      </dl>
      {query.slots.length === 0 ? (
        <p class="muted">{text.noWords}</p>
      ) : (
        <ol class="slots" aria-label={text.words}>
          {wordsOf(query).map(({ word, slot }, at) =>
            slot === undefined ? (
              <li key={at} class="slot slot-left">
                <div class="slot-word">{word}</div>
                {text.left}
              </li>
            ) : (
              <SlotCard key={at} slot={slot} word={word} />
            ),
          )}
        </ol>
      )}
      <Asked query={query} />
    </Panel>
  );
}

function SlotCard({ slot, word }: { slot: Slot; word: string }) {
  const text = useText(whyText);
  const { alternatives, tag } = slot;
  return (
    <li class="slot">
      <div class="slot-word">{word}</div>
      {tag !== undefined && (
        <p>
          <Badge tone="accent">
            {tag.name} {text.weight(Number(tag.weight.toFixed(2)))}
          </Badge>{' '}
          {tag.optional && <Badge>{text.optional}</Badge>}
        </p>
      )}
      {!isAsTyped(alternatives, word) && (
        <ul>
          {alternatives.map(({ terms, weight, origin, fields }, at) => (
            <li key={at}>
              <span>{terms.join(' + ')}</span>
              {weight !== 1 && <span class="mono"> {text.weight(Number(weight.toFixed(3)))}</span>}
              {origin !== 'user' && <span class="muted"> {text.by(origin)}</span>}
              {fields !== undefined && <span class="muted mono"> {fields.join(', ')}</span>}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** Whether a word is searched for as it was typed and in no other way, so that there is nothing to add. */
function isAsTyped(alternatives: Slot['alternatives'], word: string): boolean {
  const [only, another] = alternatives;
  return (
    another === undefined &&
    only?.origin === 'user' &&
    only.weight === 1 &&
    only.fields === undefined &&
    only.terms.join('') === word
  );
}

/** What stages and rules ask for besides the words. */
function Asked({ query }: { query: Query }) {
  const text = useText(whyText);
  const { boosts, filters, spelling, instructions } = query;
  const { pins, buries, hides, legs, rerank, decorations } = instructions;
  const asked: (readonly [title: string, rows: readonly ComponentChildren[]])[] = [
    [
      text.spelling,
      spelling === null
        ? []
        : [
            <>
              {spelling.original} → <strong>{spelling.suggested}</strong>{' '}
              <Badge>{text.spellingOutcomes[spelling.outcome]}</Badge>{' '}
              <span class="muted">{text.sure(percent(spelling.confidence, 0))}</span>
            </>,
          ],
    ],
    [
      text.boosts,
      boosts.map(({ by, factor, origin, clause }) => (
        <>
          <Badge tone={by === 'up' ? 'good' : 'warn'}>
            {by === 'up' ? text.up : text.down} ×{factor}
          </Badge>{' '}
          <span class="muted">{text.by(origin)}</span>
          <div class="mono clause">{clauseLine(clause)}</div>
        </>
      )),
    ],
    [
      text.filters,
      filters.map(({ clause, origin }) => (
        <>
          <span class="muted">{text.by(origin)}</span>
          <div class="mono clause">{clauseLine(clause)}</div>
        </>
      )),
    ],
    [
      text.pins,
      pins.map(({ ids, position, origin }) => (
        <>
          {text.pinned(ids.join(', '), position)} <span class="muted">{text.by(origin)}</span>
        </>
      )),
    ],
    [text.buries, buries.map((placed) => <Placed {...placed} />)],
    [text.hides, hides.map((placed) => <Placed {...placed} />)],
    [
      text.legs,
      legs.map(({ leg, weight, origin }) => (
        <>
          {leg} ×{weight} <span class="muted">{text.by(origin)}</span>
        </>
      )),
    ],
    [
      text.decorations,
      decorations.map(({ key, value, origin }) => (
        <>
          {key !== null && <strong>{key}: </strong>}
          {value} <span class="muted">{text.by(origin)}</span>
        </>
      )),
    ],
  ];
  const some = asked.filter(([, rows]) => rows.length > 0);
  if (some.length === 0 && rerank) return <p class="muted">{text.unchanged}</p>;
  return (
    <div class="asked">
      {!rerank && <p>{text.noRerank}</p>}
      {some.map(([title, rows]) => (
        <div key={title}>
          <h3>{title}</h3>
          <ul>
            {rows.map((row, at) => (
              <li key={at}>{row}</li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

function Placed({ ids, origin }: { ids: readonly string[]; origin: string }) {
  const text = useText(whyText);
  return (
    <>
      {ids.join(', ')} <span class="muted">{text.by(origin)}</span>
    </>
  );
}
