import * as vscode from 'vscode';
import { type TextChange } from '../../draft/draft.js';
import { Cancelled, Failure, sentence } from '../../failure.js';
import { type MailHalf } from '../drafts/draftDesk.js';
import { changeDraft, readDraft } from '../drafts/draftFile.js';
import { newFile } from '../newFile.js';
import { showWarning } from '../notices.js';
import { describe } from '../translate.js';
import { type Command } from './command.js';
import { type DraftParts } from './draftCommands.js';
import { withProgress } from './progress.js';

/** A picture that is a file beside the draft now. Both are addresses; no log gets them. */
interface SavedImage {
  readonly url: string;
  readonly uri: string;
}

interface FailedImage {
  readonly url: string;
  readonly code: string;
  readonly message: string;
}

/**
 * Fetches the pictures of a draft that stay on the internet, saves them beside it and names the files in the text. It
 * asks first, with all hosts; the second argument may hold those that the caller agreed to. Nothing else in this
 * extension fetches a picture.
 */
export function embedImagesCommand({ target, load }: DraftParts): Command {
  return {
    id: 'embedImages',
    async run(given, second) {
      const uri = target.draft(given);
      requireTrustToFetch();
      const half = await load();
      const urls = half.module.remoteImages(half.module.parseDraft(await readDraft(uri)).body);
      if (urls.length === 0) throw noRemoteImages();
      const hosts = hostsOf(urls);
      const agreed = new Set(agreedHosts(second));
      if (![...hosts.keys()].every((host) => agreed.has(host))) await ask(urls.length, hosts);
      const outcome = await withProgress(vscode.l10n.t('Saving pictures'), ({ signal }) =>
        saveAll(half, { uri, urls, hosts: new Set(hosts.keys()), signal }),
      );
      await changeDraft(uri, (text) => changesOf(half, text, outcome.saved));
      const result = await whatIsLeft(half, uri, outcome);
      show(result);
      return { uri: uri.toString(), ...result };
    },
  };
}

function requireTrustToFetch(): void {
  if (vscode.workspace.isTrusted) return;
  throw new Failure(
    'untrusted-workspace',
    sentence('In a folder that you do not trust, no picture is fetched from the internet.'),
    sentence('Trust the folder first, if you know where it is from.'),
  );
}

function noRemoteImages(): Failure {
  return new Failure('no-remote-images', sentence('All pictures of this draft are files already.'));
}

/** How many pictures are on each host. */
function hostsOf(urls: readonly string[]): ReadonlyMap<string, number> {
  const hosts = new Map<string, number>();
  for (const url of urls) {
    const host = URL.canParse(url) ? new URL(url).host : url;
    hosts.set(host, (hosts.get(host) ?? 0) + 1);
  }
  return hosts;
}

function agreedHosts(second: unknown): readonly string[] {
  return Array.isArray(second) ? second.filter((host): host is string => typeof host === 'string') : [];
}

async function ask(count: number, hosts: ReadonlyMap<string, number>): Promise<void> {
  const fetch = vscode.l10n.t('Fetch and Save');
  const question =
    count === 1
      ? vscode.l10n.t('Fetch a picture from the internet and save it beside the draft?')
      : vscode.l10n.t('Fetch {0} pictures from the internet and save them beside the draft?', count);
  const from = [...hosts].map(([host, some]) => (some === 1 ? host : `${host} (${some})`));
  const detail = vscode.l10n.t('Whoever runs these servers sees that you do:\n{0}', from.join('\n'));
  const answer = await showWarning(question, { modal: true, detail }, fetch);
  if (answer !== fetch) throw new Cancelled();
}

interface Work {
  readonly uri: vscode.Uri;
  readonly urls: readonly string[];
  readonly hosts: ReadonlySet<string>;
  readonly signal: AbortSignal;
}

interface Outcome {
  readonly saved: readonly SavedImage[];
  readonly failed: readonly FailedImage[];
}

/** One after another: a server must not take it for an attack. What is saved when the user cancels is used. */
async function saveAll({ mail, module }: MailHalf, { uri, urls, hosts, signal }: Work): Promise<Outcome> {
  const saved: SavedImage[] = [];
  const failed: FailedImage[] = [];
  for (const url of urls) {
    try {
      const { bytes, ending } = await mail.downloadPicture(url, hosts, signal);
      const name = `${module.pictureFileStem(url)}.${ending}`;
      const file = await newFile(vscode.Uri.joinPath(uri, '..'), name, bytes);
      saved.push({ url, uri: file.toString() });
    } catch (error) {
      if (error instanceof Cancelled && saved.length > 0) break;
      if (!(error instanceof Failure)) throw error;
      failed.push({ url, code: error.code, message: describe(error) });
    }
  }
  return { saved, failed };
}

/** Of the text as it is now: the user may have gone on typing. */
function changesOf({ module }: MailHalf, text: string, saved: Outcome['saved']): readonly TextChange[] {
  const { body } = module.parseDraft(text);
  const start = text.length - body.length;
  const targets = new Map(saved.map(({ url, uri }) => [url, uri.slice(uri.lastIndexOf('/') + 1)]));
  return module.retargeted(body, targets).map((change) => ({ ...change, offset: change.offset + start }));
}

/** An address that a link needs too stays in the text, and so does its picture on the internet. */
async function whatIsLeft(
  { module }: MailHalf,
  uri: vscode.Uri,
  { saved, failed }: Outcome,
): Promise<Outcome> {
  const left = new Set(module.remoteImages(module.parseDraft(await readDraft(uri)).body));
  const message = vscode.l10n.t('The picture was saved, but its address in the text could not be replaced.');
  return {
    saved: saved.filter(({ url }) => !left.has(url)),
    failed: [
      ...failed,
      ...saved
        .filter(({ url }) => left.has(url))
        .map(({ url }) => ({ url, code: 'picture-address-kept', message })),
    ],
  };
}

function show({ saved, failed }: Outcome): void {
  const [first] = failed;
  if (first) {
    void showWarning(
      vscode.l10n.t('Pictures saved: {0}. Not saved: {1}. {2}', saved.length, failed.length, first.message),
    );
  } else {
    vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Pictures saved: {0}', saved.length), 5000);
  }
}
