// The mail in its frame. Its document runs no script: the frame is sandboxed. Pieces are the children of the mail's
// one element; only those that differ are made anew, so that nothing flickers and what is read stays where it is.
import { byId, vscode } from './page.js';

export const frame = byId('mail');
export const mailDocument = () => frame.contentDocument;
export const wrapper = () => mailDocument()?.body?.firstElementChild;

// ── Height: the page scrolls as a whole, so the frame is as high as its mail.
export const fit = () => {
  const root = mailDocument()?.documentElement;
  if (!root || frame.clientWidth === 0) return;
  const bar = root.scrollWidth > root.clientWidth ? 16 : 0;
  const height = `${Math.max(160, Math.ceil(mailDocument().body.getBoundingClientRect().height)) + bar}px`;
  if (frame.style.height !== height) frame.style.height = height;
};

// ── Pictures come once each, and are shown by an address that only this page knows.
const pictures = new Map();

export const takePictures = (list) => {
  for (const id of [...pictures.keys()].filter((known) => !list.some((one) => one.id === known))) forget(id);
  for (const { id, contentType, bytes } of list) {
    if (!bytes) continue;
    forget(id);
    pictures.set(id, URL.createObjectURL(new Blob([bytes], { type: contentType })));
  }
};

const forget = (id) => {
  if (pictures.has(id)) URL.revokeObjectURL(pictures.get(id));
  pictures.delete(id);
};

/** HTML as nodes of the frame's document, with the mail's own pictures in it. */
const parsed = (html) => {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  for (const image of body.querySelectorAll('img[src^="cid:"]')) {
    const address = pictures.get(image.getAttribute('src').slice(4));
    if (address) image.setAttribute('src', address);
    else image.removeAttribute('src');
  }
  return mailDocument().importNode(body, true);
};

export const showWhole = ({ start, children, end }) => {
  const fresh = parsed(start + children.join('') + end);
  const [was, is] = [wrapper(), fresh.firstElementChild];
  if (was && is && was.cloneNode(false).isEqualNode(is.cloneNode(false))) patchChildren(was, is);
  else mailDocument().body.replaceChildren(...fresh.childNodes);
};

/** Keeps the equal children at both ends, and puts the new ones between them. */
const patchChildren = (current, fresh) => {
  const before = [...current.childNodes];
  const after = [...fresh.childNodes];
  let start = 0;
  while (start < before.length && start < after.length && before[start].isEqualNode(after[start])) start++;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before[before.length - 1 - end].isEqualNode(after[after.length - 1 - end])) end++;
  const rest = before[before.length - end] ?? null;
  before.slice(start, before.length - end).forEach((node) => node.remove());
  after.slice(start, after.length - end).forEach((node) => current.insertBefore(node, rest));
};

/**
 * Replaces some pieces. @returns whether it could: where the browser reads the mail otherwise than it is cut, the whole
 * is shown anew.
 */
export const showChange = ({ from, removed, inserted }, count) => {
  const root = wrapper();
  const fresh = parsed(inserted.join(''));
  if (root?.children.length !== count || fresh.children.length !== inserted.length) return false;
  const range = mailDocument().createRange();
  if (from === 0) range.setStart(root, 0);
  else range.setStartAfter(root.children[from - 1]);
  if (removed === 0) range.collapse(true);
  else range.setEndAfter(root.children[from + removed - 1]);
  range.deleteContents();
  const nodes = mailDocument().createDocumentFragment();
  nodes.append(...fresh.childNodes);
  range.insertNode(nodes);
  return true;
};

// ── Links open outside; nothing navigates here.
const followLink = (event) => {
  const link = event.target.closest?.('a[href]');
  if (!link) return;
  event.preventDefault();
  if (event.button === 0 || event.button === 1)
    vscode.postMessage({ type: 'open', url: link.getAttribute('href') });
};

/** Calls `ready` when the frame can take a mail. */
export const openFrame = (ready) => {
  const begin = () => {
    const inside = mailDocument();
    new ResizeObserver(fit).observe(inside.body);
    inside.addEventListener('click', followLink);
    inside.addEventListener('auxclick', followLink);
    inside.addEventListener('load', fit, true);
    ready();
  };
  if (mailDocument()?.readyState === 'complete' && mailDocument().URL === 'about:srcdoc') begin();
  else frame.addEventListener('load', begin, { once: true });
};
