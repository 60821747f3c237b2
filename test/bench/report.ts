/** A cell: text goes to the left, a number that was written out to the right. */
export type Cell = string;

export interface Table {
  readonly title: string;
  /** What the figures are, and what they are not. */
  readonly note: readonly string[];
  readonly head: readonly Cell[];
  readonly rows: readonly (readonly Cell[])[];
  /** Columns before this one hold words. */
  readonly words?: number;
}

export function printTable({ title, note, head, rows, words = 1 }: Table): void {
  const widths = head.map((cell, column) =>
    Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly Cell[]) =>
    cells
      .map((cell, column) =>
        column < words ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  console.log(`\n${title}`);
  for (const sentence of note) console.log(`  ${sentence}`);
  console.log(`  ${line(head)}`);
  console.log(`  ${widths.map((width) => '-'.repeat(width)).join('  ')}`);
  for (const row of rows) console.log(`  ${line(row)}`);
}

export function milliseconds(value: number): string {
  return value.toFixed(Math.abs(value) < 0.1 && value !== 0 ? 3 : Math.abs(value) < 10 ? 2 : 1);
}

/** Thousands of 1024 bytes. */
export function kibibytes(bytes: number): string {
  return (bytes / 1024).toFixed(1);
}

export function ratio(value: number, base: number): string {
  return base > 0 ? `${(value / base).toFixed(2)}×` : '–';
}
