import { createStore } from './store.ts';

export type Theme = 'system' | 'light' | 'dark';
export type Language = 'en' | 'zh';

const THEME_KEY = 'relevance-theme';
const LANGUAGE_KEY = 'relevance-language';

export const theme = createStore<Theme>(oneOf(localStorage.getItem(THEME_KEY), ['light', 'dark'], 'system'));
export const language = createStore<Language>(
  oneOf(
    localStorage.getItem(LANGUAGE_KEY),
    ['en', 'zh'],
    navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en',
  ),
);

/** Keeps the document's colours and language as chosen, now and whenever that changes. */
export function applyPreferences(): void {
  const root = document.documentElement;
  const apply = (): void => {
    if (theme.get() === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = theme.get();
    root.lang = language.get() === 'zh' ? 'zh-CN' : 'en';
    localStorage.setItem(THEME_KEY, theme.get());
    localStorage.setItem(LANGUAGE_KEY, language.get());
  };
  theme.subscribe(apply);
  language.subscribe(apply);
  apply();
}

function oneOf<T extends string>(value: string | null, known: readonly T[], otherwise: T): T {
  return known.find((candidate) => candidate === value) ?? otherwise;
}
