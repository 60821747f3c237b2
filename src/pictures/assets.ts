import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file beside the built code, in dist/pictures: WebAssembly or a font. */
export function asset(name: string): Buffer {
  return readFileSync(join(__dirname, name));
}

/** A WebAssembly module of dist/pictures, compiled. */
export function wasm(name: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(new Uint8Array(asset(name)));
}
