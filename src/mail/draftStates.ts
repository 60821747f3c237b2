import { readdir } from 'node:fs/promises';
import { type Draft } from '../draft/draft.js';
import { Failure } from '../failure.js';
import { type MailHost } from '../mailHost.js';
import { type DraftState } from '../outbox/draftState.js';
import { type Outbox } from '../outbox/outbox.js';
import { outboxFailures } from '../outbox/outboxFailures.js';
import { type Environment, ledgerOf, ledgersFolder, sandboxId } from './environments.js';

/** What an earlier run left open, as it is now. */
export interface Settled {
  readonly id: string;
  readonly state: DraftState;
  readonly interrupted: boolean;
}

/** The states of drafts, by what this machine and the draft's own header know. */
export class DraftStates {
  constructor(
    private readonly host: MailHost,
    private readonly environment: () => Environment,
  ) {}

  /**
   * `mail` decides between `uploaded` and `changed`. A `sent:` in the file counts unless this machine knows that only
   * the sandbox wrote it.
   */
  async of(
    header: Draft['header'],
    mail: () => Promise<Parameters<Outbox['state']>[1]>,
  ): Promise<DraftState> {
    if (header.id === undefined) return sentByHeader(header) ?? { kind: 'local', gone: false };
    const { outbox } = this.environment();
    const first = await outbox.state(header.id);
    if (first.kind === 'uploaded' || first.kind === 'failed') return outbox.state(header.id, await mail());
    if (first.kind !== 'local' || (await this.onlyTriedOut(header.id))) return first;
    return sentByHeader(header) ?? first;
  }

  /** @throws Failure `already-sent`: the file says so, from whatever mailbox or machine. */
  async refuseSent({ id, sent }: Draft['header']): Promise<void> {
    if (sent === undefined || (id !== undefined && (await this.onlyTriedOut(id)))) return;
    throw outboxFailures.alreadySent();
  }

  /** Settles what an earlier run left open in this environment. Nothing is sent by it. */
  async settleOpen(): Promise<Settled[]> {
    const { ledger, outbox } = this.environment();
    const settled: Settled[] = [];
    for (const id of await ledger.ids()) {
      try {
        const result = await outbox.settle(id);
        if (result) settled.push({ id, ...result });
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        this.host.log.warn(`outbox: ${id} is still open: ${error.code}`);
      }
    }
    return settled;
  }

  /** A draft that was only tried out in the sandbox carries `sent:`, and was sent to nobody. */
  private async onlyTriedOut(id: string): Promise<boolean> {
    if (this.environment().id === sandboxId) return false;
    const { storage } = this.host;
    const folders = await readdir(ledgersFolder(storage)).catch(() => []);
    const sentIn = async (folder: string) => {
      const entries = await ledgerOf(storage, folder).read(id);
      return entries.some(({ step }) => step === 'sent') ? [folder] : [];
    };
    const places = (await Promise.all(folders.map(sentIn))).flat();
    return places.length > 0 && places.every((folder) => folder === sandboxId);
  }
}

function sentByHeader({ sent }: Draft['header']): DraftState | undefined {
  return sent === undefined ? undefined : { kind: 'sent', sentAt: sent };
}
