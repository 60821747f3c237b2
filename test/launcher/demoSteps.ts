import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { type DemoStage, type DemoStep } from './demo.js';
import { waitUntil } from './wait.js';

const announcement = 'release-announcement.mail.md';
const followUp = 'meeting-followup.mail.md';

const openSamples: DemoStep = {
  title: 'Open VS Code on the sample mails and look at the list of drafts',
  run: async ({ workbench, samples, say, picture }) => {
    await workbench.showContainer('Markdown Mail');
    const drafts = workbench.view('Drafts');
    await drafts.row(/./);
    const rows = await drafts.rows();
    assert.ok(rows.length > 0, 'the list of drafts is empty');
    for (const { label, description, level } of rows)
      say(`${'  '.repeat(level - 1)}${label}  ${description}`.trimEnd());
    await workbench.openFile(join(samples.folder, announcement));
    await picture('drafts');
  },
};

const previewAll: DemoStep = {
  title: 'See the mails as they will arrive',
  run: async (stage) => {
    for (const name of [
      'hebrew-invitation',
      'japanese-notice',
      'bug-report',
      'meeting-followup',
      'open-day',
      'release-announcement',
    ]) {
      await showPreview(stage, `${name}.mail.md`);
      await stage.picture(`preview-${name}`);
    }
  },
};

/** A formula or diagram is a picture of the mail by then. */
const drawn: DemoStep = {
  title: 'Formulas and diagrams, drawn on this computer',
  run: async (stage) => {
    await showPreview(stage, 'filter-design.mail.md');
    const frame = (await stage.workbench.webview()).frameLocator('iframe#mail');
    const pictures = frame.locator('img');
    await pictures.nth(12).waitFor();
    stage.say(`${await pictures.count()} pictures`);
    await stage.picture('formulas');
    await frame
      .locator('img[alt^="flowchart"], img[alt^="sequenceDiagram"]')
      .first()
      .scrollIntoViewIfNeeded();
    await stage.picture('diagram');
  },
};

const otherPrograms: DemoStep = {
  title: 'The same mail in the dark, on a phone, and in classic Outlook',
  run: async (stage) => {
    await showPreview(stage, announcement);
    const preview = await stage.workbench.webview();
    for (const name of ['dark', 'phone', 'outlook']) {
      const button = preview.locator(`button[data-switch="${name}"]`);
      await button.click();
      await preview.locator(`button[data-switch="${name}"][aria-pressed="true"]`).waitFor();
      if (name !== 'phone') await preview.getByText(/^Approximation/).waitFor();
      await stage.picture(`as-${name}`);
      await button.click();
    }
    await preview.locator('#tab-text').click();
    await stage.picture('plain-text');
    await preview.locator('#tab-html').click();
  },
};

async function showPreview({ workbench, samples, say }: DemoStage, name: string): Promise<void> {
  await workbench.runCommand('View: Close All Editors');
  await workbench.openFile(join(samples.folder, name));
  await workbench.runCommand('Markdown Mail: Preview Mail');
  const preview = await workbench.webview();
  const mail = preview.frameLocator('iframe#mail').locator('body');
  await mail.locator('> div > *').nth(2).waitFor();
  say(`${name}: ${(await mail.innerText()).length} characters shown`);
}

const upload: DemoStep = {
  title: 'Upload the announcement: it becomes a draft in the (sandbox) mailbox',
  run: async ({ workbench, samples, say, picture }) => {
    await workbench.runCommand('Markdown Mail: Upload Draft');
    await workbench.view('Drafts').row('Uploaded');
    const header = readFileSync(join(samples.folder, announcement), 'utf8').split('\n---\n')[0] ?? '';
    const id = /^id: ([0-9A-Z]{26})$/m.exec(header)?.[1];
    assert.ok(id, 'the draft has no id: line');
    say(`the file got its identity: id: ${id}`);
    for (const mail of await mailIn(samples.dataFolder, 'Drafts')) describe(mail, say);
    await picture('uploaded');
  },
};

const send: DemoStep = {
  title: 'Send it: one question, a moment to undo, then it goes, once',
  run: async (stage) => {
    const { workbench, say, picture } = stage;
    await workbench.runCommand('Markdown Mail: Send Mail');
    const { text, detail } = await workbench.dialog();
    say(text);
    for (const line of detail.split('\n')) say(`  ${line}`);
    await picture('confirm');
    await workbench.answerDialog('Send');
    await workbench.notification(/Cancel undoes it/);
    await picture('held');
    await sent(stage, /^Sent in the sandbox: Tern 4.2/);
    await picture('sent');
  },
};

const sendWithAttachment: DemoStep = {
  title: 'Send the meeting follow-up with its PDF, straight from the file',
  run: async (stage) => {
    const { workbench, samples } = stage;
    await workbench.openFile(join(samples.folder, followUp));
    await workbench.runCommand('Markdown Mail: Send Mail');
    await workbench.dialog();
    await workbench.answerDialog('Send');
    await sent(stage, /^Sent in the sandbox: Warehouse/);
  },
};

async function sent({ workbench, say }: DemoStage, text: RegExp): Promise<void> {
  say((await workbench.notification(text, 60_000)).text);
}

const arrived: DemoStep = {
  title: 'What arrived in the mailbox',
  run: async ({ samples, say, workbench, picture }) => {
    const mails = await mailIn(samples.dataFolder, 'Sent Items');
    assert.equal(mails.length, 2, 'two mails were sent');
    for (const mail of mails) describe(mail, say);
    assert.deepEqual((await mailIn(samples.dataFolder, 'Drafts')).length, 0, 'no draft is left behind');
    const [shown] = await Promise.all([
      workbench.page.context().waitForEvent('page'),
      workbench.runCommand('Markdown Mail: Open in Outlook'),
    ]);
    await shown.getByText('Warehouse move').first().waitFor();
    await shown.screenshot({ path: join('screenshots', 'demo', 'arrived.png') });
    await shown.close();
    await picture('list-after');
  },
};

const missingRecipient: DemoStep = {
  title: 'Try to send a mail without a recipient',
  run: async ({ workbench, say, picture }) => {
    await workbench.runCommand('Markdown Mail: New Draft');
    await workbench.page.locator('.tab.active[data-resource-name^="20"]').waitFor();
    await workbench.runCommand('Markdown Mail: Send Mail');
    say((await workbench.notification(/no recipient/)).text);
    await picture('no-recipient');
  },
};

const darkTheme: DemoStep = {
  title: 'The same in a dark theme',
  run: async (stage) => {
    const { workbench, picture } = stage;
    await workbench.runCommand('Preferences: Toggle between Light/Dark Themes');
    await workbench.page.locator('.monaco-workbench.vs-dark').waitFor();
    await showPreview(stage, 'bug-report.mail.md');
    await picture('dark');
  },
};

/** The mails of a folder of the sandbox mailbox, read from the `.eml` files that any mail program opens. */
async function mailIn(dataFolder: string, folder: string): Promise<Email[]> {
  const storage = join(dataFolder, 'user', 'User', 'globalStorage', 'markdown-mail.markdown-mail');
  const place = join(storage, 'sandbox', 'you@sandbox.example', folder);
  const names = await waitUntil('the sandbox mailbox', () => Promise.resolve(readdirSync(place)));
  const files = names.filter((name) => name.endsWith('.eml'));
  return Promise.all(files.map((name) => PostalMime.parse(readFileSync(join(place, name)))));
}

function describe({ subject, to, cc, html, attachments }: Email, say: (line: string) => void): void {
  say(`${subject ?? ''}`);
  say(`  to ${[...(to ?? []), ...(cc ?? [])].map(({ address }) => address).join(', ')}`);
  const parts = attachments.map(
    ({ filename, content }) => `${filename ?? '?'} (${byteLength(content)} bytes)`,
  );
  say(`  ${html?.length ?? 0} characters of HTML${parts.length > 0 ? `, with ${parts.join(', ')}` : ''}`);
}

function byteLength(content: string | ArrayBuffer | Uint8Array): number {
  return typeof content === 'string' ? content.length : content.byteLength;
}

/** In the order in which they run; each stands on the ones before. */
export const demoSteps: readonly DemoStep[] = [
  openSamples,
  previewAll,
  drawn,
  otherPrograms,
  upload,
  send,
  sendWithAttachment,
  arrived,
  missingRecipient,
  darkTheme,
];
