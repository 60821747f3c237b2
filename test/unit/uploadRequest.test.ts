import assert from 'node:assert/strict';
import { type RecordedExchange } from '../contract/recorder.js';
import { uploadRequestFindings } from '../contract/uploadRequest.js';

describe('check:contract: requests to an upload session', () => {
  const headers = { 'content-length': '10', 'content-range': 'bytes 0-9/20' };
  const exchange = (change: Partial<RecordedExchange>): RecordedExchange => ({
    ...{ method: 'PUT', target: "/api/gv1.0/AttachmentSessions('a')", requestBody: '', responseBody: '' },
    ...{ requestHeaders: headers, responseHeaders: {}, status: 200, cut: false },
    ...change,
  });
  const ranged = (range: string, length: string) => ({
    requestHeaders: { 'content-length': length, 'content-range': range },
  });

  it('finds nothing in a right one, nor in one that was refused', () => {
    assert.deepEqual(uploadRequestFindings(exchange({})), []);
    assert.deepEqual(uploadRequestFindings(exchange({ status: 201, ...ranged('bytes 10-19/20', '10') })), []);
    assert.deepEqual(uploadRequestFindings(exchange({ status: 400, requestHeaders: {} })), []);
  });

  for (const [finding, change] of [
    ['request: a token to the upload URL', { requestHeaders: { ...headers, authorization: 'Bearer x' } }],
    ['request: no range', { requestHeaders: { 'content-length': '10' } }],
    ['request: not as long as its range', ranged('bytes 0-9/20', '11')],
    ['request: a range of more than 4 MB', ranged('bytes 0-4194304/9000000', '4194305')],
    ['request: a range beyond the file', ranged('bytes 15-24/20', '10')],
    ['answer: 201 to bytes 0-9 of 20', { status: 201 }],
  ] as const)
    it(`finds: ${finding}`, () => assert.deepEqual(uploadRequestFindings(exchange(change)), [finding]));
});
