import { invalidAddress, newDomain, repeatedAddress } from './addressFixes.js';
import {
  completeLink,
  describePicture,
  greetRecipient,
  headingLevel,
  mendLink,
  removePlaceholder,
  showTag,
} from './bodyFixes.js';
import { type Broken, type Fix, type FixFacts, type FixFor, proven } from './fix.js';
import {
  emptySubject,
  missingHeader,
  noRecipient,
  quoteSubject,
  removeLine,
  rightLanguage,
  unclosedHeader,
  unknownKey,
  unreadableHeader,
  wrongField,
  wrongLanguage,
  wrongValue,
} from './headerFixes.js';
import { missingAttachment, missingPicture, missingSignature } from './pathFixes.js';
import { laterTime } from './timeFixes.js';

const table: Readonly<Record<string, FixFor>> = {
  'address-invalid': invalidAddress,
  'answers-several': removeLine,
  'attachment-folder': missingAttachment,
  'attachment-missing': missingAttachment,
  'attachment-too-large': missingAttachment,
  'domain-new': newDomain,
  'greeting-name': greetRecipient,
  'header-invalid': unreadableHeader,
  'header-missing': missingHeader,
  'header-unclosed': unclosedHeader,
  'headers-invalid': wrongField,
  'heading-skip': headingLevel,
  'html-not-shown': showTag,
  'id-invalid': removeLine,
  'image-alt': describePicture,
  'image-folder': missingPicture,
  'image-missing': missingPicture,
  'in-reply-to-invalid': removeLine,
  'lang-invalid': wrongLanguage,
  'lang-missing': rightLanguage,
  'lang-other': rightLanguage,
  'link-broken': mendLink,
  'link-relative': completeLink,
  'no-recipient': noRecipient,
  placeholder: removePlaceholder,
  'recipient-repeated': repeatedAddress,
  'send-at-past': laterTime,
  'signature-invalid': missingSignature,
  'signature-missing': missingSignature,
  'subject-breaks-thread': removeLine,
  'subject-comment': quoteSubject,
  'subject-cut': quoteSubject,
  'subject-empty': emptySubject,
  'theme-unknown': wrongValue,
  'unknown-key': unknownKey,
  'value-type': wrongValue,
};

/** Codes whose fixes need the names of files nearby. */
export const pathCodes: ReadonlySet<string> = new Set([
  'attachment-missing',
  'attachment-folder',
  'image-missing',
  'image-folder',
  'signature-missing',
  'signature-invalid',
]);

/** Codes whose fixes need the addresses of other drafts. */
export const addressCodes: ReadonlySet<string> = new Set(['address-invalid', 'domain-new']);

/** The ways to mend a problem, the likeliest first; each is tried before it is offered. */
export function fixesFor(broken: Broken, facts: FixFacts): readonly Fix[] {
  const find = Object.hasOwn(table, broken.code) ? table[broken.code] : undefined;
  return find ? proven(broken.text, find(broken, facts)) : [];
}
