import * as vscode from 'vscode';
import { type DraftState } from '../../outbox/draftState.js';
import { describe, translate } from '../translate.js';
import { type DraftEntry } from './draftIndex.js';
import { recipientsOf } from './rowText.js';
import { lookOf, time } from './stateWords.js';

/**
 * What is known of a draft, since when, and what happens next, with what a person can do about it as links. What users
 * wrote (subjects, names) is shown as text and never as Markdown.
 */
export function stateTooltip(
  { uri, draft, failure, state }: DraftEntry,
  twins: readonly vscode.Uri[],
  now = Date.now(),
): vscode.MarkdownString {
  const { word, icon } = lookOf(state.kind);
  const text = new vscode.MarkdownString('', true);
  const links = failure ? [] : twins.length > 0 ? twinLinks() : linksOf(state);
  text.isTrusted = { enabledCommands: links.map(({ command }) => command) };
  const known = failure ? [describe(failure)] : stateSentences(state, now);
  const people = draft ? recipientsOf(draft.header) : [];
  const facts = [draft?.header.subject ?? '', people.join(', '), vscode.workspace.asRelativePath(uri)];
  const paragraphs = [
    `$(${icon.id}) **${word}**`,
    ...[...known, ...twinSentences(twins)].map(escaped),
    links.map((link) => written(link, uri)).join(' · '),
    '---',
    ...facts.map(escaped),
  ];
  return text.appendMarkdown(paragraphs.filter((paragraph) => paragraph !== '').join('\n\n'));
}

/** `MarkdownString.appendText` makes every space one that no line breaks at. */
function escaped(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/gu, '\\$&').replace(/\s+/gu, ' ');
}

function twinSentences([first]: readonly vscode.Uri[]): string[] {
  if (!first) return [];
  const name = vscode.workspace.asRelativePath(first);
  return [vscode.l10n.t('“{0}” has the same id:. Until you say which is the draft, neither is sent.', name)];
}

/** The sentences of a state, without markup. `now`: milliseconds since 1970. */
export function stateSentences(state: DraftState, now: number): string[] {
  const times = { moment: (at: number) => moment(at, now), at: (at: number) => when(at, now) };
  switch (state.kind) {
    case 'local':
    case 'uploaded':
    case 'changed':
    case 'conflict':
      return restingSentences(state, times);
    case 'scheduled':
      return [
        vscode.l10n.t('The mailbox sends it {0}, also when VS Code is closed.', times.at(state.until)),
        vscode.l10n.t('Until then Undo Send cancels it; the file stays as it is.'),
      ];
    case 'sending':
      return state.accepted
        ? [
            vscode.l10n.t('The mailbox accepted it {0} and is sending it.', times.at(state.since)),
            vscode.l10n.t('Markdown Mail asks every 30 seconds whether it has left.'),
          ]
        : [vscode.l10n.t('It is being sent since {0}.', times.moment(state.since))];
    case 'unknown':
      return unknownSentences(state, times);
    case 'failed':
      return failedSentences(state, times);
    case 'sent':
      return sentSentences(state, times);
  }
}

/** Moments in words: `14:03`, and `at 14:03`. */
interface Times {
  readonly moment: (at: number) => string;
  readonly at: (at: number) => string;
}
type Of<K extends DraftState['kind']> = Extract<DraftState, { kind: K }>;

/** Of a draft that nobody is sending. */
function restingSentences(
  state: Of<'local'> | Of<'uploaded' | 'changed' | 'conflict'>,
  { moment, at }: Times,
): string[] {
  if (state.kind === 'local')
    return state.gone
      ? [
          vscode.l10n.t('The copy in the mailbox was deleted, in Outlook or on another computer.'),
          vscode.l10n.t('The file is whole. Upload makes a new copy.'),
        ]
      : [
          vscode.l10n.t('Only in this file.'),
          vscode.l10n.t('Upload puts a copy into the mailbox, and Send sends it.'),
        ];
  if (state.kind === 'uploaded')
    return [
      vscode.l10n.t('The mailbox has this draft since {0}.', moment(state.since)),
      vscode.l10n.t('It has not been sent.'),
    ];
  if (state.kind === 'conflict')
    return [
      state.found
        ? vscode.l10n.t('The mailbox has a copy with other words, found there {0}.', at(state.since))
        : vscode.l10n.t('The copy in the mailbox was changed elsewhere after {0}.', moment(state.since)),
      vscode.l10n.t('Nothing was overwritten, here or there. Compare both, then say which one counts.'),
    ];
  if (state.seen)
    return [
      vscode.l10n.t(
        'The file was compared with the copy in the mailbox {0}, or taken from it.',
        at(state.since),
      ),
      vscode.l10n.t('Upload or Send writes the file over the copy.'),
    ];
  return state.found
    ? [
        vscode.l10n.t('The mailbox has a copy with the same words, found there {0}.', at(state.since)),
        vscode.l10n.t('It is from another computer. Upload or Send brings it up to date.'),
      ]
    : [
        vscode.l10n.t('The file is not what the mailbox has since {0}.', moment(state.since)),
        vscode.l10n.t('Upload or Send brings the mailbox up to date.'),
      ];
}

function unknownSentences(
  { since, until, untold, accepted }: Of<'sending' | 'unknown'>,
  { moment, at }: Times,
): string[] {
  const never = vscode.l10n.t('Nothing is sent again by itself.');
  if (until !== undefined)
    return [
      vscode.l10n.t('Unknown since {0}: the mailbox may hold it to send it {1}.', moment(since), at(until)),
      vscode.l10n.t('Undo Send makes sure that it does not go. {0}', never),
    ];
  if (untold)
    return [
      vscode.l10n.t(
        'Unknown since {0}: no answer came, and no copy was to be kept that could tell.',
        moment(since),
      ),
      vscode.l10n.t('Ask its readers, then say what became of it. {0}', never),
    ];
  return [
    accepted
      ? vscode.l10n.t(
          'Unknown since {0}: the mailbox accepted it, but does not show it as sent.',
          moment(since),
        )
      : vscode.l10n.t('Unknown since {0}: the mailbox did not answer.', moment(since)),
    vscode.l10n.t('Markdown Mail asks again every 30 seconds and at each start. {0}', never),
  ];
}

function failedSentences({ since, code, why }: Of<'failed'>, { at }: Times): string[] {
  if (code === 'told-not-sent')
    return [vscode.l10n.t('Not sent: you said so {0}.', at(since)), vscode.l10n.t('Send tries it again.')];
  const reasons = why?.map(translate) ?? [vscode.l10n.t('The reason has the code {0}.', code)];
  return [vscode.l10n.t('Sending failed {0}. The mail was not sent.', at(since)), ...reasons];
}

function sentSentences({ sentAt, copy, told }: Of<'sent'>, { at }: Times): string[] {
  const words = at(Date.parse(sentAt));
  if (told) return [vscode.l10n.t('Sent {0}: you said so. The mailbox did not show it.', words)];
  return copy
    ? [
        vscode.l10n.t('Sent {0}.', words),
        vscode.l10n.t('The copy is in Sent Items, or where a rule has put it.'),
      ]
    : [vscode.l10n.t('Sent {0}.', words), vscode.l10n.t('No copy of it is known to this computer.')];
}

function twinLinks(): Link[] {
  return [
    { title: vscode.l10n.t('This Is the Draft'), command: 'markdownMail.thisIsTheDraft' },
    { title: vscode.l10n.t('This Is a New Draft'), command: 'markdownMail.thisIsNewDraft' },
  ];
}

interface Link {
  readonly title: string;
  readonly command: string;
}

/** What a person can do about a state, where something waits for one. */
function linksOf(state: DraftState): Link[] {
  const link = (title: string, id: string) => ({ title, command: `markdownMail.${id}` });
  const outlook =
    'copy' in state && state.copy ? [link(vscode.l10n.t('Show in Outlook'), 'openInOutlook')] : [];
  switch (state.kind) {
    case 'conflict':
      return [link(vscode.l10n.t('Compare'), 'compare'), ...outlook];
    case 'scheduled':
      return [link(vscode.l10n.t('Undo Send'), 'undoSend'), ...outlook];
    case 'failed':
      return [link(vscode.l10n.t('Send'), 'send'), ...outlook];
    case 'sending':
      return state.accepted ? [link(vscode.l10n.t('Check Again'), 'checkAgain'), ...outlook] : [];
    case 'unknown':
      return [
        ...(state.untold ? [] : [link(vscode.l10n.t('Check Again'), 'checkAgain')]),
        ...outlook,
        ...(state.until === undefined
          ? state.untold
            ? []
            : [link(vscode.l10n.t('Send Again…'), 'sendAgain')]
          : [link(vscode.l10n.t('Undo Send'), 'undoSend')]),
        link(vscode.l10n.t('Mark as Sent…'), 'markAsSent'),
      ];
    case 'local':
    case 'uploaded':
    case 'changed':
    case 'sent':
      return outlook;
  }
}

function written({ title, command }: Link, uri: vscode.Uri): string {
  const given = encodeURIComponent(JSON.stringify([uri.toString()]));
  return `[${title}](command:${command}?${given})`;
}

/** Of today `14:03`, of other days `3 Mar 2026, 14:03`, as people write it here. */
function moment(at: number, now: number): string {
  if (!isToday(at, now)) return time(at);
  return new Date(at).toLocaleTimeString(vscode.env.language, { timeStyle: 'short' });
}

function when(at: number, now: number): string {
  const words = moment(at, now);
  return isToday(at, now) ? vscode.l10n.t('at {0}', words) : vscode.l10n.t('on {0}', words);
}

function isToday(at: number, now: number): boolean {
  return new Date(at).toDateString() === new Date(now).toDateString();
}
