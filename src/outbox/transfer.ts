import { type Clock } from '../clock.js';

/** How far the upload of one file is. */
export interface TransferProgress {
  /** The file's name as the mail has it. */
  readonly file: string;
  /** Bytes, of `total`. */
  readonly sent: number;
  readonly total: number;
  /** Over the last seconds; 0 while nothing can be said. */
  readonly bytesPerSecond: number;
}

/** ms over which the rate is taken, and between two reports. */
const window = 5000;
const pause = 200;

/** Makes reports of the bytes that were sent: not more than a few in a second, and always the first and the last. */
export function transferMeter(
  clock: Clock,
  { name, size }: { readonly name: string; readonly size: number },
  tell: (progress: TransferProgress) => void,
): (sent: number) => void {
  let samples: { readonly at: number; readonly sent: number }[] = [];
  let told = -Infinity;
  return (sent) => {
    const now = clock.now();
    const last = samples.at(-1);
    // An upload that goes on, or begins anew, has another beginning.
    if (last && sent < last.sent) samples = [];
    samples.push({ at: now, sent });
    while (samples.length > 2 && (samples[1]?.at ?? now) <= now - window) samples.shift();
    if (now - told < pause && sent < size) return;
    told = now;
    tell({ file: name, sent, total: size, bytesPerSecond: rateOf(samples) });
  };
}

function rateOf(samples: readonly { readonly at: number; readonly sent: number }[]): number {
  const [first] = samples;
  const last = samples.at(-1);
  if (!first || !last || last.at <= first.at) return 0;
  return Math.round(((last.sent - first.sent) * 1000) / (last.at - first.at));
}
