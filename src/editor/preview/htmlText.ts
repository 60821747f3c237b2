/** Text as HTML shows it, also inside quoted attributes. */
export function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** `19 KB`: bytes in the unit that gives a number below 1024, as file managers write it. */
export function sizeText(bytes: number, language: string): string {
  const units = ['B', 'KB', 'MB', 'GB'] as const;
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10));
  const amount = bytes / 1024 ** power;
  const digits = { maximumFractionDigits: power < 2 ? 0 : 1 };
  return `${new Intl.NumberFormat(language, digits).format(amount)} ${units[power] ?? 'B'}`;
}

/** Bytes as thousands, which is how Gmail's 102 KB are counted (102 400 bytes). */
export function thousands(bytes: number, language: string): string {
  const amount = bytes / 1000;
  const digits = amount < 10 ? 1 : 0;
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(amount);
}
