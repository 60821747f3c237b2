import { type GraphRequest } from '../../../src/graph/client.js';
import { GraphFailure } from '../../../src/graph/errors.js';
import { ConnectionFailure } from '../../../src/wire.js';
import { rejection } from '../../rejection.js';

export const get: GraphRequest = {
  method: 'GET',
  path: ['me', 'messages', { id: 'AAkALgAA/x+y=' }],
  query: { $select: 'id,changeKey' },
  success: [200],
  scopes: ['Mail.ReadWrite'],
};
export const post: GraphRequest = {
  ...get,
  method: 'POST',
  query: {},
  body: { subject: 'Hi' },
  success: [201],
};
export const patch: GraphRequest = { ...post, method: 'PATCH', success: [200] };
export const remove: GraphRequest = { method: 'DELETE', path: get.path, success: [204], scopes: get.scopes };
export const lost = new ConnectionFailure('no-answer', 'ECONNRESET');
export const offline = new ConnectionFailure('never-sent', 'ECONNREFUSED');

export function graphFailure(work: Promise<unknown>): Promise<GraphFailure> {
  return rejection(work, GraphFailure);
}
