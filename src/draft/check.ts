import { type Sentence, sentence } from '../failure.js';
import { addressKey } from './addresses.js';
import { type Draft, type Place, type Problem } from './draft.js';
import { isDraftId } from './draftId.js';
import { type HeaderKey } from './headerKeys.js';
import { sendTimeOf } from './sendTime.js';
import { originalMarker, textBelowOriginal } from './quotedOriginal.js';
import { bodyProblems } from './writing/bodyProblems.js';

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
  // Of what was sent, nothing is to be filled in any more.
  const written = draft.header.sent === undefined ? bodyProblems(draft) : [];
  return [...draft.problems, ...found, ...written];
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

/** Each repeated mailbox once, where it is named again. */
function repeatedRecipients(draft: Draft): Problem[] {
  const seen = new Map<string, number>();
  return (['to', 'cc', 'bcc'] as const).flatMap((key) =>
    draft.header[key].flatMap(({ address }) => {
      const times = (seen.get(addressKey(address)) ?? 0) + 1;
      seen.set(addressKey(address), times);
      const message = sentence('{0} is named more than once. Keep one of them.', address);
      if (times !== 2) return [];
      const problem = at(draft, key, 'recipient-repeated', 'warning', message);
      const place = secondPlace(draft, address);
      return [place ? { ...problem, place } : problem];
    }),
  );
}

/** Where a mailbox is named again, in the order in which `to`, `cc` and `bcc` are read. */
function secondPlace({ places = [] }: Draft, address: string): Place | undefined {
  const same = (['to', 'cc', 'bcc'] as const).flatMap((key) =>
    places.filter((place) => place.key === key && addressKey(place.text) === addressKey(address)),
  );
  const second = same[1];
  return second && { offset: second.offset, length: second.length };
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
  if (answers && draft.header.thread) {
    const message = sentence('A mail answers one message. Keep one of {0}: and in-reply-to:.', answers.kind);
    problems.push(at(draft, 'in-reply-to', 'answers-several', 'error', message));
  }
  problems.push(...unusedInAnswers(draft));
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

/** The mailbox makes an answer itself, in its own folder and with a text part of its own (Graph page "createReply"). */
function unusedInAnswers(draft: Draft): Problem[] {
  const { answers, plainText, folder } = draft.header;
  if (!answers) return [];
  const unused: HeaderKey[] = [
    ...(plainText ? (['plain-text'] as const) : []),
    ...(folder === undefined ? [] : (['folder'] as const)),
  ];
  return unused.map((key) => {
    const message = sentence('"{0}:" has no effect in an answer. Remove this line.', key);
    return at(draft, key, 'unused-in-answer', 'warning', message);
  });
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
