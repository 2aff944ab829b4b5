import { type Language, language } from '../state/preferences.ts';
import { useStore } from '../state/store.ts';

/** The same words in each language of the console. */
export type Bilingual<T> = Readonly<Record<Language, T>>;

/** Fails to compile where a language lacks a text. */
export function bilingual<T>(en: T, zh: NoInfer<T>): Bilingual<T> {
  return { en, zh };
}

export function useText<T>(text: Bilingual<T>): T {
  return text[useStore(language)];
}
