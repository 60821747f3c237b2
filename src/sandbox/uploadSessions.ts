import { type Clock, type Random } from '../clock.js';
import { type WireRequest } from '../wire.js';
import { type Answer, type Call } from './call.js';
import { changed } from './changes.js';
import { attachmentId, hash, makeId, randomBytes } from './ids.js';
import { largestBody } from './lengths.js';
import { type StoredMessage } from './message.js';
import { badRequest, itemNotFound, methodNotAllowed, ProtocolError } from './protocolError.js';
import { type Responder } from './responder.js';
import { messageTooLarge } from './sending.js';
import { type SandboxStore, type Spool } from './store.js';
import { type SandboxSwitches } from './switches.js';
import { Turns } from './turns.js';
import { type AttachmentItem } from './uploadItem.js';

interface Session {
  readonly token: string;
  /** Path of the URL, without the query. */
  readonly path: string;
  readonly mailbox: string;
  readonly messageKey: string;
  readonly immutableIds: boolean;
  readonly item: AttachmentItem;
  readonly spool: Spool;
  readonly turns: Turns;
  /** ms since 1970 */
  readonly expires: number;
  /** Bytes that are here. */
  received: number;
}

export interface SessionParts {
  readonly store: SandboxStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly switches: SandboxSwitches;
}

/**
 * Upload sessions (Graph pages "attachment: createUploadSession" and "Attach large files to Outlook messages"): bytes
 * come in order, in requests that are opened by the URL alone, and become an attachment with the last of them. A
 * session lives as long as this process, at most.
 */
export class UploadSessions {
  readonly #sessions = new Map<string, Session>();

  constructor(readonly parts: SessionParts) {}

  /** A session for a file of `message`; `origin` is where its URL points. */
  async open(call: Call, message: StoredMessage, item: AttachmentItem, origin: string): Promise<Answer> {
    await this.#forgetExpired();
    const { random, switches, clock, store } = this.parts;
    const id = makeId('message', randomBytes(random, 16));
    const shown = call.preferences.immutableIds ? message.immutableId : message.id;
    const path = `/api/gv1.0/Users('${call.owner.id}')/Messages('${shown}')/AttachmentSessions('${id}')`;
    const name = Buffer.from(randomBytes(random, 16)).toString('hex');
    const mailbox = call.owner.userName.toLowerCase();
    const session: Session = {
      token: Buffer.from(randomBytes(random, 48)).toString('base64url'),
      path,
      mailbox,
      messageKey: message.key,
      immutableIds: call.preferences.immutableIds,
      item,
      spool: await store.spool(mailbox, name),
      turns: new Turns(),
      expires: clock.now() + switches.uploadSessionLifetime,
      received: 0,
    };
    this.#sessions.set(path, session);
    const json = {
      '@odata.context': `${call.url.origin}/${call.version}/$metadata#microsoft.graph.uploadSession`,
      uploadUrl: `${origin}${path}?authtoken=${session.token}`,
      expirationDateTime: sevenDigits(session.expires),
      nextExpectedRanges: ['0-'],
    };
    return { status: 201, json };
  }

  /** A request to the URL of a session. */
  async answer(request: WireRequest, url: URL, responder: Responder): Promise<Answer> {
    if (responder.header('authorization') !== undefined) throw refused('The session takes no other token.');
    const session = this.#sessions.get(decodeURIComponent(url.pathname));
    if (!session) throw itemNotFound();
    if (!sameToken(session.token, url.searchParams.get('authtoken') ?? ''))
      throw refused('The token of the session is not valid.');
    return session.turns.take(async () => {
      if (!this.#sessions.has(session.path)) throw itemNotFound();
      if (session.expires <= this.parts.clock.now()) {
        await this.#forget(session);
        throw new ProtocolError(410, 'ErrorUploadSessionExpired', 'The upload session has expired.');
      }
      return this.#carryOut(session, request, url, responder);
    });
  }

  async #carryOut(session: Session, request: WireRequest, url: URL, responder: Responder): Promise<Answer> {
    switch (request.method) {
      case 'GET':
        if (this.parts.switches.uploadStatus === 'refused') throw methodNotAllowed();
        return this.#progress(session, url);
      case 'DELETE':
        await this.#forget(session);
        return { status: 204 };
      case 'PUT': {
        const bytes = partOf(session, request.body, responder);
        const last = session.received + bytes.length === session.item.size;
        if (last) this.#refuseTooLarge(session);
        await session.spool.write(session.received, bytes);
        if (last) return this.#complete(session, url);
        session.received += bytes.length;
        return this.#progress(session, url);
      }
      default:
        throw methodNotAllowed();
    }
  }

  /** As the page prints it: the expiry in Pascal case, and a bare offset. */
  #progress(session: Session, url: URL): Answer {
    const json = {
      '@odata.context': `${url.origin}/api/gv1.0/$metadata#${session.path.slice('/api/gv1.0/'.length)}`,
      ExpirationDateTime: sevenDigits(session.expires),
      nextExpectedRanges: [String(session.received)],
    };
    return { status: 200, json };
  }

  async #complete(session: Session, url: URL): Promise<Answer> {
    const { store, clock, random } = this.parts;
    const key = Buffer.from(randomBytes(random, 8)).toString('hex');
    const contentName = `${session.messageKey}.${key}`;
    const { size: length, ...facts } = session.item;
    const id = await store.transaction(session.mailbox, async (transaction) => {
      const message = transaction.messages.get(session.messageKey);
      if (!message) throw itemNotFound();
      const attachment = {
        ...{ ...facts, contentLocation: null, key, contentName, length, modified: clock.now() },
      };
      transaction.adoptContent(contentName, session.spool);
      const attachments = [...message.attachments, attachment];
      const after = changed({ clock, random }, message, { attachments });
      transaction.put(after);
      return attachmentId(after, attachment, session.immutableIds);
    });
    this.#sessions.delete(session.path);
    const message = session.path.replace(/\/AttachmentSessions\(.*$/, '');
    return { status: 201, headers: { location: `${url.origin}${message}/Attachments('${id}')` } };
  }

  /** Seen in the field: only the last part shows that the mailbox does not take the whole. */
  #refuseTooLarge({ item }: Session): void {
    const { messageSizeLimit, messageSizeChecked } = this.parts.switches;
    if (messageSizeChecked === 'lastPart' && item.size > messageSizeLimit) throw messageTooLarge();
  }

  async #forget(session: Session): Promise<void> {
    this.#sessions.delete(session.path);
    await session.spool.discard();
  }

  async #forgetExpired(): Promise<void> {
    const now = this.parts.clock.now();
    for (const session of [...this.#sessions.values()])
      if (session.expires <= now) await session.turns.take(() => this.#forget(session));
  }
}

/** The bytes of a PUT, checked against what the session waits for. */
function partOf({ received, item }: Session, body: Uint8Array | undefined, responder: Responder): Uint8Array {
  if (body === undefined || responder.header('content-length') === undefined)
    throw new ProtocolError(411, 'LengthRequired', 'The request must have a content length.');
  if (body.length > largestBody)
    throw new ProtocolError(413, 'RequestEntityTooLarge', 'A part has 4 MB at most.');
  const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(responder.header('content-range') ?? '');
  if (!range) throw badRequest('The header Content-Range is missing or cannot be read.');
  const [from, to, total] = range.slice(1).map(Number) as [number, number, number];
  if (total !== item.size) throw badRequest('The total of Content-Range is not the size of the attachment.');
  if (to < from || to >= total) throw badRequest('Content-Range is not within the attachment.');
  if (body.length !== to - from + 1) throw badRequest('The body is not as long as Content-Range says.');
  if (from !== received)
    throw new ProtocolError(416, 'InvalidRange', `The next part is to begin at ${received}.`);
  return body;
}

function refused(text: string): ProtocolError {
  return new ProtocolError(401, 'InvalidAuthenticationToken', text);
}

/** Hashes are compared, so that the time it takes tells nothing. */
function sameToken(wanted: string, given: string): boolean {
  return hash(wanted).equals(hash(given));
}

/** Upload sessions show their end with seven digits of a second (Graph page "uploadSession"). */
function sevenDigits(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '0000Z');
}
