import { type Sentence, sentence } from '../failure.js';
import { addressKey } from './addresses.js';
import { type Draft, type Problem } from './draft.js';
import { isDraftId } from './draftId.js';
import { type HeaderKey } from './headerKeys.js';
import { sendTimeOf } from './sendTime.js';
import { originalMarker, textBelowOriginal } from './quotedOriginal.js';

/** Exchange's limit. Counted in UTF-16 units, the stricter way to count a character outside the basic plane. */
const longestSubject = 255;
/** Graph page "message": at most 500 recipients. */
const mostRecipients = 500;

/**
 * The problems that show from the draft's text alone, the header's own included. Errors stop an upload or a send. `now`:
 * milliseconds since 1970.
 */
export function checkDraft(draft: Draft, now: number = Date.now()): Problem[] {
  const checks = [recipientProblems, subjectProblems, otherProblems, answerProblems, timeProblems];
  const found = headerReadable(draft) ? checks.flatMap((check) => check(draft, now)) : [];
  return [...draft.problems, ...found];
}

/** False: nothing can be said about recipients and subject, since the header could not be read. */
function headerReadable({ problems }: Draft): boolean {
  return !problems.some(({ code }) => ['header-missing', 'header-unclosed', 'header-invalid'].includes(code));
}

function recipientProblems(draft: Draft): Problem[] {
  const { to, cc, bcc, answers } = draft.header;
  const count = to.length + cc.length + bcc.length;
  const problems: Problem[] = [];
  // A reply has the recipients that Exchange gives it (Graph page "createReply"), unless the draft names others.
  const given = answers !== undefined && answers.kind !== 'forward';
  // An address that can't be read is reported already.
  if (count === 0 && !given && !draft.problems.some(({ code }) => code === 'address-invalid')) {
    const message = sentence('The mail has no recipient. Write an address after to:, cc: or bcc:.');
    problems.push(at(draft, 'to', 'no-recipient', 'error', message));
  }
  if (count > mostRecipients) {
    const message = sentence(
      'The mail has {0} recipients, but at most {1} are possible. Send it in parts.',
      count,
      mostRecipients,
    );
    problems.push(at(draft, 'to', 'recipients-too-many', 'error', message));
  }
  return [...problems, ...repeatedRecipients(draft)];
}

/** Each repeated mailbox once, at the key that names it again. */
function repeatedRecipients(draft: Draft): Problem[] {
  const seen = new Map<string, number>();
  return (['to', 'cc', 'bcc'] as const).flatMap((key) =>
    draft.header[key].flatMap(({ address }) => {
      const times = (seen.get(addressKey(address)) ?? 0) + 1;
      seen.set(addressKey(address), times);
      const message = sentence('{0} is named more than once. Keep one of them.', address);
      return times === 2 ? [at(draft, key, 'recipient-repeated', 'warning', message)] : [];
    }),
  );
}

function subjectProblems(draft: Draft): Problem[] {
  const { subject, answers } = draft.header;
  if (subject === '') {
    // A reply has the subject that Exchange gives it (Graph page "createReply").
    const message = sentence('The mail has no subject. Write one after subject:.');
    return answers ? [] : [at(draft, 'subject', 'subject-empty', 'warning', message)];
  }
  const problems: Problem[] = [];
  if (subject.length > longestSubject) {
    const message = sentence(
      'The subject has {0} characters, but at most {1} are possible. Shorten it.',
      subject.length,
      longestSubject,
    );
    problems.push(at(draft, 'subject', 'subject-too-long', 'error', message));
  }
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(subject)) {
    const message = sentence('The subject must be a single line. Remove the line breaks and tabs in it.');
    problems.push(at(draft, 'subject', 'subject-line-break', 'error', message));
  }
  return problems;
}

function otherProblems(draft: Draft): Problem[] {
  const { header, body, bodyLine } = draft;
  const problems: Problem[] = [];
  if (header.id !== undefined && !isDraftId(header.id)) {
    const message = sentence('The value of id: is not one that Markdown Mail wrote. Remove this line.');
    problems.push(at(draft, 'id', 'id-invalid', 'error', message));
  }
  if (header.lang !== undefined && !isLanguageTag(header.lang)) {
    const message = sentence('"lang:" takes the short name of a language, such as en, de or pt-BR.');
    problems.push(at(draft, 'lang', 'lang-invalid', 'warning', message));
  }
  if (body.trim() === '') {
    // A file that ends with its header has no line below it.
    const line = Math.max(0, body === '' ? bodyLine - 1 : bodyLine);
    const message = sentence('The mail has no text. Write it below the header.');
    problems.push({ code: 'body-empty', severity: 'warning', message, line });
  }
  return problems;
}

function answerProblems(draft: Draft): Problem[] {
  const { subject, answers } = draft.header;
  const problems: Problem[] = [];
  if (answers && answers.kind !== 'forward' && subject !== '') {
    // Microsoft Q&A 5629315: a conversation splits when its subject changes.
    const message = sentence(
      'With a subject of its own this answer may be shown outside its conversation. Remove the line subject: to keep the one of the message that you answer.',
    );
    problems.push(at(draft, 'subject', 'subject-breaks-thread', 'information', message));
  }
  const below = draft.original && textBelowOriginal(draft.original);
  if (below !== undefined) {
    const message = sentence(
      'What stands below the line "{0}" is not sent. Move your text above it.',
      originalMarker,
    );
    problems.push({ code: 'text-below-original', severity: 'warning', message, line: below });
  }
  return problems;
}

/** A draft that was sent has its time behind it. */
function timeProblems(draft: Draft, now: number): Problem[] {
  const { sendAt, sent } = draft.header;
  if (sendAt === undefined || sent !== undefined || sendTimeOf(sendAt) > now) return [];
  const message = sentence(
    'The time after send-at: is past, so the mail goes at once when you send it. Write a later time, or remove the line.',
  );
  return [at(draft, 'send-at', 'send-at-past', 'warning', message)];
}

function at(
  { keyLines }: Draft,
  key: HeaderKey,
  code: string,
  severity: Problem['severity'],
  message: Sentence,
): Problem {
  return { code, severity, message, line: keyLines?.[key] ?? 0 };
}

/** RFC 5646, as far as JavaScript's own reading goes. */
export function isLanguageTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}
