import { type FileFacts, type Files } from '../../../src/draft/files.js';

/** Files in memory at `file:///…`, each with a version, that note what is read. */
export class MemoryFolder implements Files {
  readonly reads: string[] = [];
  private readonly content = new Map<string, { readonly bytes: Uint8Array; readonly version: string }>();
  private writes = 0;

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    for (const [location, content] of Object.entries(files)) this.write(location, content);
  }

  write(location: string, content: string | Uint8Array): void {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    this.content.set(location, { bytes, version: String(++this.writes) });
  }

  resolve(base: string, path: string): string {
    return new URL(path, base).href;
  }

  facts(location: string): Promise<FileFacts | undefined> {
    const file = this.content.get(location);
    if (file) return Promise.resolve({ kind: 'file', size: file.bytes.length, version: file.version });
    const isFolder = [...this.content.keys()].some((known) => known.startsWith(`${location}/`));
    return Promise.resolve(isFolder ? { kind: 'folder', size: 0 } : undefined);
  }

  read(location: string): Promise<Uint8Array> {
    this.reads.push(location);
    const file = this.content.get(location);
    return file ? Promise.resolve(file.bytes) : Promise.reject(new Error('no such file'));
  }

  realLocation(location: string): Promise<string> {
    return Promise.resolve(location);
  }
}
