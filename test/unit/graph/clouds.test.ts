import assert from 'node:assert/strict';
import { Failure } from '../../../src/failure.js';
import {
  customCloud,
  isLoopback,
  mayCarryToken,
  microsoftClouds,
  sameOrigin,
} from '../../../src/graph/clouds.js';

describe('clouds', () => {
  it('lists Microsoft’s, each over https and without a final slash', () => {
    assert.deepEqual(
      Object.values(microsoftClouds).map(({ name, graph, authority }) => [name, graph, authority]),
      [
        ['global', 'https://graph.microsoft.com', 'https://login.microsoftonline.com'],
        ['usgov', 'https://graph.microsoft.us', 'https://login.microsoftonline.us'],
        ['usgov-dod', 'https://dod-graph.microsoft.us', 'https://login.microsoftonline.us'],
        ['china', 'https://microsoftgraph.chinacloudapi.cn', 'https://login.partner.microsoftonline.cn'],
      ],
    );
  });

  const good: [string, string][] = [
    ['https://graph.example.com', 'https://graph.example.com'],
    ['https://graph.example.com/', 'https://graph.example.com'],
    [' https://GRAPH.example.com:8443/mail/ ', 'https://graph.example.com:8443/mail'],
    ['http://127.0.0.1:4000', 'http://127.0.0.1:4000'],
    ['http://127.8.9.10', 'http://127.8.9.10'],
    ['http://[::1]:4000/', 'http://[::1]:4000'],
    ['http://localhost:4000', 'http://localhost:4000'],
  ];
  for (const [written, meant] of good)
    it(`takes ${written}`, () => {
      const cloud = customCloud({ graph: written, authority: written });
      assert.deepEqual([cloud.kind, cloud.graph, cloud.authority], ['custom', meant, meant]);
    });

  const bad: unknown[] = [
    undefined,
    null,
    7,
    '',
    'graph.example.com',
    'http://graph.example.com',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://10.0.0.1',
    'ftp://127.0.0.1',
    'file:///tmp/x',
    'https://user@graph.example.com',
    'https://user:pass@graph.example.com',
    'https://graph.example.com/?x=1',
    'https://graph.example.com/?',
    'https://graph.example.com/#x',
    'https://graph.example.com/#',
    'javascript:alert(1)',
  ];
  for (const url of bad)
    it(`refuses ${String(url)} for either address, by a sentence that does not repeat it`, () => {
      for (const key of ['graph', 'authority'] as const) {
        const urls = { graph: 'https://ok.example', authority: 'https://ok.example', [key]: url };
        assert.throws(
          () => customCloud(urls),
          (error) =>
            error instanceof Failure &&
            error.code === 'custom-cloud-invalid' &&
            error.sentence.args[0] === key &&
            error.message === 'custom-cloud-invalid',
        );
      }
    });

  const carriers: [string, boolean][] = [
    ['https://graph.microsoft.com/v1.0/me', true],
    ['https://graph.microsoft.com:443/beta/me', true],
    ['https://graph.microsoft.com:444/v1.0/me', false],
    ['http://graph.microsoft.com/v1.0/me', false],
    ['https://graph.microsoft.com.evil.example/v1.0/me', false],
    ['https://evil.example/graph.microsoft.com', false],
    ['https://graph.microsoft.com@evil.example/', false],
    ['https://x@graph.microsoft.com/', false],
    ['https://graph.microsoft.us/v1.0/me', false],
    ['//graph.microsoft.com', false],
    ['', false],
  ];
  for (const [url, may] of carriers)
    it(`a token of the global cloud ${may ? 'may' : 'must not'} go to ${url || 'nowhere'}`, () =>
      assert.equal(mayCarryToken(microsoftClouds.global, url), may));

  it('counts no origin as the same', () => assert.equal(sameOrigin('data:,1', 'data:,1'), false));

  it('knows loopback by the address, not by how it begins', () => {
    assert.deepEqual(
      ['127.0.0.1', '127.255.0.9', '[::1]', 'localhost', '128.0.0.1', '127.0.0.1.nip.io', '[::2]', ''].map(
        isLoopback,
      ),
      [true, true, true, true, false, false, false, false],
    );
  });
});
