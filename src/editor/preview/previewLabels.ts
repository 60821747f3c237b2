import * as vscode from 'vscode';
import { type PreviewLabels } from './previewContent.js';

export function previewLabels(): PreviewLabels {
  return {
    language: vscode.env.language,
    from: vscode.l10n.t('From'),
    to: vscode.l10n.t('To'),
    cc: vscode.l10n.t('Cc'),
    bcc: vscode.l10n.t('Bcc'),
    attachments: vscode.l10n.t('Attachments'),
    noSender: vscode.l10n.t('Nobody is signed in'),
    noRecipients: vscode.l10n.t('No recipients yet'),
    noSubject: vscode.l10n.t('No subject'),
    sandbox: vscode.l10n.t('SANDBOX'),
    sandboxMeaning: vscode.l10n.t('Nothing leaves this machine'),
    problems: vscode.l10n.t('Problems'),
    error: vscode.l10n.t('Error'),
    warning: vscode.l10n.t('Warning'),
    information: vscode.l10n.t('Note'),
    line: vscode.l10n.t('Line {0}', '{0}'),
    mail: vscode.l10n.t('The mail as it will arrive'),
    remoteHidden: vscode.l10n.t(
      'Pictures from the internet are hidden. Loading them tells their server that you looked.',
    ),
    showRemote: vscode.l10n.t('Show Remote Images'),
  };
}
