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
  text.appendMarkdown(`$(${icon.id}) **${word}**`);
  const known = failure ? [describe(failure)] : stateSentences(state, now);
  for (const sentence of [...known, ...twinSentences(twins)])
    text.appendMarkdown('\n\n').appendText(sentence);
  if (links.length > 0) text.appendMarkdown(`\n\n${links.map((link) => written(link, uri)).join(' · ')}`);
  text.appendMarkdown('\n\n---\n\n');
  if (draft?.header.subject) text.appendText(draft.header.subject).appendMarkdown('\n\n');
  const people = draft ? recipientsOf(draft.header) : [];
  if (people.length > 0) text.appendText(people.join(', ')).appendMarkdown('\n\n');
  return text.appendText(vscode.workspace.asRelativePath(uri));
}

function twinSentences([first]: readonly vscode.Uri[]): string[] {
  if (!first) return [];
  const name = vscode.workspace.asRelativePath(first);
  return [vscode.l10n.t('“{0}” has the same id:. Until you say which is the draft, neither is sent.', name)];
}

/** The sentences of a state, without markup. `now`: milliseconds since 1970. */
export function stateSentences(state: DraftState, now: number): string[] {
  const at = (moment: number) => when(moment, now);
  const { t } = vscode.l10n;
  switch (state.kind) {
    case 'local':
      return state.gone
        ? [
            t('The copy in the mailbox was deleted, in Outlook or on another computer.'),
            t('The file is whole. Upload makes a new copy.'),
          ]
        : [t('Only in this file.'), t('Upload puts a copy into the mailbox, and Send sends it.')];
    case 'uploaded':
      return [t('The mailbox has this draft since {0}.', at(state.since)), t('It has not been sent.')];
    case 'changed':
      return state.found
        ? [
            t('The mailbox has a copy with the same words, found there {0}.', at(state.since)),
            t('It is from another computer. Upload or Send brings it up to date.'),
          ]
        : [
            t('The file is not what the mailbox has since {0}.', at(state.since)),
            t('Upload or Send brings the mailbox up to date.'),
          ];
    case 'conflict':
      return [
        state.found
          ? t('The mailbox has a copy with other words, found there {0}.', at(state.since))
          : t('The copy in the mailbox was changed elsewhere after {0}.', at(state.since)),
        t('Nothing was overwritten, here or there. Compare both, then say which one counts.'),
      ];
    case 'scheduled':
      return [
        t('The mailbox sends it {0}, also when VS Code is closed.', at(state.until)),
        t('Until then Undo Send cancels it; the file stays as it is.'),
      ];
    case 'sending':
      return state.accepted
        ? [
            t('The mailbox accepted it {0} and is sending it.', at(state.since)),
            t('Markdown Mail asks every 30 seconds whether it has left.'),
          ]
        : [t('It is being sent since {0}.', at(state.since))];
    case 'unknown':
      return unknownSentences(state, at);
    case 'failed':
      return failedSentences(state, at);
    case 'sent':
      return sentSentences(state, at);
  }
}

type At = (moment: number) => string;
type Of<K extends DraftState['kind']> = Extract<DraftState, { kind: K }>;

function unknownSentences({ since, until, untold, accepted }: Of<'sending' | 'unknown'>, at: At): string[] {
  const { t } = vscode.l10n;
  const never = t('Nothing is sent again by itself.');
  if (until !== undefined)
    return [
      t('Unknown since {0}: the mailbox may hold it to send it {1}.', at(since), at(until)),
      t('Undo Send makes sure that it does not go. {0}', never),
    ];
  if (untold)
    return [
      t('Unknown since {0}: no answer came, and no copy was to be kept that could tell.', at(since)),
      t('Ask its readers, then say what became of it. {0}', never),
    ];
  return [
    accepted
      ? t('Unknown since {0}: the mailbox accepted it, but does not show it as sent.', at(since))
      : t('Unknown since {0}: the mailbox did not answer.', at(since)),
    t('Markdown Mail asks again every 30 seconds and at each start. {0}', never),
  ];
}

function failedSentences({ since, code, why }: Of<'failed'>, at: At): string[] {
  const { t } = vscode.l10n;
  if (code === 'told-not-sent')
    return [t('Not sent: you said so {0}.', at(since)), t('Send tries it again.')];
  const reasons = why?.map(translate) ?? [t('The reason has the code {0}.', code)];
  return [t('Not sent: the mailbox refused it {0}.', at(since)), ...reasons];
}

function sentSentences({ sentAt, copy, told }: Of<'sent'>, at: At): string[] {
  const { t } = vscode.l10n;
  const moment = at(Date.parse(sentAt));
  if (told) return [t('Sent {0}: you said so. The mailbox did not show it.', moment)];
  return copy
    ? [t('Sent {0}.', moment), t('The copy is in Sent Items, or where a rule has put it.')]
    : [t('Sent {0}.', moment), t('No copy of it is known to this computer.')];
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
  const { t } = vscode.l10n;
  const link = (title: string, id: string) => ({ title, command: `markdownMail.${id}` });
  const outlook = 'copy' in state && state.copy ? [link(t('Show in Outlook'), 'openInOutlook')] : [];
  switch (state.kind) {
    case 'conflict':
      return [link(t('Compare'), 'compare'), ...outlook];
    case 'scheduled':
      return [link(t('Undo Send'), 'undoSend'), ...outlook];
    case 'failed':
      return [link(t('Send'), 'send'), ...outlook];
    case 'sending':
      return state.accepted ? [link(t('Check Again'), 'checkAgain'), ...outlook] : [];
    case 'unknown':
      return [
        ...(state.untold ? [] : [link(t('Check Again'), 'checkAgain')]),
        ...outlook,
        ...(state.until === undefined
          ? state.untold
            ? []
            : [link(t('Send Again…'), 'sendAgain')]
          : [link(t('Undo Send'), 'undoSend')]),
        link(t('Mark as Sent…'), 'markAsSent'),
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

/** Of today the time, of other days the day too: `at 14:03`, `on 3 Mar 2026, 14:03`. */
function when(moment: number, now: number): string {
  if (new Date(moment).toDateString() !== new Date(now).toDateString())
    return vscode.l10n.t('on {0}', time(moment));
  const clock = new Date(moment).toLocaleTimeString(vscode.env.language, { timeStyle: 'short' });
  return vscode.l10n.t('at {0}', clock);
}
