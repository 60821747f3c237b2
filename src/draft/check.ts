import { type Sentence, sentence } from '../failure.js';
import { type Address, type Draft, type Problem } from './draft.js';
import { isDraftId } from './draftId.js';
import { sameAddress } from './addresses.js';

/** Exchange cuts subjects at 255 characters. */
const longestSubject = 255;
/** Graph page "message": at most 500 recipients. */
const mostRecipients = 500;

/** The problems that show from the draft's text alone, the header's own included. Errors stop an upload or a send. */
export function checkDraft(draft: Draft): Problem[] {
  return [...draft.problems, ...(headerReadable(draft) ? headerProblems(draft) : [])];
}

/** False: nothing can be said about recipients and subject, since the header could not be read. */
function headerReadable({ problems }: Draft): boolean {
  return !problems.some(({ code }) => ['header-missing', 'header-unclosed', 'header-invalid'].includes(code));
}

function headerProblems({ header, body, bodyLine }: Draft): Problem[] {
  const problems: Problem[] = [];
  const report = (code: string, severity: Problem['severity'], message: Sentence, line = 0) =>
    problems.push({ code, severity, message, line });
  const recipients = [...header.to, ...header.cc, ...header.bcc];

  if (recipients.length === 0) {
    report(
      'no-recipient',
      'error',
      sentence('The mail has no recipient. Add an address to to:, cc: or bcc:.'),
    );
  }
  if (recipients.length > mostRecipients) {
    report(
      'recipients-too-many',
      'error',
      sentence('A mail goes to at most {0} recipients.', mostRecipients),
    );
  }
  for (const address of repeated(recipients)) {
    report('recipient-repeated', 'warning', sentence('{0} is named more than once.', address));
  }
  if (header.subject === '') {
    report('subject-empty', 'warning', sentence('The mail has no subject.'));
  }
  if ([...header.subject].length > longestSubject) {
    report(
      'subject-too-long',
      'error',
      sentence('The subject has more than {0} characters. Shorten it.', longestSubject),
    );
  }
  if (/\p{Cc}/u.test(header.subject)) {
    report(
      'subject-line-break',
      'error',
      sentence('The subject must be one line without control characters.'),
    );
  }
  if (header.id !== undefined && !isDraftId(header.id)) {
    report('id-invalid', 'error', sentence('The id: in the header was changed by hand. Remove that line.'));
  }
  if (header.lang !== undefined && !isLanguageTag(header.lang)) {
    report('lang-invalid', 'warning', sentence('lang: takes a language tag such as en or pt-BR.'));
  }
  if (body.trim() === '') {
    report('body-empty', 'warning', sentence('The mail has no text.'), bodyLine);
  }
  problems.push(...notYet(header));
  return problems;
}

/** What a header may ask for and this version can't do yet: refused, so that no mail goes out without it. */
function notYet(header: Draft['header']): Problem[] {
  const key = header.answers?.kind ?? (header.sendAt === undefined ? undefined : 'send-at');
  if (!key) return [];
  const message = sentence(
    'This version can’t do "{0}:" yet, and won’t send the mail without it. Remove the line.',
    key,
  );
  return [{ code: 'not-supported', severity: 'error', message, line: 0 }];
}

function repeated(recipients: readonly Address[]): string[] {
  return recipients
    .filter(
      ({ address }, index) => recipients.findIndex((other) => sameAddress(other.address, address)) < index,
    )
    .map(({ address }) => address)
    .filter((address, index, all) => all.indexOf(address) === index);
}

/** RFC 5646, as far as JavaScript's own reading goes. */
export function isLanguageTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}
