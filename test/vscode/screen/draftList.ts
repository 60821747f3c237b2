import { readFileSync } from 'node:fs';
import { type StoredMessage } from '../../../src/sandbox/message.js';
import { waitUntil } from '../../launcher/wait.js';
import { type Workbench } from '../../launcher/workbench.js';
import { ada, type Company } from './company.js';

const states = [
  'Conflict',
  'Unknown',
  'Failed',
  'Sending',
  'Scheduled',
  'Changed',
  'Local',
  'Uploaded',
  'Sent',
] as const;
/** The states of a draft, as the list words them. */
export type Shown = (typeof states)[number];

/** A draft file to one person outside the company. */
export function draftText(subject: string, header = ''): string {
  return `---\nto: Charles Babbage <charles@example.org>\nsubject: ${subject}\n${header}---\n${bodyOf(subject)}`;
}

/** A line with an id that was given elsewhere: of such a draft the mailbox may hold a copy, so it is looked for first. */
export function idLine(number: number): string {
  return `id: 01ARZ3NDEKTSV4RRFFQ69G5${String(number).padStart(3, '0')}\n`;
}

function bodyOf(subject: string): string {
  return `Dear Charles,\n\nthis is **${subject}**, with ✓ and a last line without an end`;
}

/** Waits until a new draft has its fields. Its cursor is in `to:` before; who types then has no fields. */
export async function untilFields(workbench: Workbench): Promise<void> {
  await waitUntil('the cursor in to:', async () =>
    (await workbench.statusBar()).some((text) => text === 'Ln 2, Col 5'),
  );
  const fields = workbench.page.locator('.editor-group-container.active .snippet-placeholder');
  await fields.first().waitFor({ state: 'attached' });
}

/** What the extension has written into a draft's header. @throws Error when anything else in the file changed */
export function writtenInto(file: string, subject: string, header = ''): { id?: string; sent?: string } {
  const text = readFileSync(file, 'utf8');
  const line = (key: string) => new RegExp(`^${key}: (.*)\\n`, 'm').exec(text);
  const [id, sent] = [line('id'), line('sent')];
  const before = text.replace(id?.[0] ?? '', '').replace(sent?.[0] ?? '', '');
  if (before !== draftText(subject, header)) throw new Error(`The text of ${subject} changed:\n${text}`);
  return { ...(id?.[1] ? { id: id[1] } : {}), ...(sent?.[1] ? { sent: sent[1] } : {}) };
}

/** The group under which the list shows a draft. Absent: it does not show it. A group that is closed is opened. */
export async function shownState(workbench: Workbench, subject: string): Promise<Shown | undefined> {
  let group: string | undefined;
  const view = workbench.view('Drafts');
  const rows = await view.rows();
  for (const { label, level, expanded } of rows)
    if (level === 1 && expanded === false) await view.toggle(label);
  for (const row of rows) {
    if (row.level === 1) group = row.label;
    else if (row.level === 2 && row.label === subject) return states.find((state) => state === group);
  }
  return undefined;
}

/** Waits until the list shows one of these states. */
export async function untilShown(
  workbench: Workbench,
  subject: string,
  wanted: readonly Shown[],
  limit?: number,
): Promise<Shown> {
  let last: Shown | undefined;
  try {
    return await waitUntil(
      `${subject} as ${wanted.join(' or ')}`,
      async () => {
        last = await shownState(workbench, subject);
        return last !== undefined && wanted.includes(last) && last;
      },
      limit,
    );
  } catch (error) {
    throw new Error(`${subject} is shown as ${last ?? 'nothing'}, not as ${wanted.join(' or ')}`, {
      cause: error,
    });
  }
}

/** Waits until the line above the draft in the active editor says this state. */
export async function untilLens(workbench: Workbench, state: Shown): Promise<void> {
  const lens = workbench.page.locator('.editor-group-container.active .codelens-decoration').first();
  let last = '';
  const says = async () => {
    last = (await lens.innerText({ timeout: 1000 })).replace(/\s+/gu, ' ').trim();
    return last.startsWith(`${state} |`);
  };
  await waitUntil(`${state} above the draft`, says).catch((error: unknown) => {
    throw new Error(`The line above the draft says “${last}”, not ${state}.`, { cause: error });
  });
}

/** What the mailbox holds of a draft: how often it was delivered, and its copies that are drafts still. */
export async function held(company: Company, subject: string): Promise<{ sent: number; drafts: number }> {
  const messages: readonly StoredMessage[] = await company.messagesAbout(subject);
  const sent = messages.filter(({ isDraft }) => !isDraft).length;
  return { sent, drafts: messages.length - sent };
}

export async function refresh(workbench: Workbench): Promise<void> {
  await workbench.runCommand('Markdown Mail: Refresh Drafts');
}

/** Clicks Send in the row of a draft. */
export async function pressSend(workbench: Workbench, subject: string): Promise<void> {
  await pressInRow(workbench, subject, 'Send Mail');
}

/** Clicks an action in the row of a draft. A list that is drawn afresh takes the row away from under the pointer. */
export async function pressInRow(workbench: Workbench, subject: string, action: string): Promise<void> {
  const label = workbench.page.locator('.label-name').getByText(subject, { exact: true });
  const row = workbench.page
    .locator('.part.sidebar .monaco-list-row[role="treeitem"]')
    .filter({ has: label });
  await waitUntil(`${action} in the row of ${subject}`, async () => {
    await workbench.page.mouse.move(0, 0);
    await untilStill(workbench);
    await row.hover({ timeout: 1000 });
    await row.locator(`.actions .action-label[aria-label^="${action}"]`).click({ timeout: 1000 });
    return true;
  });
}

/** Waits until no row has moved for a moment: a row that comes under the pointer during a click would be the one clicked. */
async function untilStill(workbench: Workbench): Promise<void> {
  const look = async () => JSON.stringify(await workbench.view('Drafts').rows());
  let before = await look();
  await waitUntil('a list that stands still', async () => {
    await workbench.page.waitForTimeout(400);
    const now = await look();
    const still = now === before;
    before = now;
    return still;
  });
}

/** Signs Ada in through the palette and the browser, and waits until the list names her. */
export async function signInAda(company: Company, workbench: Workbench): Promise<void> {
  await company.signIn(() => workbench.runCommand('Markdown Mail: Sign In'));
  await untilAccount(workbench, ada.userName);
  await waitUntil('a secret that is kept', () =>
    workbench.page.evaluate(() => localStorage.getItem('secrets.provider') !== null),
  );
}

/** Waits until the line above the list has this text. */
export async function untilAccount(workbench: Workbench, text: string): Promise<void> {
  await workbench.page.locator('.part.sidebar .message', { hasText: text }).first().waitFor();
}
