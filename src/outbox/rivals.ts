import { type MessageContent, type PlacedMessage } from '../graph/mailbox.js';
import { filledIn } from './contentMark.js';
import { isSomebodys } from './copyOwner.js';
import { type CopyWork } from './copyWork.js';
import { noteLeft } from './copyUpdate.js';
import { type KnownCopy } from './ledgerPosition.js';
import { deleteDraft } from './settlement.js';
import { requestIn } from './strays.js';
import { sameFiles } from './uploadFiles.js';

/**
 * Two computers that upload a draft at the same moment make two of it, and each knows its own. The one that came first
 * stays, by what both can read; whoever made the other deletes it, and nobody else does. `own`: the copy as it was
 * compared. False: it stays, since it came first, or since somebody else had a hand in one of them.
 */
export async function giveWay(
  work: CopyWork,
  copy: KnownCopy,
  own: PlacedMessage,
  others: readonly PlacedMessage[],
): Promise<boolean> {
  const { id, mailbox, record, signal } = work;
  if (isSomebodys(copy) || others.length === 0) return false;
  const mine = await mailbox.content(own.id, signal);
  const { filled, mark } = copy.last;
  if (!requestIn(record.entries(), mine) || filled !== filledIn(mine, mark)) return false;
  let isFirst = true;
  for (const other of others) {
    const content = await mailbox.content(other.id, signal);
    if (content.creation === undefined || content.posted !== undefined) return false;
    if (placeOf(other, content) < placeOf(own, mine)) isFirst = false;
  }
  if (isFirst) return false;
  const { files, theirs } = copy.last;
  // How far a broken-off update came is not known, so that a file may be somebody's.
  if (copy.pending && !sameFiles(files, theirs, await mailbox.attachments(own.id, signal))) return false;
  await record.note({ step: 'discarding' });
  const deletion = await deleteDraft(mailbox, id, own, signal);
  if (deletion.kind === 'sent') await record.markSent(deletion.message);
  else if (deletion.kind === 'left') await noteLeft(work, copy, deletion.message);
  else await record.note({ step: 'discarded' });
  return deletion.kind === 'deleted' || deletion.kind === 'absent';
}

/** Whole seconds say little, so the id decides between equal ones. */
function placeOf({ id }: PlacedMessage, { created = '' }: MessageContent): string {
  return `${created} ${id}`;
}
