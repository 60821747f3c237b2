import { type Log } from '../log.js';
import { type OpenUpload, type OpenUploads } from './uploadFiles.js';

/** The part of VS Code's SecretStorage that open uploads need. */
export interface SecretStore {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

/**
 * Open uploads among the secrets: the URL of an upload session holds a token, so it lies beside the sign-in and in no
 * file. Where the secrets cannot be had an upload begins anew after a restart; it never fails for that.
 */
export function secretUploads(secrets: SecretStore, environment: string, log: Log): OpenUploads {
  const keyOf = (draftId: string) => `markdownMail.upload.${environment}.${draftId}`;
  const orWarn = async <T>(work: () => PromiseLike<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      log.warn(`outbox: an open upload cannot be kept: ${error instanceof Error ? error.name : 'unknown'}`);
      return undefined;
    }
  };
  return {
    get: async (draftId) => openUploadOf(await orWarn(() => secrets.get(keyOf(draftId)))),
    set: async (draftId, upload) =>
      orWarn(() =>
        upload === undefined
          ? secrets.delete(keyOf(draftId))
          : secrets.store(keyOf(draftId), JSON.stringify(upload)),
      ),
  };
}

function openUploadOf(text: string | undefined): OpenUpload | undefined {
  try {
    const value = JSON.parse(text ?? '') as Partial<Record<keyof OpenUpload, unknown>> | null;
    const { key, messageId, session } = value ?? {};
    const whole = [key, messageId, session].every((part) => typeof part === 'string');
    return whole ? (value as OpenUpload) : undefined;
  } catch {
    // Written by another version, or by hand: the upload begins anew.
    return undefined;
  }
}
