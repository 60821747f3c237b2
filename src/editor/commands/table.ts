import type * as vscode from 'vscode';
import { type AccountParts, signInCommand, signOutCommand, useSandboxCommand } from './accountCommands.js';
import { type Command } from './command.js';
import {
  checkCommand,
  type DraftParts,
  previewCommand,
  renderCommand,
  showLogCommand,
  statusCommand,
} from './draftCommands.js';
import { embedImagesCommand } from './embedImages.js';
import { exportEmlCommand } from './exportEml.js';
import { fileCommands } from './fileCommands.js';
import { type FileParts } from './draftFiles.js';
import { type Holds, sendNowCommand, undoSendCommand } from './holds.js';
import { askToDiscard, discardCommand, openInOutlookCommand, uploadCommand } from './mailboxCommands.js';
import { newAdminRequestCommand } from './adminRequest.js';
import { newDraftCommand } from './newDraft.js';
import { newReplyCommand } from './newReply.js';
import { checkAgainCommand, markAsSentCommand, sendAgainCommand } from './openOutcome.js';
import { printCommand, type PrintParts } from './print.js';
import { forEachDraft } from './several.js';
import { sendCommand } from './send.js';
import { sendLaterCommand } from './sendLater.js';
import { sendWithoutDraftCommand } from './sendWithoutDraft.js';
import { thisIsNewDraftCommand, thisIsTheDraftCommand } from '../identity/identityCommands.js';
import { signInApplicationCommand } from './signInApplication.js';

type DraftCommandParts = DraftParts &
  PrintParts & {
    readonly holds: Holds;
    readonly personalFolder: vscode.Uri;
    readonly refresh: () => Promise<void>;
    readonly log: { show(): void };
  };

/** Every command but those about the drafts in the mailbox. */
export function commandTable(parts: DraftCommandParts & FileParts & AccountParts): readonly Command[] {
  return [...draftCommands(parts), ...fileCommands(parts), ...accountCommands(parts)];
}

/** The commands about drafts, a line each. */
function draftCommands(parts: DraftCommandParts): readonly Command[] {
  return [
    newDraftCommand(parts),
    newReplyCommand(parts),
    newAdminRequestCommand(parts),
    previewCommand(parts),
    renderCommand(parts),
    checkCommand(parts),
    forEachDraft(parts.target, uploadCommand(parts)),
    sendCommand(parts),
    sendLaterCommand(parts),
    sendNowCommand(parts.holds),
    sendWithoutDraftCommand(parts),
    undoSendCommand(parts, parts.holds),
    statusCommand(parts),
    forEachDraft(parts.target, discardCommand(parts), askToDiscard),
    openInOutlookCommand(parts),
    exportEmlCommand(parts),
    embedImagesCommand(parts),
    printCommand(parts),
    checkAgainCommand(parts),
    sendAgainCommand(parts),
    markAsSentCommand(parts),
    thisIsTheDraftCommand(parts),
    thisIsNewDraftCommand(parts),
    showLogCommand(() => parts.log.show()),
    { id: 'refresh', run: parts.refresh },
  ];
}

function accountCommands(parts: AccountParts): readonly Command[] {
  return [
    signInCommand(parts),
    signInApplicationCommand(parts),
    signOutCommand(parts),
    useSandboxCommand(parts),
  ];
}
