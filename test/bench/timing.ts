/** Something whose time is compared with that of others. */
export interface Subject {
  readonly name: string;
  readonly run: () => unknown;
}

/** Milliseconds. Half of the samples lie between `low` and `high`. */
export interface Timing {
  readonly name: string;
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export interface TimingOptions {
  readonly rounds: number;
  /** Milliseconds that a sample lasts at least: a short run is repeated until the clock can tell it from noise. */
  readonly sample: number;
  /** Milliseconds for which a subject runs before it counts; absent: long enough for one that runs alone. */
  readonly warmUp?: number;
}

/** The value below which the share `part` of the values lies, between neighbours in proportion. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * part;
  const below = sorted[Math.floor(place)] ?? NaN;
  const above = sorted[Math.ceil(place)] ?? NaN;
  return below + (above - below) * (place - Math.floor(place));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function timingOf(name: string, samples: readonly number[]): Timing {
  return {
    name,
    median: median(samples),
    low: quantile(samples, 0.25),
    high: quantile(samples, 0.75),
  };
}

/**
 * Measures the processor time of one run of each subject. They run by turns, so that a machine that grows slower does
 * so for all of them, and every other round in reverse, so that none always runs into the garbage of another.
 */
export async function timeTogether<const S extends readonly Subject[]>(
  subjects: S,
  { rounds, sample, warmUp = usualWarmUp }: TimingOptions,
): Promise<{ [K in keyof S]: Timing }> {
  const entries: { subject: Subject; runs: number; samples: number[] }[] = [];
  for (const subject of subjects)
    entries.push({ subject, runs: await runsFor(subject, sample, warmUp), samples: [] });
  for (let round = 0; round < rounds; round++) {
    for (const { subject, runs, samples } of round % 2 === 0 ? entries : [...entries].reverse())
      samples.push((await timed(subject, runs)) / runs);
  }
  const timings = entries.map(({ subject, samples }) => timingOf(subject.name, samples));
  return timings as { [K in keyof S]: Timing };
}

/** V8 compiles anew what runs often, more than once. */
const usualWarmUp = 250;

/** Warms a subject up, and says how often it runs within a sample. */
async function runsFor(subject: Subject, sample: number, warmUp: number): Promise<number> {
  const end = performance.now() + warmUp;
  let fastest = Infinity;
  for (let runs = 1; performance.now() < end; runs = Math.min(runs * 2, 256))
    fastest = Math.min(fastest, (await timed(subject, runs)) / runs || Infinity);
  return Math.max(1, Math.ceil(sample / fastest));
}

/** Processor time: on a busy machine a clock on the wall would measure the others. */
async function timed({ run }: Subject, runs: number): Promise<number> {
  const before = process.cpuUsage();
  for (let i = 0; i < runs; i++) await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
