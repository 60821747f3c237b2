import { Failure, sentence } from '../failure.js';

/** Nobody has that many files of one name: what says so of every name is a file system that is at fault. */
const most = 10_000;

/**
 * What `take` makes of the first name that is free: `name` itself, else one with a number before its ending. `take`
 * resolves to nothing where a name is taken. @throws Failure `file-not-written`: it rejected, or found every name taken
 */
export async function takeFreeName<T>(
  name: string,
  take: (free: string) => Promise<T | undefined>,
): Promise<T> {
  try {
    for (let number = 1; number <= most; number++) {
      const taken = await take(numbered(name, number));
      if (taken !== undefined) return taken;
    }
  } catch (cause) {
    throw notWritten(name, { cause });
  }
  throw notWritten(name);
}

function numbered(name: string, number: number): string {
  const [ending = ''] = /\.mail\.md$|(?<=[^])\.[^.]*$|$/u.exec(name) ?? [];
  const stem = name.slice(0, name.length - ending.length);
  return number === 1 ? name : `${stem}-${number}${ending}`;
}

function notWritten(name: string, options?: ErrorOptions): Failure {
  return new Failure(
    'file-not-written',
    sentence('The file "{0}" can’t be written.', name),
    sentence('Check the folder and the room on the disk, then try again.'),
    options,
  );
}
