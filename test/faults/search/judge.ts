import { type DraftState } from '../../../src/outbox/draftState.js';
import { Failure } from '../../../src/failure.js';
import { splitHistory } from '../../../src/outbox/history.js';
import { type StoredAttachment, type StoredMessage } from '../../../src/sandbox/message.js';
import { type Post } from './audit.js';
import { judgeCount } from './count.js';
import { type Edit, holds, isTaggedDraft, originalFiles } from './outlook.js';
import { type Asked, timeOf, versionAt } from './versions.js';
import { type Window } from './window.js';
import { foreignSubject, type World } from './world.js';

const day = 24 * 60 * 60_000;

/** What must hold in the end, when every computer has settled what was open, and long after. */
export async function judge(world: World, windows: readonly Window[]): Promise<void> {
  const delivered = await world.delivered();
  judgeCount(world, delivered);
  for (const message of delivered) judgeContent(world, message);
  const open: string[] = [];
  for (const window of windows) open.push(...(await judgeState(window)));
  const known = await Promise.all(windows.map(copyOf));
  judgeFile(world);
  await judgeForeign(world);
  await judgeOrphans(world, delivered, open, known);
  if (delivered.length === 0 && !world.audit.isAccepted(delivered)) await judgeNext(world, windows);
}

/**
 * Whole, and a version that somebody said yes to; or what was made of it in Outlook. Weaker where another computer wrote
 * to the message after the last look before it was sent.
 */
function judgeContent(world: World, message: StoredMessage): void {
  const { outlook, audit } = world;
  if (outlook.sent.has(message.key)) return;
  const post = audit.posts.find(({ key }) => key === message.key);
  if (post && isWrittenByAnother(world, post, message)) return;
  // One that waited, was sent once more, and left twice: the second is a copy of what was there.
  const isCopy = !post;
  if (isCopy && outlook.sentTwice.length > 0) return;
  const edited = outlook.edits.find((edit) => (isCopy || edit.key === message.key) && holds(message, edit));
  if (edited) {
    if (post && edited.at < post.looked && !isShown(world, post, edited, message))
      audit.fault('sent what was changed in Outlook');
    return;
  }
  const saved = isCopy ? outlook.saved.size > 0 : outlook.saved.has(message.key);
  if (!world.asked.some((asked) => isVersion(world, message, asked, saved)))
    audit.fault(`delivered a mail that nobody asked to send: ${describe(message)}`);
}

function isWrittenByAnother(
  { audit }: World,
  { key, looked, window }: Post,
  { sent }: StoredMessage,
): boolean {
  return audit.writes.some(
    (write) =>
      write.key === key && write.computer !== window.computer && write.at > looked && write.at <= sent,
  );
}

function isVersion(
  world: World,
  message: StoredMessage,
  { version, sendAt }: Asked,
  saved: boolean,
): boolean {
  const { content } = message;
  const attachments = ownFiles(world, message);
  const { mail, files } = versionAt(version);
  const plain = (html: string) => (saved ? html.replace(/ class="MsoNormal"/, '') : html);
  const names = attachments.map(({ name, length }) => `${name} ${length}`).sort();
  const expected = Object.entries(files)
    .map(([name, text]) => `${name} ${text.length}`)
    .sort();
  return (
    content.subject === (world.answers ? content.subject : mail.subject) &&
    hasText(world, plain(content.body.original), mail.html) &&
    content.importance === mail.importance &&
    JSON.stringify(content.internetMessageHeaders) === JSON.stringify(mail.headers) &&
    timeOf(message) === sendAt &&
    names.join() === expected.join()
  );
}

/** The subject of an answer is the mailbox's, and stands in the question before it is sent. */
function isShown(
  { answers }: World,
  { askedAt }: Post,
  { words, at }: Edit,
  message: StoredMessage,
): boolean {
  const { subject, body } = message.content;
  if (!answers || words === undefined || at >= askedAt) return false;
  return subject === words && !body.original.includes(words);
}

/** An answer has the history below its text. */
function hasText({ answers }: World, body: string, text: string): boolean {
  if (!answers) return body === text;
  const own = splitHistory(body)?.own ?? body;
  return own.trim() === text;
}

/** Those of the writer: without the ones that came with the message answered. */
function ownFiles({ audit, answers }: World, { key, attachments, sent }: StoredMessage): StoredAttachment[] {
  const post = audit.posts.find((each) => each.key === key);
  // A file that was given up before the mail was sent, and came while it waited: nobody can call it back.
  const isLate = (modified: number) =>
    post !== undefined &&
    audit.writes.some(
      (write) =>
        write.key === key && write.at === modified && write.issued < post.issued && write.at > post.at,
    );
  const theirs = answers ? Object.values(originalFiles) : [];
  return attachments.filter(
    ({ modified, name }) => !theirs.includes(name) && !isLate(modified) && modified <= sent,
  );
}

function describe(message: StoredMessage): string {
  const { content, attachments } = message;
  const files = attachments.map(({ name }) => name).join(', ');
  return `${content.subject}: ${content.body.original} (${content.importance}; ${files}; ${timeOf(message)})`;
}

/** `sent` is true, `failed` and the like are, and what is open is what nobody can know. Resolves with the ids of that. */
async function judgeState(window: Window): Promise<readonly string[]> {
  const { world, computer } = window;
  const state = await stateOf(window);
  if (!state) return [];
  await world.audit.report(computer, state);
  if (state.kind === 'sending' || state.kind === 'scheduled')
    world.audit.fault(`still ${state.kind} after days`);
  if (state.kind !== 'unknown') return [];
  return judgeUnknown(window, state);
}

async function judgeUnknown(
  { world, computer }: Window,
  { copy, untold }: Extract<DraftState, { kind: 'sending' | 'unknown' }>,
): Promise<readonly string[]> {
  // Without a draft and without a copy only an answer could have told, and none came, or it could not be written down.
  if (untold) return [''];
  const shown = (await world.messages()).some(({ isDraft }) => !isDraft);
  if (shown) world.audit.fault('unknown, and the mailbox shows that it was sent');
  // Sent without a draft, by a request that got no answer and left no copy: it may yet be on its way.
  if (!copy) return [''];
  const drafts = (await world.messages()).filter(isTaggedDraft);
  const own = drafts.some(({ immutableId }) => immutableId === copy.messageId);
  // Destroyed in Outlook, or by another computer, so may have been what was sent; or another computer's, without a copy.
  const elsewhere = world.audit.writes.some(
    (write) => write.method === 'DELETE' && write.id === copy.messageId && write.computer !== computer,
  );
  const leftUnseen = world.left.some(({ immutableId }) => immutableId === copy.messageId);
  if (!own && !world.outlook.purgedIds.has(copy.messageId) && !elsewhere && !leftUnseen)
    world.audit.fault('unknown, and nothing is left that could be sent');
  return own ? [copy.messageId] : [''];
}

async function stateOf(window: Window): Promise<DraftState | undefined> {
  const { file } = window.world;
  return file.id === undefined ? undefined : window.outbox.state(file.id, window.mailOf(file));
}

/** The mailbox copy that a computer knows, and does not take for sent. */
async function copyOf(window: Window): Promise<string | undefined> {
  const state = await stateOf(window);
  return state && state.kind !== 'sent' && 'copy' in state ? state.copy?.messageId : undefined;
}

/** What the program did not make it does not touch. */
async function judgeForeign(world: World): Promise<void> {
  const [own, ...more] = (await world.messages()).filter(({ content }) => content.subject === foreignSubject);
  if (!own || more.length > 0 || own.folder !== 'drafts' || !own.isDraft || own.revision > 1)
    world.audit.fault('a draft of the person’s own was touched');
}

function judgeFile(world: World): void {
  if (world.file.writersHeader !== '---\nto: ada@example.com\nsubject: Notes\n---\n')
    world.audit.fault('the file is not as its writer left it');
}

/**
 * Of the drafts that the program made none is left beside the one that counts: sent, or known to a computer. `open`: the
 * copies whose sending is open; where it is, what another computer knows is its own matter.
 */
async function judgeOrphans(
  world: World,
  delivered: readonly StoredMessage[],
  open: readonly string[],
  known: readonly (string | undefined)[],
): Promise<void> {
  const edited = (message: StoredMessage) =>
    world.outlook.saved.has(message.key) || world.outlook.edits.some(({ key }) => key === message.key);
  const drafts = (await world.messages()).filter(
    (message) => isTaggedDraft(message) && !edited(message) && !open.includes(message.immutableId),
  );
  const counts = (message: StoredMessage) => known.includes(message.immutableId) && delivered.length === 0;
  // No mailbox shows that it was sent to a computer which had made a draft of its own meanwhile.
  const traceless = world.computers.length > 1 && delivered.some(({ unsaved }) => unsaved);
  const orphans = drafts.filter(
    (message) => !counts(message) && !isHidden(world, message, open) && !traceless,
  );
  const kept = drafts.length - orphans.length;
  if (orphans.length > 0 || kept > 1)
    world.audit.fault(`${drafts.length} drafts are left, ${delivered.length} delivered`);
}

/**
 * The second draft of one answered request, which the mailbox did not show yet at the last look before the mail left; or
 * before it was begun to send it without a draft, when nothing in the mailbox could tell and nobody looks any more.
 */
function isHidden(
  { audit, scene, struck }: World,
  { placed }: StoredMessage,
  open: readonly string[],
): boolean {
  const shown = placed + (scene.switches.tagIndexLag ?? 0);
  const doubled = struck.some(({ fault }) => fault.startsWith('carried out twice'));
  const isUntold = open.includes('') && audit.lookedForTag < shown;
  return doubled && (isUntold || audit.posts.some(({ lookedForTag }) => lookedForTag < shown));
}

/** Nothing is stuck: what was not sent can be sent, unless somebody changed it in Outlook or must decide. */
async function judgeNext(world: World, [window]: readonly Window[]): Promise<void> {
  if (!window) return;
  const { audit, outlook } = world;
  try {
    const job = await window.job();
    const { state } = await window.outbox.send(job, window.screen(job, true));
    await audit.report(window.computer, state);
    const touched = outlook.edits.length > 0 || world.computers.length > 1;
    const conflict = state.kind === 'conflict' && touched;
    if (state.kind !== 'sent' && state.kind !== 'sending' && !conflict)
      audit.fault(`a last send, without faults, ends as ${state.kind}`);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const others = outlook.edits.length > 0 || outlook.saved.size > 0 || world.computers.length > 1;
    const undecided = ['send-unsettled', 'send-unsettled-changed', 'send-untold'].includes(error.code);
    if (!undecided && !(others && error.code === 'several-copies'))
      audit.fault(`a last send, without faults, fails: ${error.code}`);
  }
  await world.time.wait(day);
  const delivered = await world.delivered();
  judgeCount(world, delivered);
  for (const message of delivered) judgeContent(world, message);
  if (delivered.length > 0) await judgeOrphans(world, delivered, [], []);
}
