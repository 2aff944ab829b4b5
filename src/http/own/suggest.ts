import type { Completer, Completion } from '../../domain/completion.ts';
import type { EngineAnswer, RawHeaders } from '../../domain/engine.ts';
import { type Logger, loggerIn } from '../../domain/logger.ts';
import type { TraceSpan } from '../../domain/trace.ts';
import { GatewayError } from '../../errors.ts';
import type { SuggestRequest } from './suggest-request.ts';
import type { VisibleTexts } from './visible-texts.ts';

export interface SuggestServices {
  /** Undefined where the index has no dictionary that holds completions. */
  readonly completerOf: (index: string) => Completer | undefined;
  /** Whether the index is the gateway's to improve. */
  readonly improves: (index: string) => boolean;
  readonly visible: VisibleTexts;
  readonly logger: Logger;
  settings(): SuggestSettings;
}

export interface SuggestSettings {
  readonly enabled: boolean;
  /** Who is offered what others searched for. */
  readonly queries: 'checked' | 'open' | 'off';
  readonly deadlineMs: number;
}

export interface Suggestion {
  readonly text: string;
  /** HTML, with what was typed in `<em>`. */
  readonly highlighted: string;
  readonly score: number;
  readonly kind: Completion['kind'];
}

/** Who asks. */
export interface SuggestCaller {
  readonly headers: RawHeaders;
  /** Aborts when they have gone. */
  readonly gone: AbortSignal;
  /** Of the request, where its trace is recorded. */
  readonly span?: TraceSpan | undefined;
}

/** Suggestions, or the engine's answer that refuses the caller. */
export type SuggestOutcome =
  | { readonly kind: 'suggestions'; readonly suggestions: readonly Suggestion[]; readonly timedOut: boolean }
  | { readonly kind: 'refused'; readonly answer: EngineAnswer };

/** A second helping where the caller may not see all of the first. */
const HELPINGS = 2;

/** @throws GatewayError `not_found` where there is nothing to complete out of */
export async function suggest(
  services: SuggestServices,
  request: SuggestRequest,
  { headers, gone, span }: SuggestCaller,
): Promise<SuggestOutcome> {
  const { index, text, size, context } = request;
  const { enabled, queries, deadlineMs } = services.settings();
  if (!enabled) throw new GatewayError('not_found', 'completions are switched off: autocomplete.enabled');
  const completer = services.improves(index) ? services.completerOf(index) : undefined;
  const offered = (completer?.complete({ text, size: size * HELPINGS, context }) ?? []).filter(
    ({ kind }) => queries !== 'off' || kind !== 'query',
  );
  const isOpen = ({ kind }: Completion): boolean => kind === 'query' && queries === 'open';
  const signal = AbortSignal.any([gone, AbortSignal.timeout(deadlineMs)]);
  const shown: Completion[] = [];
  for (let helping = 0; helping === 0 || (helping < HELPINGS && shown.length < size); helping += 1) {
    const part = offered.slice(helping * size, (helping + 1) * size);
    if (helping > 0 && part.length === 0) break;
    const texts = part.filter((one) => !isOpen(one)).map((one) => one.text);
    const question = { index, headers, span, texts, otherwise: text };
    const visible = await services.visible.ask(question, signal).catch((error: unknown) => {
      if (gone.aborted) throw error;
      const logger = loggerIn(span, services.logger);
      logger.warn({ err: error, index }, 'the engine did not say in time what a caller may see');
      return undefined;
    });
    if (visible?.kind === 'refused') return visible;
    const known = visible?.texts ?? services.visible.known(question);
    shown.push(...part.filter((one) => isOpen(one) || known.has(one.text)));
    if (visible === undefined) return suggestionsOf(shown.slice(0, size), true);
  }
  if (completer === undefined) {
    const reason = `no completions for [${index}]: relevance dictionary build --index ${index}`;
    throw new GatewayError('not_found', reason);
  }
  return suggestionsOf(shown.slice(0, size), false);
}

function suggestionsOf(shown: readonly Completion[], timedOut: boolean): SuggestOutcome {
  const suggestions = shown.map((completion) => ({
    text: completion.text,
    highlighted: highlighted(completion),
    score: Number(completion.score.toFixed(4)),
    kind: completion.kind,
  }));
  return { kind: 'suggestions', suggestions, timedOut };
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Titles are what merchants write: what could be markup is escaped. */
function highlighted({ text, typed: { start, end } }: Completion): string {
  const escaped = (part: string): string => part.replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign]!);
  const [before, typed, after] = [text.slice(0, start), text.slice(start, end), text.slice(end)];
  return escaped(before) + (typed === '' ? '' : `<em>${escaped(typed)}</em>`) + escaped(after);
}
