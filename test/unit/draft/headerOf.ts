import { checkDraft } from '../../../src/draft/check.js';
import { type Header } from '../../../src/draft/draft.js';
import { emptyHeader } from '../../../src/draft/headerReader.js';
import { parseDraft } from '../../../src/draft/parseDraft.js';
import { inEnglish } from '../../../src/failure.js';

/** A draft with this header and a short body. */
export function draftText(header: string): string {
  return `---\n${header}\n---\nDear Ada,\n`;
}

/** What a header says beyond an empty one. */
export function headerOf(header: string): Partial<Header> {
  const read = parseDraft(draftText(header)).header;
  const empty: Record<string, unknown> = { ...emptyHeader() };
  const differs = ([key, value]: [string, unknown]) => JSON.stringify(value) !== JSON.stringify(empty[key]);
  return Object.fromEntries(Object.entries(read).filter(differs));
}

/** `code@line` of all that a header's own reading complains about; lines are 0-based, the first key's is 1. */
export function faultsOf(header: string): string[] {
  return parseDraft(draftText(header)).problems.map(({ code, line }) => `${code}@${line}`);
}

/** `code@line` of all that is wrong with a draft file. */
export function problemsOf(text: string): string[] {
  return checkDraft(parseDraft(text)).map(({ code, line }) => `${code}@${line}`);
}

/** The English sentences of a draft file's problems. */
export function sentencesOf(text: string): string[] {
  return checkDraft(parseDraft(text)).map(({ message }) => inEnglish(message));
}
