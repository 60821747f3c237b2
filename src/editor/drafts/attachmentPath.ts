/** The place of a file, as a URI has it. */
export interface Place {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
}

/**
 * How a draft names a file: relative to itself where the file lies in `root`, the draft's folder of the workspace; else
 * by its whole path. Absent: it lies on another computer or file system, and can't be named.
 */
export function attachmentPath(draft: Place, file: Place, root: Place): string | undefined {
  if (file.scheme !== draft.scheme || file.authority !== draft.authority) return undefined;
  const folder = root.path.endsWith('/') ? root.path : `${root.path}/`;
  // A drive of Windows is written without the slash of its URI.
  if (!file.path.startsWith(folder)) return file.path.replace(/^\/(?=[a-z]:\/)/iu, '');
  const from = draft.path.split('/').slice(0, -1);
  const to = file.path.split('/');
  let common = 0;
  while (common < from.length && common < to.length - 1 && from[common] === to[common]) common++;
  return [...from.slice(common).map(() => '..'), ...to.slice(common)].join('/');
}
