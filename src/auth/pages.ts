import { type Sentence, sentence } from '../failure.js';

/** The pages that the browser shows at the end of a sign-in: whole HTML documents, which load nothing. */
export interface SignInPages {
  readonly success: string;
  readonly error: string;
}

/** @param language the BCP 47 tag of what `translate` returns. */
export function signInPages(translate: (text: Sentence) => string, language = 'en'): SignInPages {
  const close = translate(sentence('You may close this tab.'));
  return {
    // Shown before the code is exchanged for tokens, so it does not promise that all went well.
    success: page(language, 'done', translate(sentence('Markdown Mail continues in VS Code')), close),
    error: page(
      language,
      'stopped',
      translate(sentence('The sign-in did not finish')),
      `${translate(sentence('VS Code says why.'))} ${close}`,
    ),
  };
}

const marks = {
  done: '<path d="M14 25l7 7 14-16"/>',
  stopped: '<path d="M24 13v14M24 34v1"/>',
};

/** MSAL sends no `Content-Type`, so the encoding stands within the first 1024 bytes (HTML, "Determining the character encoding"). */
function page(language: string, mark: keyof typeof marks, title: string, text: string): string {
  return `<!doctype html>
<html lang="${escaped(language)}" dir="auto">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>
:root { color-scheme: light dark; --ink: #1b1f24; --quiet: #57606a; --ground: #f6f8fa; --card: #fff; --line: #d0d7de; --accent: #0b5cad; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --quiet: #9aa4af; --ground: #0d1117; --card: #161b22; --line: #30363d; --accent: #6cb6ff; }
}
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { box-sizing: border-box; max-width: 26rem; margin: 1rem; padding: 2.5rem 2rem; text-align: center;
  background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
svg { width: 48px; height: 48px; fill: none; stroke: var(--accent); stroke-width: 3; stroke-linecap: round; stroke-linejoin: round; }
h1 { margin: 1rem 0 .5rem; font-size: 1.35rem; font-weight: 600; text-wrap: balance; }
p { margin: 0; color: var(--quiet); }
</style>
</head>
<body>
<main role="status">
<svg viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="21"/>${marks[mark]}</svg>
<h1>${escaped(title)}</h1>
<p>${escaped(text)}</p>
</main>
</body>
</html>
`;
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
