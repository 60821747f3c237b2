import assert from 'node:assert/strict';
import { type GraphRequest } from '../../../src/graph/client.js';
import { GraphFailure } from '../../../src/graph/errors.js';
import { ConnectionFailure } from '../../../src/wire.js';

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

export async function graphFailure(promise: Promise<unknown>): Promise<GraphFailure> {
  const error = await promise.then(
    () => assert.fail('it succeeded'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof GraphFailure, String(error));
  return error;
}
