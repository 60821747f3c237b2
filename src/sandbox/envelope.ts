import { type Call } from './call.js';
import { ProtocolError } from './protocolError.js';

/** `@odata.context` for a path below the owner's mailbox. */
export function context(call: Call, path: string): string {
  return `${call.url.origin}/${call.version}/$metadata#users('${call.owner.id}')/${path}`;
}

/** 415, as Graph answers a POST whose Content-Type got lost on the way. */
export function requireJson(call: Call): void {
  if (/^application\/json\s*(;|$)/i.test(call.contentType)) return;
  throw new ProtocolError(
    415,
    'RequestBodyRead',
    'The Content-Type of the request is missing or is not supported.',
  );
}
