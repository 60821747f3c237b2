import { safeFileName } from '../fileName.js';
import { type StoredMessage } from './message.js';

/** Date and subject, without an extension: `2026-11-20 13.25 Notes on the engine`. UTC. */
export function emlName(message: StoredMessage): string {
  const date = new Date(message.sent).toISOString().slice(0, 16).replace('T', ' ').replace(':', '.');
  return `${date} ${safeFileName(message.content.subject) || 'no subject'}`;
}
