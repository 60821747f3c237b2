import assert from 'node:assert/strict';
import { createHash, createPublicKey, X509Certificate } from 'node:crypto';
import { allAccounts } from '../../src/auth/allAccounts.js';
import { ApplicationAccounts } from '../../src/auth/applicationAccounts.js';
import { certificateCredential } from '../../src/auth/certificate.js';
import { EditorAccounts } from '../../src/auth/editorAccounts.js';
import { createApplicationTokens } from '../../src/auth/msal.js';
import { systemClock } from '../../src/auth/systemClock.js';
import { Failure } from '../../src/failure.js';
import { createGraphClient } from '../../src/graph/client.js';
import { createGraphMailbox } from '../../src/graph/graphMailbox.js';
import { memoryStore } from '../../src/sandbox/memoryStore.js';
import { createSandbox } from '../../src/sandbox/sandbox.js';
import { startSandboxServer } from '../../src/sandbox/server.js';
import { applicationCertificate as pem, strangerKey } from './applicationCertificate.js';
import { AuthSetting, failureOf, never } from './authSetting.js';
import { guid, tenantId } from './identityProvider/tokens.js';

const robot = guid('robot');
const signer = guid('signer');
const secret = 'a secret that is long enough for the provider';
const scopes = ['Mail.ReadWrite'];

describe('Applications without a person, with real MSAL', function () {
  this.timeout(20_000);
  const key = createPublicKey(pem).export({ format: 'jwk' });
  let setting: AuthSetting;

  beforeEach(async () => {
    setting = await AuthSetting.start({
      tenant: tenantId,
      applications: [
        { clientId: robot, secret },
        { clientId: signer, key },
      ],
    });
  });
  afterEach(() => setting.close());

  const open = (secrets = setting.secrets.window()) => {
    const { authority, origin } = setting.provider;
    const cloud = { kind: 'custom' as const, authority };
    const { transport, log } = setting;
    const resource = () => Promise.resolve(origin);
    const tokens = createApplicationTokens({ cloud, resource, transport, log });
    return { secrets, applications: new ApplicationAccounts({ cloud, secrets, tokens }) };
  };
  const bySecret = {
    clientId: robot,
    tenant: tenantId,
    credential: { kind: 'secret', secret },
  } as const;

  it('a secret: the client credentials grant at the tenant, for all that was granted on the mailbox server', async () => {
    const { applications } = open();
    const account = await applications.add(bySecret, never);
    assert.deepEqual(await applications.accounts(), [account]);
    assert.equal(account.userName, `${robot}@${tenantId}`);
    const token = await applications.token(account.id, { scopes });
    assert.equal(setting.provider.applicationOf(token), robot);
    const [form, ...more] = setting.sent('token');
    assert.deepEqual(more, [], 'the second token came from memory');
    assert.equal(form?.['grant_type'], 'client_credentials');
    assert.equal(form?.['client_secret'], secret);
    assert.equal(form?.['scope'], `${setting.provider.origin}/.default`);
  });

  it('a certificate: an assertion signed by its key, and no secret on the wire', async () => {
    const { applications } = open();
    const credential = certificateCredential(pem);
    const account = await applications.add({ clientId: signer, tenant: tenantId, credential }, never);
    const token = await applications.token(account.id, { scopes });
    assert.equal(setting.provider.applicationOf(token), signer);
    const form = setting.sent('token')[0] ?? {};
    assert.equal(form['client_secret'], undefined);
    const [head = '', body = ''] = (form['client_assertion'] ?? '').split('.');
    const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as Record<string, string>;
    const digest = createHash('sha256').update(new X509Certificate(pem).raw).digest('base64url');
    assert.equal(header['x5t#S256'], digest);
    assert.match(Buffer.from(body, 'base64url').toString(), new RegExp(signer));
  });

  it('a file without a certificate, without its key, or with the key of another is refused', () => {
    const certificate = pem.slice(pem.indexOf('-----BEGIN CERTIFICATE'));
    const key = pem.slice(0, pem.indexOf('-----BEGIN CERTIFICATE'));
    for (const text of ['', certificate, key, certificate + strangerKey, key.replace('M', 'x') + certificate])
      assert.throws(
        () => certificateCredential(text),
        (error) => error instanceof Failure && error.code === 'application-certificate-invalid',
      );
    assert.equal(certificateCredential(certificate + key).kind, 'certificate', 'in either order');
  });

  it('another window sees it come and go, and a secret that is gone gives no token', async () => {
    const here = open();
    const there = open();
    let seen = 0;
    const subscription = there.applications.onDidChange(() => seen++);
    const { id } = await here.applications.add(bySecret, never);
    await setting.until(() => seen === 1);
    assert.equal(setting.provider.applicationOf(await there.applications.token(id, { scopes })), robot);
    await there.applications.remove(id);
    await setting.until(() => seen === 2);
    assert.deepEqual(await there.applications.accounts(), []);
    await setting.secrets.settled();
    assert.equal((await failureOf(here.applications.token(id, { scopes }))).code, 'not-signed-in');
    subscription.dispose();
  });

  it('a wrong secret is told at once, nothing is kept, and the log does not hold it', async () => {
    const { applications, secrets } = open();
    const wrong = { ...bySecret, credential: { kind: 'secret', secret: 'not the secret' } } as const;
    const failure = await failureOf(applications.add(wrong, never));
    assert.equal(failure.code, 'application-credential-refused');
    assert.deepEqual(await secrets.keys(), []);
    assert.ok(!setting.log.lines.join('\n').includes('not the secret'));
  });

  it("Entra's numbers for a secret that has expired and for an unknown application", async () => {
    const { applications } = open();
    for (const [number, code] of [
      [7000222, 'application-credential-refused'],
      [7000215, 'application-credential-refused'],
      [700016, 'sign-in-app-not-found'],
      [90002, 'sign-in-tenant-not-found'],
    ] as const) {
      const body = {
        error: 'invalid_client',
        error_description: `AADSTS${number}: It was refused.`,
        error_codes: [number],
      };
      setting.provider.answerNext('token', { status: 401, body });
      assert.equal((await failureOf(applications.add(bySecret, never))).code, code);
    }
  });

  it('a tenant that all share, or an id that is none, is refused before anything is asked', async () => {
    const { applications } = open();
    for (const tenant of ['common', 'organizations', '', 'a b'])
      assert.equal(
        (await failureOf(applications.add({ ...bySecret, tenant }, never))).code,
        'application-tenant-invalid',
      );
    const failure = await failureOf(applications.add({ ...bySecret, clientId: '../x' }, never));
    assert.equal(failure.code, 'application-id-invalid');
    assert.deepEqual(setting.provider.requests, []);
  });

  it('sends from a named mailbox; the mailbox server refuses it a mailbox of its own', async () => {
    const { applications } = open();
    const people = setting.window().auth;
    const editor = new EditorAccounts({
      ...{ cloud: { kind: 'microsoft', authority: '' }, clientId: '', tenant: '', resource: '' },
      ...{ secrets: setting.secrets.window(), sessions: { session: () => Promise.resolve(undefined) } },
    });
    const authenticator = allAccounts(people, editor, applications);
    const { id } = await applications.add(bySecret, never);
    const team = { id: guid('team'), userName: 'team@example.com', displayName: 'Team' };
    const app = { id: robot, userName: robot, displayName: 'Robot', application: true } as const;
    const sandbox = createSandbox({
      users: [team],
      authorize: (token) => (setting.provider.applicationOf(token) === robot ? app : undefined),
      store: memoryStore(),
      clock: systemClock,
    });
    const server = await startSandboxServer(sandbox);
    const client = createGraphClient({
      ...{ transport: setting.transport, root: server.origin, version: 'v1.0' as const },
      ...{ clock: systemClock, random: Math.random, log: setting.log },
      token: (request, signal) => authenticator.token(id, request, signal),
    });
    try {
      const mailbox = createGraphMailbox(client, '/users/team@example.com');
      const to = [{ emailAddress: { address: 'reader@example.org' } }];
      const draft = await mailbox.create({ subject: 'From a robot', toRecipients: to });
      // The mailbox server asks for a new token in the middle.
      setting.provider.revokeApplications();
      await mailbox.send(draft.id);
      assert.equal((await mailbox.get(draft.id))?.isDraft, false);
      const own = await failureOf(createGraphMailbox(client, '/me').create({ subject: 'x' }));
      assert.equal((own as { status?: number }).status, 400);
      const grants = setting.sent('token').map((form) => form['grant_type']);
      assert.deepEqual(grants, ['client_credentials', 'client_credentials']);
    } finally {
      await server.close();
    }
  });
});
