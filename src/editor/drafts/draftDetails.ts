import * as vscode from 'vscode';
import { type Address, type Draft, type Problem } from '../../draft/draft.js';
import { Failure } from '../../failure.js';
import { type OutgoingAttachment } from '../../render/outgoingMail.js';
import { describe, translate } from '../translate.js';
import { type DraftDesk } from './draftDesk.js';
import { type DraftEntry } from './draftIndex.js';
import { type TreeNode } from './draftsTree.js';
import { readableSize } from './rowText.js';

/** The rows below a draft: who gets it, what goes along, and what is wrong with it. */
export async function draftDetails(
  uri: vscode.Uri,
  entry: DraftEntry | undefined,
  desk: DraftDesk,
): Promise<TreeNode[]> {
  if (!entry?.draft) return entry?.failure ? [failureDetail(uri, describe(entry.failure))] : [];
  const open = await desk.compose(uri).catch(failureOf);
  // The file went, or can't be read, since it was listed. VS Code would show the code of the failure.
  if (open instanceof Failure) return [failureDetail(uri, describe(open))];
  const { draft, composed } = open;
  return [
    ...recipientDetails(uri, draft),
    ...composed.mail.attachments.map((file) => attachmentDetail(uri, file)),
    ...composed.problems.map((problem) => problemDetail(uri, problem)),
  ];
}

function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}

function recipientDetails(uri: vscode.Uri, { header, keyLines }: Draft): TreeNode[] {
  const row = (key: 'to' | 'cc' | 'bcc', role: string, list: readonly Address[]) =>
    list.map(({ name, address }) =>
      detail(uri, {
        label: name ?? address,
        description: name === undefined ? role : `${role} · ${address}`,
        icon: new vscode.ThemeIcon('person'),
        context: 'recipient',
        spoken: `${role}: ${name === undefined ? address : `${name}, ${address}`}`,
        command: openAt(uri, keyLines?.[key] ?? 0),
      }),
    );
  return [
    ...row('to', vscode.l10n.t('To'), header.to),
    ...row('cc', vscode.l10n.t('Cc'), header.cc),
    ...row('bcc', vscode.l10n.t('Bcc'), header.bcc),
  ];
}

function attachmentDetail(uri: vscode.Uri, { name, size, location }: OutgoingAttachment): TreeNode {
  const file = location === undefined ? undefined : vscode.Uri.parse(location, true);
  return detail(uri, {
    label: name,
    description: readableSize(size),
    icon: new vscode.ThemeIcon('file'),
    context: 'attachment',
    spoken: vscode.l10n.t('Attachment: {0}, {1}', name, readableSize(size)),
    ...(file ? { command: { command: 'vscode.open', title: vscode.l10n.t('Open'), arguments: [file] } } : {}),
  });
}

function problemDetail(uri: vscode.Uri, { severity, message, line }: Problem): TreeNode {
  const text = translate(message);
  return detail(uri, {
    label: text,
    description: vscode.l10n.t('line {0}', line + 1),
    icon: iconOf(severity),
    context: 'problem',
    spoken: `${severityWord(severity)}: ${text}`,
    command: openAt(uri, line),
  });
}

function failureDetail(uri: vscode.Uri, text: string): TreeNode {
  return detail(uri, {
    label: text,
    description: '',
    icon: iconOf('error'),
    context: 'problem',
    spoken: `${severityWord('error')}: ${text}`,
  });
}

interface DetailRow {
  readonly label: string;
  readonly description: string;
  readonly icon: vscode.ThemeIcon;
  readonly context: 'recipient' | 'attachment' | 'problem';
  readonly spoken: string;
  readonly command?: vscode.Command;
}

function detail(draft: vscode.Uri, row: DetailRow): TreeNode {
  const item = new vscode.TreeItem(row.label);
  item.description = row.description;
  item.tooltip = row.description === '' ? row.label : `${row.label}\n${row.description}`;
  item.iconPath = row.icon;
  item.contextValue = `detail.${row.context}`;
  item.accessibilityInformation = { label: row.spoken };
  if (row.command) item.command = row.command;
  return { kind: 'detail', draft, item };
}

function openAt(uri: vscode.Uri, line: number): vscode.Command {
  const selection = new vscode.Range(line, 0, line, 0);
  return { command: 'vscode.open', title: vscode.l10n.t('Open'), arguments: [uri, { selection }] };
}

function iconOf(severity: Problem['severity']): vscode.ThemeIcon {
  if (severity === 'information') return new vscode.ThemeIcon('info');
  return new vscode.ThemeIcon(severity, new vscode.ThemeColor(`list.${severity}Foreground`));
}

function severityWord(severity: Problem['severity']): string {
  if (severity === 'error') return vscode.l10n.t('Error');
  return severity === 'warning' ? vscode.l10n.t('Warning') : vscode.l10n.t('Note');
}
