import { type Block } from '../../render/mailHtml.js';
import { type InlineImage } from '../../render/rendered.js';
import { darkened } from './darkened.js';
import { headHtml } from './headHtml.js';
import { escape } from './htmlText.js';
import { hasRemotePictures } from './mailFrame.js';
import { type Change, changeOf, type Pieces, piecesOf } from './pieces.js';
import { type PreviewContent } from './previewContent.js';
import { type PreviewTab, type PreviewView } from './previewView.js';
import { type PreviewLabels } from './previewWords.js';
import { problemsHtml } from './problemsHtml.js';
import { sizeMeter } from './sizeMeter.js';

/** From the panel to the page. `head`, `problems`, `notice` and `size` are HTML of the panel, `mail` is the mail's. */
export interface ContentMessage {
  readonly type: 'content';
  /** Counted up by one from a message to the next, so that the page notices a lost one and says `ready` again. */
  readonly revision: number;
  readonly view: PreviewView;
  readonly head: string;
  readonly problems: string;
  readonly notice: string;
  readonly size: string;
  /** What is to be known about what is shown, as text. */
  readonly truth: string;
  /** Absent: as before. */
  readonly blocks?: readonly Block[];
  /** All pictures of the mail; `bytes` of those that the page does not have yet. */
  readonly pictures: readonly {
    readonly id: string;
    readonly contentType: string;
    readonly bytes?: Uint8Array;
  }[];
  readonly mail: MailMessage;
}

/** `html` is shown as a mail and `source` as text; both come in pieces. `change` tells how they get from the last. */
export type MailMessage =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'whole'; readonly tab: PreviewTab; readonly pieces: Pieces }
  | { readonly kind: 'change'; readonly tab: PreviewTab; readonly change: Change };

export interface FeedInput {
  readonly content: PreviewContent;
  /** The HTML as it is to be seen: the sent one, or the view of a mail program on it. */
  readonly shown: string;
  readonly view: PreviewView;
  readonly labels: PreviewLabels;
  readonly remotePictures: boolean;
}

/**
 * Knows what one page has, and says what it needs to show the next state of the mail: after a keystroke a few hundred
 * bytes, whatever the size of the mail and its pictures.
 */
export class PageFeed {
  private revision = 0;
  private pieces: Pieces | undefined;
  private shape = '';
  private blocks: readonly Block[] | undefined;
  private pictures = new Set<string>();
  private readonly dark = new DarkPieces();

  /** The page is new and has nothing. */
  restart(): void {
    this.revision = 0;
    this.pieces = undefined;
    this.blocks = undefined;
    this.pictures.clear();
  }

  next(input: FeedInput): ContentMessage {
    const { content, view, labels } = input;
    const blocks = sameBlocks(this.blocks, content.blocks) ? {} : { blocks: content.blocks };
    this.blocks = content.blocks;
    const hidden = hasRemotePictures(content.html) && !input.remotePictures;
    return {
      type: 'content',
      revision: ++this.revision,
      view,
      head: headHtml(content, labels),
      problems: problemsHtml(content.problems, labels),
      notice: hidden ? noticeHtml(labels) : '',
      size: sizeMeter(content.html, labels),
      truth: truthOf(view, labels),
      ...blocks,
      pictures: this.newPictures(content.images),
      mail: this.mail(input),
    };
  }

  private mail({ content, shown, view }: FeedInput): MailMessage {
    const { tab } = view;
    if (tab === 'text') {
      this.pieces = undefined;
      return { kind: 'text', text: content.text };
    }
    const pieces = tab === 'source' ? piecesOf(content.html) : this.seen(piecesOf(shown), view);
    const before = this.pieces;
    this.pieces = pieces;
    const shape = `${tab} ${String(view.dark)} ${String(view.outlook)} ${pieces.start} ${pieces.end}`;
    const same = shape === this.shape;
    this.shape = shape;
    if (!before || !same) return { kind: 'whole', tab, pieces };
    return { kind: 'change', tab, change: changeOf(before.children, pieces.children) };
  }

  private seen(pieces: Pieces, { dark }: PreviewView): Pieces {
    return dark ? this.dark.of(pieces) : pieces;
  }

  private newPictures(images: readonly InlineImage[]): ContentMessage['pictures'] {
    const had = this.pictures;
    this.pictures = new Set(images.map(pictureKey));
    return images.map((image) => ({
      id: image.contentId,
      contentType: image.contentType,
      // A plain copy: a view would take all of its buffer along, and VS Code posts a Node Buffer as an object.
      ...(had.has(pictureKey(image)) ? {} : { bytes: new Uint8Array(image.bytes) }),
    }));
  }
}

/** Content ids hold a hash of the picture; the length is for those that do not. */
function pictureKey({ contentId, contentType, bytes }: InlineImage): string {
  return `${contentId} ${contentType} ${bytes.byteLength}`;
}

/** Remembers the pieces of one mail darkened, so that a keystroke darkens one. */
class DarkPieces {
  private known = new Map<string, string>();

  of({ start, children, end }: Pieces): Pieces {
    const next = new Map<string, string>();
    const dark = (piece: string): string => {
      const result = this.known.get(piece) ?? darkened(piece);
      next.set(piece, result);
      return result;
    };
    const pieces = { start: dark(start), children: children.map(dark), end };
    this.known = next;
    return pieces;
  }
}

function sameBlocks(before: readonly Block[] | undefined, after: readonly Block[]): boolean {
  return (
    before?.length === after.length &&
    after.every(({ line, index }, at) => before[at]?.line === line && before[at].index === index)
  );
}

/** Whatever is not the mail as it is says so. */
function truthOf(view: PreviewView, labels: PreviewLabels): string {
  if (view.tab === 'text') return labels.approximateText;
  if (view.tab === 'source') return labels.exactSource;
  if (view.dark && view.outlook) return labels.approximateBoth;
  if (view.dark) return labels.approximateDark;
  return view.outlook ? labels.approximateOutlook : '';
}

function noticeHtml(labels: PreviewLabels): string {
  return `<p>${escape(labels.remoteHidden)}</p><button type="button" data-action="showRemote">${escape(labels.showRemote)}</button>`;
}
