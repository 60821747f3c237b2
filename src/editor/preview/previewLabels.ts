import * as vscode from 'vscode';
import { Failure } from '../../failure.js';
import { type PreviewLabels } from './previewWords.js';
import { translate } from '../translate.js';

/** The words of the preview in the language of the editor. */
export function previewLabels(): PreviewLabels {
  return { ...mailLabels(), ...viewLabels(), ...problemLabels() };
}

function mailLabels() {
  return {
    language: vscode.env.language,
    from: vscode.l10n.t('From'),
    to: vscode.l10n.t('To'),
    cc: vscode.l10n.t('Cc'),
    bcc: vscode.l10n.t('Bcc'),
    replyTo: vscode.l10n.t('Reply To'),
    importance: vscode.l10n.t('Importance'),
    sendAt: vscode.l10n.t('Will Be Sent'),
    high: vscode.l10n.t('High'),
    low: vscode.l10n.t('Low'),
    attachments: vscode.l10n.t('Attachments'),
    openAttachment: vscode.l10n.t('Open the attachment'),
    more: vscode.l10n.t('and {0} more', '{0}'),
    noSender: vscode.l10n.t('Nobody is signed in'),
    noRecipients: vscode.l10n.t('No recipients yet'),
    noSubject: vscode.l10n.t('No subject'),
    asAnswered: vscode.l10n.t('As the mailbox fills it in'),
    historyFollows: vscode.l10n.t('The mailbox adds the message that you answer below.'),
    sandbox: vscode.l10n.t('SANDBOX'),
    sandboxMeaning: vscode.l10n.t('Nothing leaves this machine'),
  };
}

function viewLabels() {
  return {
    mail: vscode.l10n.t('The mail as it will arrive'),
    tabs: vscode.l10n.t('Forms of the mail'),
    html: vscode.l10n.t('HTML'),
    text: vscode.l10n.t('Plain Text'),
    source: vscode.l10n.t('Source'),
    switches: vscode.l10n.t('How the mail is shown'),
    dark: vscode.l10n.t('Dark'),
    darkMeaning: vscode.l10n.t('Show the mail as Outlook shows it in dark mode'),
    phone: vscode.l10n.t('Phone'),
    phoneMeaning: vscode.l10n.t('Show the mail as wide as a phone'),
    outlook: vscode.l10n.t('Classic Outlook'),
    outlookMeaning: vscode.l10n.t('Show the mail without what classic Outlook for Windows leaves out'),
    approximateDark: vscode.l10n.t(
      'Approximation of how Outlook shows this mail in dark mode. It is sent in its own colors.',
    ),
    approximateOutlook: vscode.l10n.t('Approximation of how classic Outlook for Windows shows this mail.'),
    approximateBoth: vscode.l10n.t(
      'Approximation of how classic Outlook for Windows shows this mail in dark mode.',
    ),
    approximateText: vscode.l10n.t(
      'For people who read without HTML, Exchange writes the plain text when the mail is sent. It may differ from this one.',
    ),
    exactSource: vscode.l10n.t('These are exactly the bytes that are sent.'),
    copy: vscode.l10n.t('Copy'),
    copied: vscode.l10n.t('Copied'),
    print: vscode.l10n.t('Print…'),
    printHint: vscode.l10n.t(
      'Print this page from your browser: Ctrl+P, on a Mac ⌘P. This copy of the mail is deleted later.',
    ),
    size: vscode.l10n.t('{0} KB of 102 KB before Gmail clips', '{0}'),
    clipped: vscode.l10n.t('{0} KB: Gmail clips mails above 102 KB', '{0}'),
    sizeMeaning: vscode.l10n.t('Size of the HTML'),
    updated: vscode.l10n.t('Preview updated'),
    remoteHidden: vscode.l10n.t(
      'Pictures from the internet are hidden. Loading them tells their server that you looked.',
    ),
    showRemote: vscode.l10n.t('Show Remote Images'),
  };
}

function problemLabels() {
  return {
    problems: vscode.l10n.t('Problems'),
    error: vscode.l10n.t('Error'),
    warning: vscode.l10n.t('Warning'),
    information: vscode.l10n.t('Note'),
    line: vscode.l10n.t('Line {0}', '{0}'),
    lines: vscode.l10n.t('Lines'),
  };
}

/** Why the preview shows no mail, or an older one. */
export function failureText(error: unknown): string {
  return error instanceof Failure
    ? translate(error.sentence)
    : vscode.l10n.t('The preview could not be drawn. The log says why.');
}
