import { hasRemotePictures, frameDocument, withPictures } from './mailFrame.js';
import { type ContentMessage, type PreviewContent, type PreviewLabels } from './previewContent.js';

export interface PageInput {
  readonly content: PreviewContent;
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

/** The whole page of a preview. Its script then takes {@link contentMessage}s and changes only what differs. */
export function previewPage(page: PageInput): string {
  const { content, labels, nonce } = page;
  const message = contentMessage(content, labels, page.remotePictures);
  const data = JSON.stringify({ state: page.state, blocks: content.blocks }).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="${escape(labels.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(page)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<link rel="stylesheet" href="${escape(page.style)}">
<title>${escape(content.subject)}</title>
</head>
<body>
<div id="notice" role="status">${message.notice}</div>
<div id="problems">${message.problems}</div>
<main aria-label="${escape(labels.mail)}">
<header id="head">${message.head}</header>
<iframe id="mail" title="${escape(labels.mail)}" sandbox="allow-same-origin" srcdoc="${escape(frameDocument(message.mail, nonce, escape(labels.language)))}"></iframe>
</main>
<script type="application/json" id="data">${data}</script>
<script nonce="${nonce}" src="${escape(page.script)}"></script>
</body>
</html>
`;
}

/**
 * Nothing is allowed but our style and script, the inline styles that a mail consists of, and pictures that are in the
 * mail itself. The frame inherits this policy, and its sandbox allows no script at all.
 */
function contentPolicy({ nonce, cspSource, remotePictures }: PageInput): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${escape(cspSource)} 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    `img-src data:${remotePictures ? ' https:' : ''}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** What the page shows of `content`, in the pieces that the script puts in place. */
export function contentMessage(
  content: PreviewContent,
  labels: PreviewLabels,
  remotePictures: boolean,
): ContentMessage {
  return {
    type: 'content',
    head: headHtml(content, labels),
    problems: problemsHtml(content, labels),
    notice: hasRemotePictures(content.html) && !remotePictures ? noticeHtml(labels) : '',
    mail: withPictures(content.html, content.images),
    blocks: content.blocks,
  };
}

function headHtml(content: PreviewContent, labels: PreviewLabels): string {
  const subject = content.subject === '' ? absent(labels.noSubject) : escape(content.subject);
  const from = content.from === undefined ? absent(labels.noSender) : person(content.from);
  const sandbox = content.sandbox
    ? ` <strong class="sandbox" title="${escape(labels.sandboxMeaning)}">${escape(labels.sandbox)}</strong> <span class="quiet">${escape(labels.sandboxMeaning)}</span>`
    : '';
  const nobody = content.to.length + content.cc.length + content.bcc.length === 0;
  return [
    `<h1 dir="auto">${subject}</h1>`,
    '<dl>',
    field(labels.from, from + sandbox),
    field(labels.to, nobody ? absent(labels.noRecipients) : people(content.to)),
    field(labels.cc, people(content.cc)),
    field(labels.bcc, people(content.bcc)),
    field(labels.attachments, attachmentsHtml(content, labels)),
    '</dl>',
  ].join('');
}

function field(label: string, html: string): string {
  return html === '' ? '' : `<div><dt>${escape(label)}</dt><dd>${html}</dd></div>`;
}

const absent = (label: string): string => `<em class="quiet">${escape(label)}</em>`;

/** From left to right also around a Hebrew name: else the address would come first. */
const person = (name: string): string => `<bdi dir="ltr">${escape(name)}</bdi>`;

function people(names: readonly string[]): string {
  return names.map(person).join('; ');
}

function attachmentsHtml({ attachments }: PreviewContent, { language }: PreviewLabels): string {
  if (attachments.length === 0) return '';
  const items = attachments.map(
    ({ name, size }) =>
      `<li><bdi>${escape(name)}</bdi> <span class="quiet">${sizeText(size, language)}</span></li>`,
  );
  return `<ul class="attachments">${items.join('')}</ul>`;
}

/** `19 KB`: bytes in the unit that gives a number below 1024, as file managers write it. */
export function sizeText(bytes: number, language: string): string {
  const units = ['B', 'KB', 'MB', 'GB'] as const;
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10));
  const amount = bytes / 1024 ** power;
  const digits = { maximumFractionDigits: power < 2 ? 0 : 1 };
  return `${new Intl.NumberFormat(language, digits).format(amount)} ${units[power] ?? 'B'}`;
}

function problemsHtml({ problems }: PreviewContent, labels: PreviewLabels): string {
  if (problems.length === 0) return '';
  const items = problems.map(({ severity, message, line }) => {
    const where = labels.line.replace('{0}', String(line + 1));
    return (
      `<li><button type="button" data-line="${line}"><span class="severity ${severity}">${escape(labels[severity])}</span> ` +
      `<span class="message">${escape(message)}</span> <span class="quiet">${escape(where)}</span></button></li>`
    );
  });
  return `<section aria-label="${escape(labels.problems)}"><ul>${items.join('')}</ul></section>`;
}

function noticeHtml(labels: PreviewLabels): string {
  return `<p>${escape(labels.remoteHidden)}</p><button type="button" data-action="showRemote">${escape(labels.showRemote)}</button>`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
