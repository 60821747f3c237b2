const tabStop = 4;

/** A code block's text with tabs as spaces (OWA strips tab characters) and without its last line break. */
export function codeText(content: string): string {
  const text = content.replace(/\n$/, '');
  return text.includes('\t') ? text.split('\n').map(withoutTabs).join('\n') : text;
}

function withoutTabs(line: string): string {
  let column = 0;
  return line
    .split('\t')
    .map((piece, index, all) => {
      column += piece.length;
      if (index === all.length - 1) return piece;
      const gap = tabStop - (column % tabStop);
      column += gap;
      return piece + ' '.repeat(gap);
    })
    .join('');
}
