import { attachmentProperties, parseAttachment } from './answers.js';
import { AttachmentUpload } from './attachmentUpload.js';
import { type GraphClient } from './client.js';
import { changedMeanwhile, presentOrAbsent } from './errors.js';
import {
  type AttachmentFacts,
  type AttachmentSource,
  type AttachmentUploadOptions,
  type FileAttachment,
  isLiveDraft,
  type PlacedMessage,
} from './mailbox.js';
import { type GraphPath } from './requestPath.js';
import { checkFileSize, checkRequestSize } from './requestSize.js';

export interface AttachmentParts {
  readonly client: GraphClient;
  readonly scopes: readonly string[];
  /** Of the message with this id. */
  message(id: string): GraphPath;
  get(id: string, signal?: AbortSignal): Promise<PlacedMessage | undefined>;
}

/** The attachments of messages, as a `Mailbox` promises them. */
export class MailAttachments {
  constructor(private readonly parts: AttachmentParts) {}

  async list(id: string, signal?: AbortSignal): Promise<readonly AttachmentFacts[]> {
    const { client, scopes } = this.parts;
    const query = { $select: attachmentProperties };
    const request = { method: 'GET', path: this.path(id), query, success: [200], scopes } as const;
    return client.items(request, parseAttachment, signal);
  }

  async add(id: string, attachment: FileAttachment, signal?: AbortSignal): Promise<AttachmentFacts> {
    checkRequestSize(attachment, [attachment]);
    const { client, scopes } = this.parts;
    const request = { method: 'POST', path: this.path(id), body: attachment, scopes } as const;
    return (await client.request({ ...request, success: [201, 200] }, signal)).read(parseAttachment);
  }

  async upload(
    id: string,
    source: AttachmentSource,
    options: AttachmentUploadOptions = {},
  ): Promise<AttachmentFacts> {
    checkFileSize(source);
    const { client, scopes } = this.parts;
    const list = (signal?: AbortSignal) => this.list(id, signal);
    const path = [...this.path(id), 'createUploadSession'];
    return new AttachmentUpload({ client, path, scopes, list }, source, options).run();
  }

  async delete(id: string, attachmentId: string, signal?: AbortSignal): Promise<void> {
    const { client, scopes } = this.parts;
    const path = [...this.path(id), { id: attachmentId }];
    const carriedOut = async () => {
      const left = await this.parts.get(id, signal);
      if (left && !isLiveDraft(left)) throw changedMeanwhile();
      return !(await this.list(id, signal)).some((attachment) => attachment.id === attachmentId);
    };
    const request = { method: 'DELETE', path, success: [204, 200], scopes, carriedOut } as const;
    // What is gone is deleted.
    await presentOrAbsent(() => client.request(request, signal));
  }

  private path(id: string): GraphPath {
    return [...this.parts.message(id), 'attachments'];
  }
}
