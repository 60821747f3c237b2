import { encodeTime, ulid } from 'ulid';
import { type Clock, type Random } from '../clock.js';

/** A new identity for a draft: a ULID, 26 letters and digits of Crockford's Base32. */
export function newDraftId(clock: Clock, random: Random): string {
  // `ulid()` takes a time of 0 for none, which would make a simulated run unrepeatable.
  return encodeTime(clock.now()) + ulid(1, random).slice(10);
}

export function isDraftId(text: string): boolean {
  return /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/u.test(text);
}
