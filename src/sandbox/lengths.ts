import { type WireRequest } from '../wire.js';
import { ProtocolError } from './protocolError.js';
import { type Responder } from './responder.js';
import { type SandboxSwitches } from './switches.js';

/** Requests with more are refused before they are parsed (Graph page "outlook-large-attachments"). */
export const largestBody = 4 * 1024 * 1024;

/** 411 and 413 come before anything is parsed, as from a gateway. */
export function refuseBadLength(request: WireRequest, responder: Responder, switches: SandboxSwitches): void {
  const { method, body } = request;
  if (/^(POST|PUT|PATCH)$/.test(method) && body === undefined) {
    const announced = responder.header('content-length') ?? responder.header('transfer-encoding');
    if (announced === undefined)
      throw new ProtocolError(411, 'LengthRequired', 'The request must be chunked or have a content length.');
  }
  if (body && body.length > largestBody) {
    if (switches.tooLarge === 413)
      throw new ProtocolError(413, 'RequestEntityTooLarge', 'The request is too large.');
    throw new ProtocolError(400, 'BadRequest', 'The maximum request length supported is 4MB.');
  }
}
