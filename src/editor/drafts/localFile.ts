import { closeSync, open, read, stat } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type Stamp } from './bulkReading.js';

/** @throws the file system's errors */
export function stampOfLocal(path: string): Promise<Stamp> {
  return new Promise((resolve, reject) => {
    stat(path, (error, found) => {
      if (error) reject(error);
      else resolve({ modified: found.mtimeMs, size: found.size });
    });
  });
}

/**
 * What `use` makes of the bytes of a file, which are gone afterwards: of thousands of files they are read into the same
 * few buffers. `size`: of the file, as it was looked at just now, so that the system need not be asked once more. Of a
 * file that has another size by now, all that is there is read. @throws the file system's errors
 */
export function readLocal<T>(
  path: string,
  size: number | undefined,
  use: (bytes: Uint8Array) => T,
): Promise<T> {
  const whole = () => readFile(path).then(use);
  if (size === undefined || size >= roomy) return whole();
  return new Promise((resolve, reject) => {
    open(path, 'r', (failed, file) => {
      if (failed) {
        reject(failed);
        return;
      }
      const buffer = spare.pop() ?? Buffer.allocUnsafeSlow(roomy);
      // One byte more than there should be, by which it shows that there is more.
      read(file, buffer, 0, size + 1, 0, (error, count) => {
        const end = async () => {
          // Nothing was written, so that closing waits for nothing.
          closeSync(file);
          if (error) throw error;
          return count === size ? use(buffer.subarray(0, size)) : whole();
        };
        resolve(end());
        spare.push(buffer);
      });
    });
  });
}

/** Bytes. Nearly all drafts are smaller. */
const roomy = 32 * 1024;
/** As many as were ever read into at once. */
const spare: Buffer[] = [];
