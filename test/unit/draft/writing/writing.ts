import { type Problem } from '../../../../src/draft/draft.js';
import { parseDraft } from '../../../../src/draft/parseDraft.js';
import { bodyProblems } from '../../../../src/draft/writing/bodyProblems.js';

export const header = 'to: Ada Lovelace <ada@example.com>\nsubject: x';

export function file(body: string, keys = header): string {
  return `---\n${keys}\n---\n${body}`;
}

/** `code "text"` of all that is found in a body, the text being what the problem's place covers in the file. */
export function found(body: string, keys = header): string[] {
  const text = file(body, keys);
  return bodyProblems(parseDraft(text)).map((problem) => `${problem.code} "${covered(text, problem)}"`);
}

export function covered(text: string, { place }: Problem): string {
  return place ? text.slice(place.offset, place.offset + place.length) : '';
}
