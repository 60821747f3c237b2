import { within } from '../clock.js';
import { Cancelled, Failure, throwIfCancelled } from '../failure.js';
import { type GraphClient } from './client.js';
import { GraphFailure } from './errors.js';
import { type AttachmentFacts, type AttachmentSource, type AttachmentUploadOptions } from './mailbox.js';
import { type GraphPath } from './requestPath.js';
import { SealedReader } from './sealedReader.js';
import { isFinal, isOver, isTurnedAway, uploadBrokenOff } from './uploadFailures.js';
import { uploadWait } from './uploadPatience.js';
import {
  parseExpected,
  parseSession,
  sessionOfText,
  sessionPath,
  sessionText,
  type UploadSession,
} from './uploadSession.js';

export interface UploadPlace {
  readonly client: GraphClient;
  /** Of `createUploadSession`. */
  readonly path: GraphPath;
  readonly scopes: readonly string[];
  /** The attachments of the message. */
  list(signal?: AbortSignal): Promise<readonly AttachmentFacts[]>;
}

/** `complete`: the mailbox has all bytes. `over`: the session takes no more, or cannot say what it waits for. */
type Standing = number | 'complete' | 'over';

/** Sessions for one file before it is given up. */
const mostSessions = 3;
/** Waits (milliseconds) before each look for an attachment that is complete. */
const looks = [0, 1000, 2000];
/** Milliseconds for the farewell to a session that is not needed any more. */
const farewell = 15_000;
/** Pieces of a part that are handed to a slow connection, or to one that is not known yet; each has the time of a request. */
const mostPieces = 16;

/** One file on its way to one message. */
export class AttachmentUpload {
  readonly #reader: SealedReader;
  #session: UploadSession | undefined;
  /** Failures since the last byte that arrived. */
  #failures = 0;
  /** Bytes that are handed to the connection at a time. */
  #pieceBytes: number;

  constructor(
    private readonly place: UploadPlace,
    private readonly source: AttachmentSource,
    private readonly options: AttachmentUploadOptions,
  ) {
    this.#reader = new SealedReader(source, place.client.surroundings.partBytes, options.signal);
    this.#pieceBytes = this.#smallestPiece;
  }

  async run(): Promise<AttachmentFacts> {
    const { signal, session } = this.options;
    try {
      if (session === undefined) this.#reader.prepare(0);
      const before = new Set((await this.place.list(signal)).map(({ id }) => id));
      let from = await this.#resume();
      for (let tries = 1; ; tries++) {
        from ??= await this.#begin();
        const end = await this.#fill(from);
        // The last answer may have been lost: the list of attachments settles it.
        const found = await this.#find(before, end === 'complete' ? looks : [0]);
        await this.#forget();
        if (found) return found;
        // A second one beside what is only slow to show would be worse than none.
        if (end === 'complete' || tries === mostSessions) throw uploadBrokenOff(this.source.name);
        from = undefined;
      }
    } catch (error) {
      if (error instanceof Cancelled || isFinal(error)) await this.#cancel();
      throw error;
    } finally {
      await this.#reader.close();
    }
  }

  /** The offset at which an earlier session goes on. Absent: there is none that does. */
  async #resume(): Promise<number | undefined> {
    const { root, clock } = this.place.client.surroundings;
    if (this.options.session === undefined) return undefined;
    this.#session = sessionOfText(this.options.session, root, clock.now());
    if (this.#session) {
      const standing = await this.#askStanding(this.#session).catch((error: unknown) => {
        if (error instanceof GraphFailure) return 'over' as const;
        throw error;
      });
      if (typeof standing === 'number' && standing < this.source.size) return standing;
      await this.#cancel();
    }
    await this.#forget();
    return undefined;
  }

  async #begin(): Promise<number> {
    this.#reader.prepare(0);
    const { client, path, scopes } = this.place;
    const { name, size, contentType, contentId } = this.source;
    const inline = contentId === undefined ? {} : { isInline: true, contentId };
    const body = { AttachmentItem: { attachmentType: 'file', name, size, contentType, ...inline } };
    const request = { method: 'POST', path, body, scopes, success: [201, 200], repeatable: true } as const;
    const answer = await client.request(request, this.options.signal);
    const session = answer.read((json) => parseSession(json, client.surroundings.root));
    this.#session = session;
    this.#failures = 0;
    await this.options.keep?.(sessionText(session));
    return 0;
  }

  /** Sends part after part from `at` on. */
  async #fill(at: number): Promise<'complete' | 'over'> {
    const { size } = this.source;
    for (let next: Standing = at; ;) {
      if (next === size) return 'complete';
      if (typeof next !== 'number') return next;
      const from: number = next;
      this.options.progress?.(from);
      try {
        next = await this.#put(from, await this.#reader.part(from));
      } catch (error) {
        next = await this.#afterFailure(error, from);
      }
      if (next !== from) this.#failures = 0;
    }
  }

  async #put(from: number, part: Uint8Array): Promise<Standing> {
    const { size } = this.source;
    const to = from + part.byteLength;
    const headers = {
      'Content-Type': 'application/octet-stream',
      'Content-Length': String(to - from),
      'Content-Range': `bytes ${from}-${to - 1}/${size}`,
    };
    const request = { method: 'PUT', headers, success: [200, 201, 202] } as const;
    const url = this.#session?.url ?? '';
    const stream = this.#counted(from, part);
    const answer = await this.place.client.openly(
      { ...request, url, path: sessionPath, stream },
      this.options.signal,
    );
    if (answer.status === 201) return 'complete';
    const expected = answer.read(parseExpected);
    if (expected === undefined) return to === size ? 'complete' : 'over';
    return expected > from && expected <= to ? expected : 'over';
  }

  get #smallestPiece(): number {
    return Math.ceil(this.place.client.surroundings.partBytes / mostPieces);
  }

  /** In pieces, so that it is known how far it is: about as much as the connection takes in half a second. */
  async *#counted(from: number, part: Uint8Array): AsyncGenerator<Uint8Array> {
    const { clock } = this.place.client.surroundings;
    for (let at = 0; at < part.byteLength;) {
      const piece = part.subarray(at, at + this.#pieceBytes);
      const begun = clock.now();
      yield piece;
      const took = clock.now() - begun;
      if (took < 250) this.#pieceBytes = Math.min(2 * this.#pieceBytes, part.byteLength);
      else if (took > 1000) this.#pieceBytes = Math.max(this.#pieceBytes / 2, this.#smallestPiece);
      at += piece.byteLength;
      this.options.progress?.(from + at);
    }
  }

  /** Waits where that helps, then asks the session where it stands. Throws what more patience would not mend. */
  async #afterFailure(error: unknown, at: number): Promise<Standing> {
    if (!(error instanceof GraphFailure) || isFinal(error)) throw error;
    this.#failures += 1;
    this.#pieceBytes = this.#smallestPiece;
    const { clock, random } = this.place.client.surroundings;
    const wait = uploadWait(error, this.#failures, random);
    if (wait === undefined) throw error;
    if (wait > 0) await clock.sleep(wait, this.options.signal);
    throwIfCancelled(this.options.signal);
    // What the mailbox turned away twice at one place it will turn away again.
    const turnedAway = isTurnedAway(error);
    if (turnedAway && this.#failures > 1) return 'over';
    if (!this.#session) return 'over';
    try {
      return await this.#askStanding(this.#session);
    } catch (reason) {
      if (!(reason instanceof GraphFailure)) throw reason;
      // It does not say. What may not have arrived is sent again; whoever has it will turn it away.
      return turnedAway ? 'over' : at;
    }
  }

  /** By a GET of the URL, which Graph's pages describe for other upload sessions. @throws GraphFailure: no answer to it */
  async #askStanding({ url }: UploadSession): Promise<Standing> {
    const request = { method: 'GET', url, path: sessionPath, success: [200] } as const;
    try {
      const answer = await this.place.client.openly(request, this.options.signal);
      const expected = answer.read(parseExpected);
      return expected !== undefined && expected < this.source.size ? expected : 'over';
    } catch (error) {
      if (error instanceof GraphFailure && isOver(error)) return 'over';
      throw error;
    }
  }

  async #find(before: ReadonlySet<string>, waits: readonly number[]): Promise<AttachmentFacts | undefined> {
    for (const wait of waits) {
      if (wait > 0) await this.place.client.surroundings.clock.sleep(wait, this.options.signal);
      const listed = await this.place.list(this.options.signal);
      const found = listed.find(({ id, name }) => !before.has(id) && name === this.source.name);
      if (found) return found;
    }
    return undefined;
  }

  /** Tells the mailbox to drop what it has. Whether it hears that does not matter: sessions end by themselves. */
  async #cancel(): Promise<void> {
    const session = this.#session;
    await this.#forget();
    if (!session) return;
    const request = { method: 'DELETE', url: session.url, path: sessionPath, success: [204, 200] } as const;
    const { client } = this.place;
    try {
      await within(client.surroundings.clock, farewell, (due) => client.openly(request, due));
    } catch (error) {
      if (!(error instanceof Failure) && !(error instanceof Cancelled)) throw error;
    }
  }

  async #forget(): Promise<void> {
    const known = this.#session ?? this.options.session;
    this.#session = undefined;
    if (known !== undefined) await this.options.keep?.(undefined);
  }
}
