/** What stands at a location. `size` in bytes. */
export interface FileFacts {
  readonly kind: 'file' | 'folder';
  readonly size: number;
  /** Another when the content is another. Absent: it cannot be told, or the file is so fresh that a further change would not show. */
  readonly version?: string;
}

/**
 * Where the next piece of a file may be put, so that memory is used again and again. Asked once for each piece, when the
 * piece is asked for. Absent: there is no such place. A reader need not heed it.
 */
export type Room = () => Uint8Array | undefined;

/**
 * How drafts read the files that they name. A location is a URI as a string (`file:///…`), so that remote and
 * virtual workspaces work alike.
 */
export interface Files {
  /** The location of `path` (as written in a draft, `/` or `\` between names) seen from the folder of `base`. */
  resolve(base: string, path: string): string;
  /** Absent when nothing stands there. */
  facts(location: string): Promise<FileFacts | undefined>;
  read(location: string): Promise<Uint8Array>;
  /** The bytes from `offset` on, piece by piece, so that memory does not grow with the file. Absent: only whole. */
  open?(location: string, offset: number, room?: Room): AsyncIterable<Uint8Array>;
  /** The location with symbolic links resolved, where the file system knows of links. */
  realLocation(location: string): Promise<string>;
}
