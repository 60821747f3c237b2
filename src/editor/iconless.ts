/** A name in one line, as a list of VS Code shows it: `$(name)` in it would draw an icon of VS Code's. */
export function iconless(text: string): string {
  return text.replaceAll('$(', '\\$(').replace(/\s+/gu, ' ').trim();
}
