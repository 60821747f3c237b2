import * as vscode from 'vscode';
import { Cancelled } from '../../failure.js';
import { type DraftDesk, type OpenDraft } from '../drafts/draftDesk.js';
import { readDraft } from '../drafts/draftFile.js';
import { fileNameOf } from '../drafts/fileNameOf.js';
import { freePlace } from '../newFile.js';
import { showWarning } from '../notices.js';
import { translate } from '../translate.js';
import { type Command } from './command.js';
import { type FileParts, rename } from './draftFiles.js';

/** Moves the drafts that are selected into a folder, which a caller may name as the second argument. */
export function moveDraftCommand(parts: FileParts): Command {
  const { target, desk } = parts;
  return {
    id: 'moveDraft',
    async run(given, second) {
      const drafts = target.several(given, second);
      const [first] = drafts;
      const named = Array.isArray(second) ? undefined : target.given(second);
      const folder = named ?? (first && (await askFolder(first)));
      if (!folder) throw new Cancelled();
      const moved: string[] = [];
      for (const uri of drafts) {
        if (vscode.Uri.joinPath(uri, '..').path === folder.path) continue;
        const to = await freePlace(folder, fileNameOf(uri));
        await agreeToLosses(uri, await lostBy(desk, uri, to));
        await rename(parts, uri, to);
        moved.push(to.toString());
      }
      return { uris: moved };
    },
  };
}

async function askFolder(draft: vscode.Uri): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    defaultUri: vscode.Uri.joinPath(draft, '..'),
    title: vscode.l10n.t('Move Draft to a Folder'),
    openLabel: vscode.l10n.t('Move Here'),
  });
  return chosen?.[0];
}

/**
 * What the draft would not find any more, or find as another file: paths in it count from its folder. Told by making
 * the mail as it would be there, so that every way to name a file is covered.
 */
async function lostBy(desk: DraftDesk, from: vscode.Uri, to: vscode.Uri): Promise<string[]> {
  const text = await readDraft(from);
  const [before, after] = [await desk.compose(from, text), await desk.compose(to, text)];
  desk.lookFiles.follow(to, []);
  const known = new Set(before.composed.problems.map(({ code, message }) => code + translate(message)));
  const problems = after.composed.problems
    .map(({ code, message }) => ({ key: code + translate(message), text: translate(message) }))
    .filter(({ key }) => !known.has(key))
    .map((problem) => problem.text);
  return [...problems, ...otherFiles(before, after)];
}

function otherFiles(before: OpenDraft, after: OpenDraft): string[] {
  const places = new Set(before.composed.mail.attachments.map(({ location }) => location));
  const attachments = after.composed.mail.attachments
    .filter(({ location }) => !places.has(location))
    .map(({ name }) => vscode.l10n.t('“{0}” would be another file.', name));
  const { images } = before.composed.mail;
  const pictures = after.composed.mail.images
    .filter(({ bytes }) => !images.some((image) => Buffer.compare(image.bytes, bytes) === 0))
    .map(({ name }) => vscode.l10n.t('The picture “{0}” would be another one.', name));
  return [...attachments, ...pictures];
}

async function agreeToLosses(draft: vscode.Uri, losses: readonly string[]): Promise<void> {
  if (losses.length === 0) return;
  const move = vscode.l10n.t('Move Anyway');
  const answer = await showWarning(
    vscode.l10n.t('Move “{0}”? Files that it names count from its folder.', fileNameOf(draft)),
    { modal: true, detail: losses.join('\n') },
    move,
  );
  if (answer !== move) throw new Cancelled();
}
