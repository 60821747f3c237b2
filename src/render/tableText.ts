import { columnsOf } from './columns.js';

/** Wider tables fall apart where lines are wrapped: each row then becomes a list of its own. */
const widestTable = 90;

/** Rows of cells as aligned columns, the first underlined when it is a head; `aligns` holds `left`, `center` or `right` for each. */
export function tableText(
  rows: readonly (readonly string[])[],
  aligns: readonly string[],
  headed: boolean,
): string[] {
  const widths = aligns.map((_, column) =>
    rows.reduce((most, row) => Math.max(most, columnsOf(row[column] ?? '')), 1),
  );
  if (widths.reduce((sum, width) => sum + width + 2, 0) > widestTable)
    return asLists(headed ? rows : [[], ...rows]);
  const lines = rows.map((row) =>
    widths.map((width, column) => padded(row[column] ?? '', width, aligns[column])),
  );
  if (headed)
    lines.splice(
      1,
      0,
      widths.map((width) => '-'.repeat(width)),
    );
  return lines.map((cells) => cells.join('  ').trimEnd());
}

function padded(text: string, width: number, align: string | undefined): string {
  const room = width - columnsOf(text);
  const before = align === 'right' ? room : align === 'center' ? Math.floor(room / 2) : 0;
  return ' '.repeat(before) + text + ' '.repeat(room - before);
}

function asLists([head = [], ...rows]: readonly (readonly string[])[]): string[] {
  return rows.flatMap((row, index) => {
    const cells = row.map((text, column) =>
      [head[column], text].filter((part) => part !== undefined && part !== '').join(': '),
    );
    const lines = cells
      .filter((cell) => cell !== '')
      .map((cell, column) => (column === 0 ? `- ${cell}` : `  ${cell}`));
    return index > 0 ? ['', ...lines] : lines;
  });
}
