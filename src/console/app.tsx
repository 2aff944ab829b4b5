import { useEffect, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { AccessDialog } from './parts/access-dialog.tsx';
import { Masthead, type PageName } from './parts/masthead.tsx';
import { Notice } from './parts/basics.tsx';
import { EvaluationPage } from './pages/evaluation/page.tsx';
import { PlaygroundPage } from './pages/playground/page.tsx';
import { RulesPage } from './pages/rules/page.tsx';
import { SystemPage } from './pages/system/page.tsx';
import { WhyPage } from './pages/why/page.tsx';
import { hashOf, type PageParameters } from './state/hash.ts';
import { useLocation } from './state/location.ts';
import { useText } from './text/bilingual.ts';
import { frameText } from './text/frame.ts';

const PAGES: Readonly<Record<PageName, (props: { parameters: PageParameters }) => JSX.Element>> = {
  playground: PlaygroundPage,
  why: WhyPage,
  rules: RulesPage,
  evaluation: EvaluationPage,
  system: SystemPage,
};

/** The whole page: masthead, the page that the address names, the dialog for access. */
export function App() {
  const { page: named, parameters } = useLocation();
  const text = useText(frameText);
  const page = (Object.keys(PAGES) as PageName[]).find(
    (name) => name === (named === '' ? 'playground' : named),
  );
  useEffect(() => {
    document.title = `${page === undefined ? text.noPage : text.pages[page]} · Relevance Gateway`;
  }, [page, text]);
  const shown = useRef(page);
  useEffect(() => {
    if (shown.current === page) return;
    shown.current = page;
    // A link that went with its page took the focus along: who goes by keys would begin at the top again.
    if (document.activeElement === document.body) focusMain();
  }, [page]);
  const Page = page === undefined ? undefined : PAGES[page];
  return (
    <>
      <a class="skip" href="#content" onClick={focusContent}>
        {text.skip}
      </a>
      <Masthead current={page} names={Object.keys(PAGES) as PageName[]} />
      <main id="content" tabIndex={-1}>
        {Page === undefined ? (
          <>
            <h1>{text.noPage}</h1>
            <Notice tone="warn">
              <a href={hashOf('playground')}>{text.toPlayground}</a>
            </Notice>
          </>
        ) : (
          <Page key={page} parameters={parameters} />
        )}
      </main>
      <AccessDialog />
    </>
  );
}

/** The address says which page is shown, so that the link must not change it. */
function focusContent(event: Event): void {
  event.preventDefault();
  focusMain();
}

function focusMain(): void {
  document.querySelector<HTMLElement>('#content')?.focus();
}
