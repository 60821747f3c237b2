import { escape } from './htmlText.js';
import { frameDocument } from './mailFrame.js';
import { type PreviewLabels } from './previewWords.js';
import { toolbar } from './toolbar.js';

export interface PageInput {
  readonly labels: PreviewLabels;
  /** Unguessable, fresh for each page. */
  readonly nonce: string;
  /** `webview.cspSource`. */
  readonly cspSource: string;
  readonly style: string;
  readonly script: string;
  /** The user asked for pictures from the internet in this panel. */
  readonly remotePictures: boolean;
  /** Given back by VS Code when the panel is restored after a reload. */
  readonly state: { readonly uri: string };
}

/** The page of a preview, without a mail: its script says `ready`, and then gets what a `PageFeed` gives. */
export function previewPage(page: PageInput): string {
  const { labels, nonce } = page;
  const words = { updated: labels.updated, copied: labels.copied };
  const data = JSON.stringify({ state: page.state, words }).replaceAll('<', '\\u003c');
  const language = escape(labels.language);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(page)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<link rel="stylesheet" href="${escape(page.style)}">
<title>${escape(labels.mail)}</title>
</head>
<body>
<main aria-label="${escape(labels.mail)}">
${toolbar(labels)}
<div id="notice" role="status"></div>
<div id="paper">
<header id="head"></header>
<div id="problems"></div>
<div id="facts"><p id="truth"></p><div id="size"></div></div>
${panels(labels, frameDocument(nonce, language))}
</div>
</main>
<div id="announcer" role="status"></div>
<script type="application/json" id="data">${data}</script>
<script type="module" nonce="${nonce}" src="${escape(page.script)}"></script>
</body>
</html>
`;
}

function panels(labels: PreviewLabels, frame: string): string {
  return (
    `<section role="tabpanel" id="panel-html" aria-labelledby="tab-html" hidden>` +
    `<iframe id="mail" title="${escape(labels.mail)}" sandbox="allow-same-origin" srcdoc="${escape(frame)}"></iframe></section>\n` +
    `<section role="tabpanel" id="panel-text" aria-labelledby="tab-text" tabindex="0" hidden><pre id="text" dir="auto"></pre></section>\n` +
    `<section role="tabpanel" id="panel-source" aria-labelledby="tab-source" tabindex="0" hidden><pre id="source" dir="ltr"></pre></section>`
  );
}

/**
 * Nothing is allowed but our style and script (and the modules that it imports, which its nonce reaches), the inline
 * styles that a mail consists of, and pictures that the panel has sent. The frame inherits this policy, and its
 * sandbox allows no script at all.
 */
function contentPolicy({ nonce, cspSource, remotePictures }: PageInput): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${escape(cspSource)} 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    `img-src blob:${remotePictures ? ' https:' : ''}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
