/** By which it shows that a file is another. Milliseconds since 1970; bytes. */
export interface Stamp {
  readonly modified: number;
  readonly size: number;
}

export interface BulkReading<F, S extends Stamp> {
  /** Absent: the file can't be told from an earlier one, or is not there. */
  stamp(file: F): Promise<S | undefined>;
  /** Whether the file must be read again. */
  stale(file: F, stamp: S | undefined): boolean;
  read(file: F, stamp: S | undefined): Promise<void>;
  /** Something can be shown. */
  show(): void;
  /** False: a later reading has begun, and this one ends. */
  wanted(): boolean;
}

/** Files that are asked for at once: enough to keep the disk busy, few enough to let others in between. */
const atOnce = 64;
/** Files after which there is something to look at. */
const screenful = 32;
/** Milliseconds between two looks at what was read so far. */
const betweenShows = 500;

/** Reads the files that changed, newest first, and shows the first of them at once. False: it was not wanted any more. */
export async function readChanged<F, S extends Stamp>(
  files: readonly F[],
  reading: BulkReading<F, S>,
): Promise<boolean> {
  const stamped: { file: F; stamp: S | undefined }[] = [];
  const finished = await withSeveral(files, reading, async (file) => {
    const stamp = await reading.stamp(file);
    if (reading.stale(file, stamp)) stamped.push({ file, stamp });
  });
  if (!finished) return false;
  stamped.sort((one, other) => (other.stamp?.modified ?? 0) - (one.stamp?.modified ?? 0));
  let shown = -Infinity;
  return withSeveral(
    stamped,
    reading,
    ({ file, stamp }) => reading.read(file, stamp),
    () => {
      if (performance.now() < shown + betweenShows) return;
      reading.show();
      shown = performance.now();
    },
  );
}

async function withSeveral<T>(
  all: readonly T[],
  reading: { wanted(): boolean },
  work: (one: T) => Promise<void>,
  after?: () => void,
): Promise<boolean> {
  const left = all.values();
  let wanted = true;
  let done = 0;
  const worker = async () => {
    for (const one of left) {
      await work(one);
      if (++done >= screenful) after?.();
      wanted &&= reading.wanted();
      if (!wanted) return;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return wanted;
}
