import { hashOf } from '../state/hash.ts';
import { accessRefused } from '../state/access.ts';
import { language, theme, type Theme } from '../state/preferences.ts';
import { useStore } from '../state/store.ts';
import { useText } from '../text/bilingual.ts';
import { frameText } from '../text/frame.ts';
import { openAccess } from './access-dialog.tsx';

export type PageName = keyof (typeof frameText)['en']['pages'];

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

interface MastheadProps {
  readonly current: PageName | undefined;
  readonly names: readonly PageName[];
}

/** Name, pages, and what the reader prefers. */
export function Masthead({ current, names }: MastheadProps) {
  const text = useText(frameText);
  const refused = useStore(accessRefused);
  const chosen = useStore(theme);
  const spoken = useStore(language);
  return (
    <header class="masthead">
      <a class="brand" href={hashOf('playground')}>
        <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true">
          <rect width="32" height="32" rx="7" />
          <path d="M8 10h16M8 16h11M8 22h6" />
          <path d="m20 23 3-3 3 3" />
        </svg>
        Relevance Gateway
      </a>
      <nav aria-label={text.navigation}>
        {names.map((name) => (
          <a key={name} href={hashOf(name)} aria-current={name === current ? 'page' : undefined}>
            {text.pages[name]}
          </a>
        ))}
      </nav>
      <div class="preferences">
        <select
          aria-label={text.theme.label}
          value={chosen}
          onChange={(event) => theme.set(event.currentTarget.value as Theme)}
        >
          {THEMES.map((name) => (
            <option key={name} value={name}>
              {text.theme[name]}
            </option>
          ))}
        </select>
        <button
          type="button"
          class="quiet"
          lang={spoken === 'en' ? 'zh-CN' : 'en'}
          onClick={() => language.set(spoken === 'en' ? 'zh' : 'en')}
        >
          {spoken === 'en' ? '中文' : 'English'}
        </button>
        <button type="button" class={refused ? 'quiet wanted' : 'quiet'} onClick={openAccess}>
          {text.access.open}
        </button>
      </div>
    </header>
  );
}
