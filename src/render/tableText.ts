import { columnsOf } from './columns.js';
import { wrapHard } from './wrap.js';

/** Wider tables fall apart where lines are wrapped: each row then becomes a list of its own. */
const widestTable = 90;
/** A column takes three at least: more of them are too wide, and need not be measured. */
const mostColumns = widestTable / 3;
const listWidth = 72;

/** `across` and `down`: how many columns and rows it takes. */
export interface TextCell {
  readonly lines: readonly string[];
  /** `left`, `center` or `right`. */
  readonly align: string;
  readonly across: number;
  readonly down: number;
}

/** Rows of cells as aligned columns, the first underlined when it is a head. */
export function tableText(rows: readonly (readonly TextCell[])[], headed: boolean): string[] {
  const grid = gridOf(rows);
  const widths = grid && widthsOf(grid);
  if (!widths || widths.reduce((sum, width) => sum + width + 2, 0) > widestTable)
    return asLists(rows, headed);
  const lines = grid.map((row) => rowLines(row, widths));
  if (headed) lines.splice(1, 0, [widths.map((width) => '-'.repeat(width)).join('  ')]);
  return lines.flat();
}

type Place = { readonly cell: TextCell; readonly column: number };

/** Where each cell stands when those above reach down; absent: there are too many columns. */
function gridOf(rows: readonly (readonly TextCell[])[]): Place[][] | undefined {
  const taken: number[] = [];
  const grid: Place[][] = [];
  for (const row of rows) {
    const places: Place[] = [];
    let column = 0;
    for (const cell of row) {
      while ((taken[column] ?? 0) > 0) column++;
      if (column + cell.across > mostColumns) return undefined;
      places.push({ cell, column });
      for (let next = 0; next < cell.across; next++) taken[column++] = cell.down;
    }
    for (let index = 0; index < taken.length; index++) taken[index] = Math.max((taken[index] ?? 0) - 1, 0);
    grid.push(places);
  }
  return grid;
}

/** A cell that goes over several columns does not widen them. */
function widthsOf(grid: readonly (readonly Place[])[]): number[] {
  const widths: number[] = [];
  for (const { cell, column } of grid.flat()) {
    const own = cell.across > 1 ? 1 : cell.lines.reduce((most, line) => Math.max(most, columnsOf(line)), 1);
    for (let next = column; next < column + cell.across; next++)
      widths[next] = Math.max(widths[next] ?? 1, own);
  }
  return Array.from(widths, (width) => width ?? 1);
}

function rowLines(row: readonly Place[], widths: readonly number[]): string[] {
  const height = row.reduce((most, { cell }) => Math.max(most, cell.lines.length), 1);
  return Array.from({ length: height }, (_, index) => {
    let line = '';
    let at = 0;
    for (const { cell, column } of row) {
      for (; at < column; at++) line += ' '.repeat((widths[at] ?? 0) + 2);
      const own = widths.slice(column, column + cell.across);
      const width = own.reduce((sum, some) => sum + some + 2, -2);
      line += `${padded(cell.lines[index] ?? '', width, cell.align)}  `;
      at = column + cell.across;
    }
    return line.trimEnd();
  });
}

function padded(text: string, width: number, align: string): string {
  const room = Math.max(width - columnsOf(text), 0);
  const before = align === 'right' ? room : align === 'center' ? Math.floor(room / 2) : 0;
  return ' '.repeat(before) + text + ' '.repeat(room - before);
}

function asLists(rows: readonly (readonly TextCell[])[], headed: boolean): string[] {
  const head = headed ? (rows[0] ?? []) : [];
  return rows.slice(headed ? 1 : 0).flatMap((row, index) => {
    const cells = row.map(({ lines }, column) => {
      const name = head[column]?.lines.join(' ') ?? '';
      const [first = '', ...rest] = lines;
      return [[name, first].filter((part) => part !== '').join(': '), ...rest].filter((part) => part !== '');
    });
    const lines = cells
      .filter((cell) => cell.length > 0)
      .flatMap((cell, column) => {
        const wrapped = cell.flatMap((line) => wrapHard(line, listWidth));
        return wrapped.map((line, place) => (place > 0 ? '    ' : column > 0 ? '  ' : '- ') + line);
      });
    return index > 0 ? ['', ...lines] : lines;
  });
}
