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

/** The commands about drafts, a line each. */
export function draftCommands(
  parts: DraftParts &
    PrintParts & {
      holds: Holds;
      personalFolder: vscode.Uri;
      refresh: () => Promise<void>;
      showLog: () => void;
    },
): readonly Command[] {
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
    showLogCommand(parts.showLog),
    { id: 'refresh', run: parts.refresh },
  ];
}

export function accountCommands(parts: AccountParts): readonly Command[] {
  return [
    signInCommand(parts),
    signInApplicationCommand(parts),
    signOutCommand(parts),
    useSandboxCommand(parts),
  ];
}
