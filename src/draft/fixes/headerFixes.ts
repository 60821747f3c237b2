import { sentence } from '../../failure.js';
import { findHeader } from '../headerBlock.js';
import { headerHelp } from '../help/headerHelp.js';
import { isHeaderKey, nearestKey } from '../headerKeys.js';
import { yamlText } from '../headerLists.js';
import { parseDraft } from '../parseDraft.js';
import { proseLines } from '../writing/prose.js';
import { type Fix, type FixFor, lineAround, replacing, writtenAt } from './fix.js';
import { keyOf, removal, settingKey } from './headerLines.js';

export const unknownKey: FixFor = (broken) => {
  const { text, place } = broken;
  const key = writtenAt(broken);
  const near = nearestKey(key);
  const fixes: Fix[] = [];
  if (near && parseDraft(text).keyLines?.[near] === undefined)
    fixes.push({
      title: sentence('Change to {0}', `${near}:`),
      changes: [replacing(place, near)],
      preferred: true,
    });
  return [...fixes, ...removal(text, key)];
};

export const removeLine: FixFor = (broken) => {
  const key = keyOf(broken);
  return key === undefined ? [] : removal(broken.text, key);
};

export const noRecipient: FixFor = ({ text }) => {
  const found = findHeader(text);
  if (found.kind !== 'found') return [];
  const known = /^to[ \t]*:[ \t]*/mu.exec(text.slice(found.block.start, found.block.end));
  const title = sentence('Write a recipient');
  if (known) {
    const at = found.block.start + known.index;
    const change = { offset: at, length: known[0].length, text: 'to: ' };
    return [
      { title, changes: [change], preferred: true, select: { offset: at + 4, length: 0 }, suggest: true },
    ];
  }
  const change = { offset: found.block.start, length: 0, text: `to: ${found.block.endOfLine}` };
  const select = { offset: found.block.start + 4, length: 0 };
  return [{ title, changes: [change], preferred: true, select, suggest: true }];
};

/** Enough for a subject, and less than is too much. */
const longestOffered = 78;

export const emptySubject: FixFor = ({ text }) => {
  const { body } = parseDraft(text);
  const fixes: Fix[] = [];
  const words = likelySubject(body);
  const use = words === undefined ? undefined : settingKey(text, 'subject', yamlText(words));
  if (words !== undefined && use)
    fixes.push({ title: sentence('Use “{0}” as the subject', words), changes: [use], preferred: true });
  const write = settingKey(text, 'subject', '');
  if (write) {
    // Behind the colon and its space, whether they were there or come with the change.
    const at = write.offset + (/^(?:subject:)? /u.exec(write.text)?.[0].length ?? 0);
    fixes.push({ title: sentence('Write a subject'), changes: [write], select: { offset: at, length: 0 } });
  }
  return fixes;
};

/** The first heading, or what stands in bold alone on the first lines. */
function likelySubject(body: string): string | undefined {
  for (const { text } of proseLines(body)) {
    const heading =
      /^ {0,3}#{1,6}[ \t]+(.+?)[ \t]*#*$/u.exec(text)?.[1] ?? /^\*\*([^*]+)\*\*$/u.exec(text.trim())?.[1];
    const words = heading?.replace(/[*_`~]/gu, '').trim();
    if (words) return words.length > longestOffered ? undefined : words;
  }
  return undefined;
}

export const quoteSubject: FixFor = ({ text, place }) => {
  const line = lineAround(text, place.offset);
  const found = /^(\s*subject[ \t]*:[ \t]*)(.*?)[ \t]*$/u.exec(line.text);
  const [, before, value] = found ?? [];
  if (before === undefined || !value) return [];
  const change = { offset: line.start + before.length, length: value.length, text: JSON.stringify(value) };
  return [{ title: sentence('Put the whole subject in quotes'), changes: [change], preferred: true }];
};

export const missingHeader: FixFor = ({ text }) => {
  const begin = text.startsWith('\uFEFF') ? 1 : 0;
  const found = findHeader(text);
  if (found.kind === 'absent' && found.fence !== undefined) {
    const blank = text.length - text.slice(begin).trimStart().length - begin;
    const change = { offset: begin, length: blank, text: '' };
    return [
      { title: sentence('Remove the empty lines above the header'), changes: [change], preferred: true },
    ];
  }
  const change = { offset: begin, length: 0, text: '---\nto: \nsubject: \n---\n\n' };
  const select = { offset: begin + 8, length: 0 };
  return [{ title: sentence('Add a header'), changes: [change], preferred: true, select, suggest: true }];
};

/** The end goes below the last line that reads like a header's. */
export const unclosedHeader: FixFor = ({ text }) => {
  let at = text.indexOf('\n') + 1;
  if (at === 0)
    return [
      { title: sentence('End the header'), changes: [{ offset: text.length, length: 0, text: '\n---\n' }] },
    ];
  while (at < text.length) {
    const line = lineAround(text, at);
    if (!/^(?:[A-Za-z][\w-]*[ \t]*:|[ \t]+\S|-[ \t]|#[^#\s]|# )/u.test(line.text)) break;
    const newline = text.indexOf('\n', at);
    if (newline < 0) return end(text.length, '\n---\n');
    at = newline + 1;
  }
  return end(at, '---\n');
};

function end(offset: number, text: string): readonly Fix[] {
  return [
    { title: sentence('End the header here'), changes: [{ offset, length: 0, text }], preferred: true },
  ];
}

/** What most headers that can't be read lack; only what then can be read is offered. */
export const unreadableHeader: FixFor = ({ text, place }) => {
  const { start, text: line } = lineAround(text, place.offset);
  const candidates: Fix[] = [];
  const spaceless = /^([ \t]*[A-Za-z][\w-]*:)(?=\S)/u.exec(line);
  const tabs = /^[ \t]*\t[ \t]*/u.exec(line)?.[0];
  const value = /^([ \t]*(?:[A-Za-z][\w-]*[ \t]*:|-)[ \t]+)(\S.*?)[ \t]*$/u.exec(line);
  if (spaceless?.[1] !== undefined) {
    const change = { offset: start + spaceless[1].length, length: 0, text: ' ' };
    candidates.push({ title: sentence('Put a space after the colon'), changes: [change], preferred: true });
  }
  if (tabs !== undefined) {
    const change = { offset: start, length: tabs.length, text: tabs.replaceAll('\t', '  ') };
    candidates.push({ title: sentence('Use spaces instead of tabs'), changes: [change], preferred: true });
  }
  if (value?.[1] !== undefined && value[2] !== undefined) {
    const change = {
      offset: start + value[1].length,
      length: value[2].length,
      text: JSON.stringify(value[2]),
    };
    candidates.push({ title: sentence('Put the value in quotes'), changes: [change] });
  }
  if (/^\s/u.test(line)) {
    const change = { offset: start, length: line.length - line.trimStart().length, text: '' };
    candidates.push({ title: sentence('Begin the key at the start of its line'), changes: [change] });
  }
  const newline = text.indexOf('\n', start);
  const whole = { offset: start, length: (newline < 0 ? text.length : newline + 1) - start, text: '' };
  return [...candidates, { title: sentence('Remove this line'), changes: [whole] }];
};

/** Words that a key takes, or a time for `send-at:`. */
export const wrongValue: FixFor = (broken) => {
  const key = keyOf(broken);
  if (key === undefined || !isHeaderKey(key)) return [];
  const words = (headerHelp[key].values ?? []).map(({ word }) => word);
  const fixes = words.flatMap((word): Fix[] => {
    const change = settingKey(broken.text, key, word);
    return change ? [{ title: sentence('Change to {0}', `${key}: ${word}`), changes: [change] }] : [];
  });
  return [...fixes, ...removal(broken.text, key)];
};

export const wrongField: FixFor = (broken) => {
  const { text, place } = broken;
  const name = /^[ \t]*([A-Za-z][\w-]*)[ \t]*:/u.exec(lineAround(text, place.offset).text)?.[1];
  if (name === undefined || /^x-/iu.test(name) || name === 'headers') return [];
  const offset = lineAround(text, place.offset).text.indexOf(name) + lineAround(text, place.offset).start;
  const change = { offset, length: 0, text: 'x-' };
  return [{ title: sentence('Change to {0}', `x-${name}:`), changes: [change], preferred: true }];
};

/** The language of the text, as the problem names it last. */
export const rightLanguage: FixFor = ({ text, args }) => {
  const tag = args.at(-1);
  if (typeof tag !== 'string') return [];
  const change = settingKey(text, 'lang', tag);
  return change ? [{ title: sentence('Set {0}', `lang: ${tag}`), changes: [change], preferred: true }] : [];
};

/** `German` and `Deutsch` are `de`. */
export const wrongLanguage: FixFor = (broken) => {
  const { text } = broken;
  const written = parseDraft(text).header.lang?.toLowerCase() ?? '';
  const tag = languageTags.find((each) =>
    ['en', each].some(
      (inside) => new Intl.DisplayNames([inside], { type: 'language' }).of(each)?.toLowerCase() === written,
    ),
  );
  const change = tag === undefined ? undefined : settingKey(text, 'lang', tag);
  const named: readonly Fix[] =
    tag !== undefined && change
      ? [{ title: sentence('Set {0}', `lang: ${tag}`), changes: [change], preferred: true }]
      : [];
  return [...named, ...removal(text, 'lang')];
};

const languageTags = [
  ...[
    'en',
    'de',
    'fr',
    'es',
    'it',
    'pt',
    'nl',
    'sv',
    'da',
    'nb',
    'fi',
    'pl',
    'cs',
    'hu',
    'ro',
    'el',
    'tr',
    'ru',
  ],
  ...['uk', 'he', 'ar', 'fa', 'hi', 'ja', 'zh', 'ko', 'th', 'vi', 'id'],
];
