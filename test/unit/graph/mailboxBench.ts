import { createGraphMailbox } from '../../../src/graph/graphMailbox.js';
import { type FileAttachment } from '../../../src/graph/mailbox.js';
import { ConnectionFailure } from '../../../src/wire.js';
import { failureOf } from '../../rejection.js';
import { type Answer, bench, graphError, json, message } from './scripted.js';

export const id = message().id;
export const lost = new ConnectionFailure('no-answer', 'ECONNRESET');
export const folder = (name: string) => json(200, { id: `folder-${name}` });
export const missing = graphError(404, 'ErrorItemNotFound');

export function mailbox(path: '/me' | `/users/${string}`, ...script: Answer[]) {
  const all = bench(script);
  const paths = () =>
    all.sent.map(({ method, url }) => `${method} ${decodeURIComponent(new URL(url).pathname)}`);
  return { ...all, mailbox: createGraphMailbox(all.client, path), paths };
}

export async function codeOf(work: Promise<unknown>): Promise<string> {
  return (await failureOf(work)).code;
}

export function file(bytes: number, name = 'plan.pdf'): FileAttachment {
  return {
    '@odata.type': '#microsoft.graph.fileAttachment',
    name,
    contentType: 'application/pdf',
    contentBytes: Buffer.alloc(bytes).toString('base64'),
  };
}
