import { FileAttacher } from '../drafts/fileAttacher.js';
import { attachFilesCommand } from './attachFiles.js';
import { type Command } from './command.js';
import { deleteDraftCommand } from './deleteDraft.js';
import {
  copyDraftPathCommand,
  duplicateDraftCommand,
  type FileParts,
  openDraftCommand,
  renameDraftCommand,
  revealDraftCommand,
} from './draftFiles.js';
import { moveDraftCommand } from './moveDraft.js';

/** The commands about the files of drafts, a line each. */
export function fileCommands(parts: FileParts): readonly Command[] {
  const attacher = new FileAttacher(parts.load, parts.outsideFiles);
  return [
    openDraftCommand(parts),
    renameDraftCommand(parts),
    duplicateDraftCommand(parts),
    moveDraftCommand(parts),
    deleteDraftCommand(parts),
    attachFilesCommand({ target: parts.target, attacher }),
    revealDraftCommand(parts),
    copyDraftPathCommand(parts),
  ];
}
