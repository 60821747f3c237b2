import { escape, sizeText } from './htmlText.js';
import { fileIcon, icon } from './icons.js';
import { type PreviewAttachment, type PreviewContent } from './previewContent.js';
import { type PreviewLabels } from './previewWords.js';

/** Longer lists of people show the first few; the others are behind a button. */
const shownPeople = 8;
const shownOfMany = 6;

/** The head of the mail as its readers see it, with what only its writer sees: Bcc and who sends it. */
export function headHtml(content: PreviewContent, labels: PreviewLabels): string {
  const { answers } = content;
  const noSubject = absent(answers ? labels.asAnswered : labels.noSubject);
  const filled = answers !== undefined && answers !== 'forward';
  const noRecipients = absent(filled ? labels.asAnswered : labels.noRecipients);
  const subject = content.subject === '' ? noSubject : escape(content.subject);
  const nobody = content.to.length + content.cc.length + content.bcc.length === 0;
  const list = (names: readonly string[], name: string) => people(names, name, labels);
  return [
    `<h1 dir="auto">${subject}</h1>`,
    '<dl>',
    field(labels.from, sender(content, labels)),
    field(labels.to, nobody ? noRecipients : list(content.to, 'to')),
    field(labels.cc, list(content.cc, 'cc')),
    field(labels.bcc, list(content.bcc, 'bcc')),
    field(labels.replyTo, list(content.replyTo, 'replyTo')),
    field(labels.importance, importance(content, labels)),
    field(labels.sendAt, content.sendAt === undefined ? '' : escape(content.sendAt)),
    field(labels.attachments, attachments(content.attachments, labels)),
    '</dl>',
    ...(answers ? [`<p class="quiet">${escape(labels.historyFollows)}</p>`] : []),
  ].join('');
}

function field(label: string, html: string): string {
  return html === '' ? '' : `<div><dt>${escape(label)}</dt><dd>${html}</dd></div>`;
}

const absent = (label: string): string => `<em class="quiet">${escape(label)}</em>`;

/** From left to right also around a Hebrew name: else the address would come first. */
const person = (name: string): string => `<bdi dir="ltr">${escape(name)}</bdi>`;

function sender(content: PreviewContent, labels: PreviewLabels): string {
  const from = content.from === undefined ? absent(labels.noSender) : person(content.from);
  if (!content.sandbox) return from;
  return (
    `${from} <strong class="sandbox">${escape(labels.sandbox)}</strong> ` +
    `<span class="quiet">${escape(labels.sandboxMeaning)}</span>`
  );
}

function people(names: readonly string[], list: string, labels: PreviewLabels): string {
  if (names.length <= shownPeople) return names.map(person).join('; ');
  const rest = names.slice(shownOfMany);
  const more = labels.more.replace('{0}', String(rest.length));
  return (
    `${names.slice(0, shownOfMany).map(person).join('; ')} <details data-list="${list}">` +
    `<summary>${escape(more)}</summary> ${rest.map(person).join('; ')}</details>`
  );
}

function importance({ importance: value }: PreviewContent, labels: PreviewLabels): string {
  if (value === 'normal') return '';
  return `<span class="importance ${value}">${icon(value)} ${escape(labels[value])}</span>`;
}

function attachments(files: readonly PreviewAttachment[], labels: PreviewLabels): string {
  if (files.length === 0) return '';
  const items = files.map(({ name, size, contentType, location }, index) => {
    const text =
      `${icon(fileIcon(contentType))} <bdi>${escape(name)}</bdi> ` +
      `<span class="quiet">${sizeText(size, labels.language)}</span>`;
    if (location === undefined) return `<li><span>${text}</span></li>`;
    return `<li><button type="button" data-attachment="${index}" title="${escape(labels.openAttachment)}">${text}</button></li>`;
  });
  return `<ul class="attachments">${items.join('')}</ul>`;
}
