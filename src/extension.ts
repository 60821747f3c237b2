import * as vscode from 'vscode';
import { arrangeCommands } from './editor/commands/arrangeCommands.js';
import { registerCommand } from './editor/commands/command.js';
import { Holds } from './editor/commands/holds.js';
import { commandTable } from './editor/commands/table.js';
import { CommandTarget } from './editor/commands/target.js';
import { DraftDesk } from './editor/drafts/draftDesk.js';
import { DraftIndex } from './editor/drafts/draftIndex.js';
import { openDraftsView } from './editor/drafts/draftsView.js';
import { OutsideFiles } from './editor/drafts/outsideFiles.js';
import { DraftIdentity } from './editor/identity/draftIdentity.js';
import { watchIdentity } from './editor/identity/watchIdentity.js';
import { languageFeatures } from './editor/language/languageFeatures.js';
import { mailLoader } from './editor/loadMail.js';
import { connectMailbox } from './editor/mailbox/connectMailbox.js';
import { connectPreview } from './editor/preview/connectPreview.js';
import { refreshAll, refreshWhenNeeded, watchLooks, watchOpenSends } from './editor/startUp.js';
import { AccountDisplay } from './editor/status.js';

/** Builds the parts and hands them to VS Code. What is heavy waits in mail.js for its first use. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Markdown Mail', { log: true });
  const personalFolder = vscode.Uri.joinPath(context.globalStorageUri, 'drafts');
  const mail = mailLoader(context, log, () => import('./mail.js'));
  const outsideFiles = new OutsideFiles(context.globalState);
  const desk = new DraftDesk(mail.load, outsideFiles);
  const index = new DraftIndex(desk, personalFolder);
  const identity = new DraftIdentity({ load: mail.load, desk, index });
  const { view, arrangement, subscription } = openDraftsView(index, desk, context.workspaceState);
  const display = new AccountDisplay(mail.load, view, index);
  const preview = connectPreview({ context, desk, load: mail.load });

  const refresh = (everywhere = false) =>
    refreshAll({ load: mail.load, desk, index, display, log }, everywhere);
  const changed = async () => {
    await refresh(true);
    preview.refresh();
    mailbox.refresh();
  };
  mail.onDraftChanged((id) => index.updateId(id));
  mail.onAccountsChanged(changed);

  const target = new CommandTarget({ tree: view, previewed: () => preview.active() });
  const parts = {
    load: mail.load,
    desk,
    index,
    identity,
    target,
    outsideFiles,
    personalFolder,
    log,
    preview: (uri: vscode.Uri) => preview.show(uri),
    print: (uri: vscode.Uri) => preview.print(uri),
  };
  const mailbox = connectMailbox({ ...parts, storage: context.globalStorageUri });
  const commands = [
    ...mailbox.commands,
    ...arrangeCommands(arrangement),
    ...commandTable({ ...parts, context, holds: new Holds(), refresh: changed }),
  ];
  context.subscriptions.push(
    log,
    mail,
    index,
    subscription,
    target,
    display,
    preview,
    mailbox.subscription,
    watchIdentity(mail.load, index, identity),
    languageFeatures({ load: mail.load, desk, index, memento: context.globalState, log }),
    watchOpenSends(index, refresh),
    ...commands.map((command) => registerCommand(command, log)),
    watchLooks(desk.lookFiles, index, preview, changed),
    refreshWhenNeeded(view, context.globalStorageUri, index, () => refresh(true)),
  );
}
