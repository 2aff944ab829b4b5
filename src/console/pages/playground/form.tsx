import { useEffect, useState } from 'preact/hooks';
import { type Asked, parametersOf } from '../../parts/search/asked.ts';
import { AskedForm } from '../../parts/search/asked-form.tsx';
import { PipelineField } from '../../parts/search/choices.tsx';
import { keepText } from '../../state/kept-texts.ts';
import { go } from '../../state/location.ts';
import { useText } from '../../text/bilingual.ts';
import { playgroundText } from '../../text/playground.ts';

/** Two pipelines by name. */
export interface Sides {
  readonly left: string;
  readonly right: string;
}

interface PlaygroundFormProps {
  readonly asked: Asked;
  readonly sides: Sides;
  /** Hits of each side. */
  readonly size: number;
}

export function PlaygroundForm({ asked, sides, size }: PlaygroundFormProps) {
  const text = useText(playgroundText);
  const [chosen, setChosen] = useState(sides);
  useEffect(() => setChosen(sides), [sides.left, sides.right]);
  const set = (changed: Partial<Sides>): void => setChosen((before) => ({ ...before, ...changed }));
  return (
    <AskedForm
      asked={asked}
      size={size}
      onAsk={(wanted) => {
        keepText(wanted.body);
        go('playground', { ...parametersOf(wanted), ...chosen });
      }}
    >
      <PipelineField name="left" label={text.left} value={chosen.left} onChange={(left) => set({ left })} />
      <PipelineField
        name="right"
        label={text.right}
        value={chosen.right}
        onChange={(right) => set({ right })}
      />
      <button type="submit">{text.compare}</button>
    </AskedForm>
  );
}
