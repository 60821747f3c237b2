import assert from 'node:assert/strict';
import { type Secrets } from '../../../src/auth/authenticator.js';
import { EditorAccounts, type EditorSessionRequest } from '../../../src/auth/editorAccounts.js';
import { Failure } from '../../../src/failure.js';

const never = new AbortController().signal;
const scopes = ['Mail.ReadWrite', 'Mail.Send'];

function open(resource = 'https://graph.microsoft.com') {
  const map = new Map<string, string>();
  const secrets: Secrets = {
    get: (key) => Promise.resolve(map.get(key)),
    keys: () => Promise.resolve([...map.keys()]),
    onDidChange: () => ({ dispose: () => undefined }),
    delete: (key) => Promise.resolve(void map.delete(key)),
    store: (key, value) => Promise.resolve(void map.set(key, value)),
  };
  const asked: EditorSessionRequest[] = [];
  const editor = { token: 'first' as string | undefined };
  const accounts = new EditorAccounts({
    cloud: { kind: 'microsoft', authority: 'https://login.microsoftonline.com' },
    ...{ clientId: 'our-app', tenant: 'contoso.example', resource, secrets },
    sessions: {
      session(request) {
        asked.push(request);
        const account = { id: 'oid.tid', label: 'ada@contoso.example' };
        return Promise.resolve(
          editor.token === undefined ? undefined : { accessToken: editor.token, account },
        );
      },
    },
  });
  return { accounts, asked, editor, map };
}

const signIn = ({ accounts }: ReturnType<typeof open>) =>
  accounts.signIn({ scopes, method: 'vscode' }, never);
const refused = (code: string) => (error: unknown) => error instanceof Failure && error.code === code;

describe('accounts of the editor', () => {
  it('are asked for with our own registration, and keep no token here', async () => {
    const setting = open();
    const { id, userName } = await signIn(setting);
    assert.deepEqual(setting.asked, [
      {
        scopes: [
          'VSCODE_CLIENT_ID:our-app',
          'VSCODE_TENANT:contoso.example',
          'https://graph.microsoft.com/Mail.ReadWrite',
          'https://graph.microsoft.com/Mail.Send',
        ],
        interactive: true,
      },
    ]);
    assert.equal(userName, 'ada@contoso.example');
    assert.deepEqual(await setting.accounts.accounts(), [{ id, userName }]);
    assert.doesNotMatch(JSON.stringify([...setting.map]), /first/);
  });

  it('give their token without a question', async () => {
    const setting = open();
    const { id } = await signIn(setting);
    assert.equal(await setting.accounts.token(id, { scopes }), 'first');
    const last = setting.asked.at(-1);
    assert.deepEqual([last?.interactive, last?.accountId], [false, 'oid.tid']);
  });

  it('want a new sign-in where the editor has no session, or only the token that was refused', async () => {
    const setting = open();
    const { id } = await signIn(setting);
    await setting.accounts.token(id, { scopes });
    await assert.rejects(setting.accounts.token(id, { scopes, renew: true }), refused('sign-in-expired'));
    setting.editor.token = 'second';
    assert.equal(await setting.accounts.token(id, { scopes, renew: true }), 'second');
    setting.editor.token = undefined;
    await assert.rejects(setting.accounts.token(id, { scopes }), refused('sign-in-expired'));
  });

  it('want the person to agree where more is asked for than at the sign-in, and not to sign in again', async () => {
    const setting = open();
    const { id } = await signIn(setting);
    setting.editor.token = undefined;
    const people = { scopes: ['People.Read', 'Contacts.Read'] };
    await assert.rejects(setting.accounts.token(id, people), refused('sign-in-consent-needed'));
    assert.equal(setting.asked.at(-1)?.interactive, false, 'nobody is asked by it');
    await assert.rejects(setting.accounts.token(id, { scopes }), refused('sign-in-expired'));
    setting.editor.token = 'second';
    await setting.accounts.signIn({ scopes: [...scopes, ...people.scopes], method: 'vscode' }, never);
    await signIn(setting);
    assert.equal(await setting.accounts.token(id, people), 'second');
    setting.editor.token = undefined;
    await assert.rejects(setting.accounts.token(id, people), refused('sign-in-expired'));
  });

  it('of before, of which it is not known what they agreed to, want a new sign-in', async () => {
    const setting = open();
    const { id, userName } = await signIn(setting);
    for (const key of setting.map.keys()) setting.map.set(key, JSON.stringify({ id, userName }));
    setting.editor.token = undefined;
    await assert.rejects(
      setting.accounts.token(id, { scopes: ['People.Read'] }),
      refused('sign-in-consent-needed'),
    );
    await assert.rejects(setting.accounts.token(id, { scopes }), refused('sign-in-expired'));
  });

  it('pass on claims at the next sign-in only', async () => {
    const setting = open();
    const { id } = await signIn(setting);
    const claims = '{"access_token":{}}';
    const before = setting.asked.length;
    await assert.rejects(
      setting.accounts.token(id, { scopes, claims }),
      refused('sign-in-confirmation-needed'),
    );
    assert.equal(setting.asked.length, before);
    await setting.accounts.signIn({ scopes, method: 'vscode', claims }, never);
    assert.equal(setting.asked.at(-1)?.claims, claims);
  });

  it('are forgotten', async () => {
    const setting = open();
    const { id } = await signIn(setting);
    await setting.accounts.remove(id);
    assert.deepEqual(await setting.accounts.accounts(), []);
    await assert.rejects(setting.accounts.token(id, { scopes }), refused('not-signed-in'));
  });

  it('reach no other cloud, and ask nobody then', async () => {
    const setting = open('https://graph.microsoft.us');
    await assert.rejects(signIn(setting), refused('sign-in-vscode-cloud'));
    assert.deepEqual(setting.asked, []);
  });
});
