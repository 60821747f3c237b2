import { type Sentence } from '../failure.js';
import { type MadePicture, type NotMade } from '../render/pictureMaker.js';

/** One picture to make, as it crosses to the worker. */
export type Job =
  | { readonly kind: 'convert'; readonly bytes: Uint8Array; readonly widest: number }
  | { readonly kind: 'formula'; readonly tex: string; readonly display: boolean }
  | { readonly kind: 'diagram'; readonly source: string; readonly widest: number };

export type Outcome = MadePicture | NotMade;

/** To the worker. */
export interface JobMessage {
  readonly id: number;
  readonly job: Job;
}

/** From the worker. `bug`: kind and frames of what was thrown, without its message, which may quote a mail. */
export type JobAnswer =
  { readonly id: number; readonly outcome: Outcome } | { readonly id: number; readonly bug: string };

export function notMade(reason: Sentence): NotMade {
  return { reason };
}
