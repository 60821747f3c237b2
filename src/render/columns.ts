const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/gu;
const without = /[\p{Mn}\p{Me}\p{Cf}]+/gu;
const pairs = /[\ud800-\udbff][\udc00-\udfff]/g;

/** True for a text of letters that take one column each. */
export function isNarrow(text: string): boolean {
  return /^[\u0000-\u02ff]*$/.test(text);
}

/** The columns a text takes in a fixed font: two for East Asian wide characters (UAX #11) and emoji, none for marks. */
export function columnsOf(text: string): number {
  if (isNarrow(text)) return text.length;
  // Whole runs at a time: a look at each character takes longer than all else in a mail of another script.
  const shown = text.replace(without, '');
  return shown.length - count(shown, pairs) + count(shown, wide);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
