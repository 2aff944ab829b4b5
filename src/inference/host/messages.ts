import type { Scoring } from '../../domain/cross-encoder.ts';
import type { Unanswered } from '../../domain/inference.ts';
import type { Offer } from '../local/local-models.ts';

/** What a serving process asks of the inference process. Both are of one version: they start together. */
export type ToHost =
  | {
      readonly kind: 'score';
      readonly id: number;
      readonly query: string;
      readonly texts: readonly string[];
      readonly budgetMs: number;
      /** `traceparent` of whoever asks, where it is traced. */
      readonly trace?: string | undefined;
    }
  | {
      readonly kind: 'encode';
      readonly id: number;
      readonly modelId: string;
      readonly texts: readonly string[];
      readonly as: 'query' | 'document';
      readonly budgetMs: number;
      readonly trace?: string | undefined;
    }
  | { readonly kind: 'cancel'; readonly id: number };

export type FromHost =
  /** Sent first, and whenever it changes. */
  | { readonly kind: 'offer'; readonly offer: Offer }
  | { readonly kind: 'scoring'; readonly id: number; readonly scoring: Scoring }
  /** Vectors follow as numbers. */
  | { readonly kind: 'encoded'; readonly id: number; readonly readShare?: number | undefined }
  | { readonly kind: 'unanswered'; readonly id: number; readonly why: Unanswered };
