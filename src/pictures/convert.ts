import { type Outcome } from './jobs.js';

export async function convertPicture(
  bytes: Uint8Array,
  options: { readonly widest: number },
): Promise<Outcome> {
  throw new Error(`${bytes.length} ${options.widest}`);
}
