const newline = 10;
const dash = 45;

/**
 * The part of a draft file up to the line that ends its header, so that a list of thousands keeps no bodies. All of it
 * where no such line is found.
 */
export function headOfFile(bytes: Uint8Array): Uint8Array {
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) {
    if (bytes[at + 1] !== dash || bytes[at + 2] !== dash || bytes[at + 3] !== dash) continue;
    const end = bytes.indexOf(newline, at + 4);
    const rest = bytes.subarray(at + 4, end < 0 ? bytes.length : end);
    if (rest.every((byte) => byte === 32 || byte === 9 || byte === 13))
      return end < 0 ? bytes : bytes.subarray(0, end + 1);
  }
  return bytes;
}
