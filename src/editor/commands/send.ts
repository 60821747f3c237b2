import * as vscode from 'vscode';
import { type Address } from '../../draft/draft.js';
import { type Addressed } from '../../outbox/answer.js';
import { type Job, type SendOutcome, type SendScreen } from '../../outbox/outbox.js';
import { type Evidence } from '../../outbox/settlement.js';
import { type LoadMail, type MailHalf, type ReadyDraft } from '../drafts/draftDesk.js';
import { showWarning } from '../notices.js';
import { translate } from '../translate.js';
import { readableSize } from '../drafts/rowText.js';
import { time } from '../drafts/stateWords.js';
import { settings } from '../settings.js';
import { announce } from './announceSend.js';
import { type Command, requireTrust } from './command.js';
import { type DraftParts, plainState } from './draftCommands.js';
import { type Holds } from './holds.js';
import { type Step, withProgress } from './progress.js';
import { transferText } from './transferText.js';

export interface SendParts extends DraftParts {
  readonly holds: Holds;
}

export function sendCommand(parts: SendParts): Command {
  return {
    id: 'send',
    run: (given) =>
      runSending(parts, given, async ({ mail, uri, step, job }) => {
        step.report(vscode.l10n.t('uploading…'));
        const ready = await job();
        let subject: string | undefined;
        const screen = screenFor(parts, uri, ready, step, (addressed) => (subject = addressed.subject));
        const outcome = await mail.outbox.send(ready, screen, step.signal);
        return { job: ready, outcome, ...(subject === undefined ? {} : { subject }) };
      }),
  };
}

interface Sent {
  readonly job: ReadyDraft;
  readonly outcome: SendOutcome;
  /** Of an answer that leaves it to the mailbox. */
  readonly subject?: string;
}

interface Sending {
  readonly mail: MailHalf['mail'];
  readonly uri: vscode.Uri;
  readonly step: Step;
  readonly job: () => Promise<ReadyDraft>;
}

/** What every way of sending shares: what is refused before it, and what is written and said after it. */
export async function runSending(
  { target, desk, index, identity, load }: SendParts,
  given: unknown,
  send: (sending: Sending) => Promise<Sent>,
): Promise<object> {
  requireTrust();
  const uri = target.draft(given);
  await identity.ensure(uri);
  const { mail } = await load();
  return withProgress(vscode.l10n.t('Sending mail'), async (step) => {
    const { job, outcome, subject } = await send({ mail, uri, step, job: () => desk.job(uri, []) });
    await index.update(uri);
    const { webLink, ...result } = plainState(outcome.state);
    if (outcome.kind === 'cancelled') {
      vscode.window.setStatusBarMessage(vscode.l10n.t('$(circle-slash) Not sent'), 4000);
      return { cancelled: true, ...result };
    }
    const place = outcome.state.kind === 'sent' ? await desk.markSent(uri, outcome.state.sentAt) : uri;
    void announce(place, { job, subject }, outcome.state, webLink !== undefined);
    return result;
  });
}

function screenFor(
  parts: SendParts,
  uri: vscode.Uri,
  job: ReadyDraft,
  step: Step,
  note: (addressed: Addressed) => void,
): SendScreen {
  return {
    uploading: (file) => step.report(transferText(file)),
    async confirm(again, addressed) {
      if (step.signal.aborted) return false;
      if (addressed) note(addressed);
      const shown = asAddressed(job, addressed);
      if (!again && !(await mustAsk(parts, shown))) return true;
      const send = again ? vscode.l10n.t('Send Again') : vscode.l10n.t('Send');
      const preview = vscode.l10n.t('Show Preview');
      step.report(vscode.l10n.t('waiting for your answer…'));
      const format = (await parts.load()).module.formatAddress;
      const detail = await summary(parts, shown, format, again);
      const question = again
        ? vscode.l10n.t('It is not known whether this mail was sent. Send it again?')
        : questionFor(shown, format);
      const answer = await showWarning(question, { modal: true, detail }, send, preview);
      if (answer === preview) await parts.preview(uri);
      return answer === send && !step.signal.aborted;
    },
    // What the mailbox sends later can be cancelled until then.
    hold: () =>
      parts.holds.hold(job.id, laterTime(job.mail) === undefined ? settings.undoSendSeconds() : 0, step),
    sending: () => step.report(vscode.l10n.t('handing it to the mailbox…')),
  };
}

type Format = (address: Address) => string;

function questionFor({ mail }: Job, format: Format): string {
  const count = mail.to.length + mail.cc.length + mail.bcc.length;
  const [only] = [...mail.to, ...mail.cc, ...mail.bcc];
  const later = laterTime(mail);
  if (later !== undefined)
    return count === 1 && only
      ? vscode.l10n.t('Send this mail to {0} on {1}?', format(only), later)
      : vscode.l10n.t('Send this mail to {0} people on {1}?', count, later);
  return count === 1 && only
    ? vscode.l10n.t('Send this mail to {0}?', format(only))
    : vscode.l10n.t('Send this mail to {0} people?', count);
}

/** When the mailbox is to send it, in words; absent: at once. */
function laterTime({ sendAt = 0 }: Job['mail']): string | undefined {
  return sendAt > Date.now() ? time(sendAt) : undefined;
}

interface ShownDraft extends ReadyDraft {
  /** Names of files that the mailbox took over from the message answered. */
  readonly cameAlong?: readonly string[];
}

/** An answer with what the mailbox filled in: that is what goes. */
function asAddressed(job: ReadyDraft, addressed: Addressed | undefined): ShownDraft {
  if (!addressed) return job;
  const { mail } = job;
  const people = (key: 'to' | 'cc' | 'bcc') =>
    mail[key].length > 0 ? mail[key] : addressed[key].map((address) => personOf(address, addressed));
  return {
    ...job,
    mail: {
      ...mail,
      to: people('to'),
      cc: people('cc'),
      bcc: people('bcc'),
      subject: addressed.subject,
    },
    cameAlong: addressed.files,
  };
}

/** By the name that the mailbox has of it. */
function personOf(address: string, { names }: Addressed): Address {
  const name = names?.get(address);
  return name === undefined ? { address } : { address, name };
}

async function mustAsk({ load }: SendParts, job: Job): Promise<boolean> {
  const setting = settings.confirmSend();
  if (setting !== 'outside') return setting === 'always';
  return outsiders(job, domainOf(await userNameOf(load, job))).length > 0;
}

function outsiders({ mail }: Job, own: string): Address[] {
  return [...mail.to, ...mail.cc, ...mail.bcc].filter(({ address }) => domainOf(address) !== own);
}

function domainOf(text: string): string {
  return /@([^\s>@]+)/u.exec(text)?.[1]?.toLowerCase() ?? '';
}

async function userNameOf(load: LoadMail, { mailbox }: Job): Promise<string> {
  const accounts = await (await load()).mail.accounts();
  return accounts.find(({ id }) => id === mailbox.accountId)?.userName ?? '';
}

/** Who sends, as the confirmation names it, with the sandbox marked. */
async function senderOf(load: LoadMail, job: Job, format: Format): Promise<string> {
  const sender = job.mail.from ? format(job.mail.from) : await userNameOf(load, job);
  const sandbox = job.mailbox.environment === 'sandbox';
  return sandbox ? vscode.l10n.t('{0} (SANDBOX: nothing is sent to anyone)', sender) : sender;
}

/** What a confirmation shows of the mail, line by line. */
export async function summary(
  { load }: Pick<SendParts, 'load'>,
  job: ShownDraft,
  format: Format,
  again?: Evidence,
): Promise<string> {
  const { mail } = job;
  const later = laterTime(mail);
  const own = domainOf(await userNameOf(load, job));
  const outside = own === '' ? [] : outsiders(job, own).map(({ address }) => address);
  const row = (label: string, list: readonly Address[]) =>
    list.length === 0 ? [] : [`${label}: ${list.map(format).join(', ')}`];
  const files = [
    ...mail.attachments.map(({ name, size }) => `${name} (${readableSize(size)})`),
    ...(job.cameAlong ?? []),
  ];
  return [
    ...(again
      ? [
          vscode.l10n.t(
            'The mailbox still holds it as a draft. If the first attempt is only late, they get it twice.',
          ),
        ]
      : []),
    ...row(vscode.l10n.t('To'), mail.to),
    ...row(vscode.l10n.t('Cc'), mail.cc),
    ...row(vscode.l10n.t('Bcc'), mail.bcc),
    ...(outside.length > 0 ? [vscode.l10n.t('Outside {0}: {1}', own, outside.join(', '))] : []),
    vscode.l10n.t('From: {0}', await senderOf(load, job, format)),
    vscode.l10n.t('Subject: {0}', mail.subject || vscode.l10n.t('(none)')),
    ...(later === undefined
      ? []
      : [vscode.l10n.t('Will be sent on {0}, by the mailbox itself. Until then you can cancel it.', later)]),
    ...(files.length > 0 ? [vscode.l10n.t('Attachments: {0}', files.join(', '))] : []),
    ...job.warnings.map(({ message }) => `⚠ ${translate(message)}`),
  ].join('\n');
}
