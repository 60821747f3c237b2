import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { flushFile, removeFile, renameOver } from './durableFile.js';
import { type Spool } from './store.js';

/** End of the names of files whose bytes come in parts. */
export const spoolEnd = '.part';

/** A file beside the contents, written as the parts come, so that memory does not grow with it. */
export class DiskSpool implements Spool {
  constructor(readonly path: string) {}

  async write(offset: number, bytes: Uint8Array): Promise<void> {
    const file = await open(this.path, constants.O_WRONLY | constants.O_CREAT, 0o600);
    try {
      for (let done = 0; done < bytes.byteLength;) {
        const { bytesWritten } = await file.write(bytes, done, bytes.byteLength - done, offset + done);
        done += bytesWritten;
      }
    } finally {
      await file.close();
    }
  }

  async discard(): Promise<void> {
    await removeFile(this.path);
  }

  /** Makes it a content: on disk whole before it has its name. */
  async moveTo(path: string): Promise<void> {
    await flushFile(this.path);
    await renameOver(this.path, path);
  }
}
