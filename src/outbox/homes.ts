import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Which file each draft was last worked with, and which draft each file was: so that a copy that carries another's `id`
 * is found beyond the workspace, and a file that lost its `id` is known again. Locations are URIs.
 */
export interface Homes {
  /** Where the draft was last worked with. Absent: not known here. */
  locationOf(id: string): Promise<string | undefined>;
  /** The draft that was last worked with at this location. */
  idAt(location: string): Promise<string | undefined>;
  /** The draft is at this location from now on. */
  settle(id: string, location: string): Promise<void>;
  /** What lies at this location is another draft, or none. */
  forget(location: string): Promise<void>;
}

interface Home {
  readonly id: string;
  readonly location: string;
}

/**
 * Two small files for each draft in a folder of this computer, one named by its id and one by its place. They help to ask
 * the right question and prove nothing; so they are replaced whole, but not flushed.
 */
export function fileHomes(folder: string): Homes {
  const byId = (id: string) => join(folder, `${id}.json`);
  const byPlace = (location: string) =>
    join(folder, `at-${createHash('sha256').update(location).digest('hex').slice(0, 40)}.json`);
  return {
    locationOf: async (id) => {
      const home = await read(byId(id));
      return home?.id === id ? home.location : undefined;
    },
    idAt: async (location) => {
      const home = await read(byPlace(location));
      return home?.location === location ? home.id : undefined;
    },
    async settle(id, location) {
      const home: Home = { id, location };
      const known = [await read(byId(id)), await read(byPlace(location))];
      if (known.every((each) => each?.id === id && each.location === location)) return;
      await mkdir(folder, { recursive: true });
      await write(byPlace(location), home);
      await write(byId(id), home);
    },
    forget: (location) => rm(byPlace(location), { force: true }),
  };
}

async function read(file: string): Promise<Home | undefined> {
  try {
    const value = JSON.parse(await readFile(file, 'utf8')) as Partial<Home> | null;
    if (typeof value?.id !== 'string' || typeof value.location !== 'string') return undefined;
    return { id: value.id, location: value.location };
  } catch (error) {
    // Torn by a crash: as good as none.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Two windows may write at once: each its own file, and the last one counts. */
async function write(file: string, home: Home): Promise<void> {
  const beside = `${file}.${randomUUID()}`;
  await writeFile(beside, JSON.stringify(home), { mode: 0o600 });
  await rename(beside, file);
}
