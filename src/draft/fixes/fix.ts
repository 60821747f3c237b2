import { type Sentence } from '../../failure.js';
import { type Address, type Place, type TextChange } from '../draft.js';
import { parseDraft } from '../parseDraft.js';

/** A way to mend a problem. */
export interface Fix {
  readonly title: Sentence;
  /** Do not overlap; offsets are those of the text before all of them. */
  readonly changes: readonly TextChange[];
  /** The one that is nearly always meant. */
  readonly preferred?: true;
  /** What is to be selected, in the changed text: the writer goes on there. */
  readonly select?: Place;
  /** Suggestions are to be shown there. */
  readonly suggest?: true;
}

/** A problem as it stands in a text that may have changed since. */
export interface Broken {
  readonly text: string;
  readonly code: string;
  readonly place: Place;
  /** What its sentence names; empty: not known any more. */
  readonly args: readonly (string | number)[];
}

/** What a fix may know besides the draft. */
export interface FixFacts {
  readonly now: Date;
  readonly addresses: readonly Address[];
  /** Paths of files that a path may have meant, as a draft would name them. */
  readonly files: readonly string[];
}

export type FixFor = (broken: Broken, facts: FixFacts) => readonly Fix[];

export function replacing({ offset, length }: Place, text: string): TextChange {
  return { offset, length, text };
}

export function writtenAt({ text, place }: Broken): string {
  return text.slice(place.offset, place.offset + place.length);
}

/** The line in which an offset stands, without its end. */
export function lineAround(text: string, offset: number): { readonly start: number; readonly text: string } {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const newline = text.indexOf('\n', start);
  const line = text.slice(start, newline < 0 ? text.length : newline);
  return { start, text: line.replace(/\r$/u, '') };
}

export function changed(text: string, changes: readonly TextChange[]): string {
  const backwards = [...changes].sort((a, b) => b.offset - a.offset);
  return backwards.reduce(
    (whole, { offset, length, text: put }) => whole.slice(0, offset) + put + whole.slice(offset + length),
    text,
  );
}

/** Fixes that do not do what they say, such as one that makes a header unreadable, are not offered. */
export function proven(text: string, fixes: readonly Fix[]): readonly Fix[] {
  const before = faults(text);
  return fixes.filter(({ changes }) => faults(changed(text, changes)) <= before);
}

function faults(text: string): number {
  return parseDraft(text).problems.filter(({ severity }) => severity === 'error').length;
}
