import { Cancelled, Failure } from '../failure.js';
import { GraphFailure } from '../graph/errors.js';
import { creationProperty, type MadeMessage } from '../graph/mailbox.js';
import { notOfOriginal, originalIsGone } from './answer.js';
import { bareMark, filledIn } from './contentMark.js';
import { adoptCreated, type Announced, partialHash } from './copyAdoption.js';
import { finishCopy } from './copyReadBack.js';
import { noteStanding } from './copyUpdate.js';
import { type Said, sayWords } from './copyWords.js';
import { type CopyWork, draftFolderOf, factsOf, namesOf } from './copyWork.js';
import { type SealedMail, waitsFor } from './fingerprint.js';
import { answerCreation, type Creation, creation } from './graphMessage.js';
import { type MimeCreation, mimeCreation } from './mimeCreation.js';
import { needsMime } from './mimeNeed.js';
import { outboxFailures } from './outboxFailures.js';
import { matched } from './uploadFiles.js';

/** Waits (seconds) before each look for a draft whose creation was not answered. */
const creationPatience = [0, 1, 2, 4];

/**
 * Makes the copy. `adopted`: its request was not answered, and what it had made was found, and may lack something.
 * `lost`: somebody changed, sent or deleted it before it was whole, and that is written down.
 */
export async function createCopy(
  work: CopyWork,
  sealed: SealedMail,
  knownFolder?: string,
): Promise<'made' | 'adopted' | 'lost'> {
  const { mail, hash, fixed } = sealed;
  const { answers } = mail;
  const folderId = knownFolder ?? (await draftFolderOf(work, sealed));
  const made = await creationOf(work, sealed);
  const mime = 'mime' in made;
  const announced: Announced = {
    step: 'creating',
    hash,
    mailbox: work.reference,
    mark: answers ? bareMark(mail) : sealed.mark,
    fixed,
    files: made.fitting.map(({ key, name }) => ({ key, name })),
    ...(made.rest.length > 0 || answers || mime ? { more: true } : {}),
    ...(answers ? { answers: true, original: answers.messageId } : {}),
    ...(mime ? { internetMessageId: work.messageId } : { creation: newCreation(work) }),
  };
  await work.record.note(announced);
  const created = await createOnce(work, withCreation(made, announced), announced, answers, folderId);
  if (created === 'adopted') return created;
  if (announced.more) return addRest(work, created, sealed, made, announced);
  await finishCopy(work, created, sealed, false);
  return 'made';
}

function newCreation({ random }: CopyWork): string {
  return Math.floor(random() * 2 ** 48).toString(16);
}

function creationOf(
  { id, messageId, limits, clock }: CopyWork,
  sealed: SealedMail,
): Promise<Creation | MimeCreation> {
  if (sealed.mail.answers) return Promise.resolve(answerCreation(id, sealed));
  if (!needsMime(sealed.mail)) return creation(id, sealed, limits);
  return mimeCreation(sealed, { messageId, limits, clock });
}

/** MIME carries no properties. */
function withCreation(
  made: Creation | MimeCreation,
  { creation: value }: Announced,
): Creation | MimeCreation {
  if ('mime' in made || value === undefined) return made;
  const { singleValueExtendedProperties = [] } = made.message;
  const properties = [...singleValueExtendedProperties, { id: creationProperty, value }];
  return { ...made, message: { ...made.message, singleValueExtendedProperties: properties } };
}

/** One request. A lost answer is settled by the tag, never by a second request. */
async function createOnce(
  work: CopyWork,
  made: Creation | MimeCreation,
  announced: Announced,
  answers: SealedMail['mail']['answers'],
  folderId: string | undefined,
): Promise<MadeMessage | 'adopted'> {
  const { mailbox, record, signal } = work;
  try {
    if ('mime' in made) return await mailbox.createMime(made.mime, signal, folderId);
    if (!answers) return await mailbox.create(made.message, signal, folderId);
    return await mailbox.createAnswer(answers.kind, answers.messageId, made.message, signal);
  } catch (error) {
    if (answers && originalIsGone(error)) {
      await record.note({ step: 'create-refused' });
      throw outboxFailures.originalMissing();
    }
    if (error instanceof Cancelled || (error instanceof GraphFailure && !error.refused)) {
      return findLostCreation(work, announced, error);
    }
    if (error instanceof Failure) await record.note({ step: 'create-refused' });
    throw error;
  }
}

async function findLostCreation(work: CopyWork, announced: Announced, cause: Error): Promise<'adopted'> {
  if (cause instanceof Cancelled) throw cause;
  const { id, log, clock, signal } = work;
  log.warn(`outbox: creation of ${id} was not answered: ${(cause as Failure).code}`);
  for (const seconds of creationPatience) {
    await clock.sleep(seconds * 1000, signal);
    if (await adoptCreated(work, announced).catch(unlessGraphFailure)) return 'adopted';
  }
  throw outboxFailures.createUnknown();
}

/** The copy is there, but not whole: what it has is written down first, so that no file is sent twice. */
async function addRest(
  work: CopyWork,
  created: MadeMessage,
  sealed: SealedMail,
  { fitting }: Pick<Creation, 'fitting'>,
  announced: Announced,
): Promise<'made' | 'lost'> {
  const { mailbox, record, reference, signal } = work;
  const { mark, answers, internetMessageId } = announced;
  const mime = internetMessageId !== undefined;
  const listed = fitting.length > 0 ? await mailbox.attachments(created.id, signal) : [];
  const came = answers ? await readAnswer(work, created, announced) : undefined;
  const files = matched(fitting, listed);
  if (!files) throw outboxFailures.filesDiffer();
  const { hash, fixed } = sealed;
  const origin = mime ? { mime: hash } : {};
  const known = {
    mailbox: reference,
    ...factsOf(created),
    files,
    mark,
    fixed,
    ...waitsFor(sealed.mail.sendAt),
    ...origin,
    ...came?.known,
  };
  await record.note({ step: 'uploaded', hash: partialHash, ...known });
  await record.note({ step: 'updating', hash, mark: sealed.mark, names: namesOf(sealed) });
  const update = { messageId: created.id, marks: [mark], ...(came ? { history: came.history } : {}) };
  const said: Said =
    answers || mime ? await sayWords(work, sealed, update) : { kind: 'said', message: created, seen: false };
  if (said.kind !== 'said') return noteLost(work, said);
  await work.files.bring(created.id, sealed.files, files);
  await finishCopy(work, said.message, sealed, true);
  return 'made';
}

/** What the mailbox put into an answer that was made this moment; what came to it since is somebody's. */
async function readAnswer(
  { mailbox, signal }: CopyWork,
  { id, changeKey, made }: MadeMessage,
  { mark, original }: Announced,
): Promise<{ history: string; known: { theirs: readonly string[]; filled?: string } }> {
  const listed = await mailbox.attachments(id, signal);
  // Second, so that an equal change key says that nothing came before the list was read.
  const content = await mailbox.content(id, signal);
  const untouched = content.changeKey === changeKey;
  const strange = untouched ? [] : await notOfOriginal(mailbox, listed, original, signal);
  const theirs = listed.filter((file) => !strange.includes(file)).map((file) => file.id);
  const filled = filledIn(made ?? content, mark);
  return { history: content.html, known: { theirs, ...(filled === undefined ? {} : { filled }) } };
}

async function noteLost(work: CopyWork, said: Exclude<Said, { kind: 'said' }>): Promise<'lost'> {
  const position = work.record.position();
  if ('copy' in position) await noteStanding(work, position.copy, said);
  return 'lost';
}

function unlessGraphFailure(error: unknown): false {
  if (error instanceof GraphFailure) return false;
  throw error;
}
