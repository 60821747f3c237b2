// The script of the preview page: puts what the panel sends in place, changing only what differs.
import { startControls } from './controls.js';
import { fit, mailDocument, openFrame, showChange, showWhole, takePictures } from './frame.js';
import { byId, view, vscode, words } from './page.js';
import { follow, holding, restorePlace, startScrolling, takeBlocks } from './scroll.js';
import { changeSource, showSource } from './source.js';

let revision = 0;
/** The pieces that are shown. */
let pieces;
let telling;

const sayReady = () => {
  revision = 0;
  vscode.postMessage({ type: 'ready', view });
};

const setPart = (id, html) => {
  const part = byId(id);
  if (part.dataset.html === html) return;
  const open = [...part.querySelectorAll('details[open]')].map(({ dataset }) => dataset.list);
  part.dataset.html = html;
  part.innerHTML = html;
  for (const details of part.querySelectorAll('details'))
    if (open.includes(details.dataset.list)) details.open = true;
};

/** Once the writer pauses: a screen reader that spoke at each keystroke could not be used. */
const announce = (text, delay) => {
  clearTimeout(telling);
  byId('announcer').textContent = '';
  telling = setTimeout(() => (byId('announcer').textContent = text), delay);
};

const showPieces = (mail) => {
  if (mail.kind === 'whole') {
    pieces = mail.pieces;
    if (mail.tab === 'source') showSource(pieces);
    else showWhole(pieces);
    return;
  }
  const { from, removed, inserted } = mail.change;
  const count = pieces.children.length;
  pieces.children.splice(from, removed, ...inserted);
  if (mail.tab === 'source') changeSource(mail.change);
  else if (!showChange(mail.change, count)) showWhole(pieces);
};

const showContent = (message) => {
  if (message.revision !== revision + 1) return sayReady();
  const first = revision === 0;
  revision = message.revision;
  takeBlocks(message.blocks);
  takePictures(message.pictures);
  holding(() => {
    for (const id of ['head', 'problems', 'notice', 'size']) setPart(id, message[id]);
    byId('truth').textContent = message.truth;
    mailDocument().documentElement.classList.toggle('dark', message.view.dark);
    byId('paper').classList.toggle('dark', message.view.dark && message.view.tab === 'html');
    if (message.mail.kind === 'text') byId('text').textContent = message.mail.text;
    else showPieces(message.mail);
    fit();
  });
  if (first) restorePlace();
  else announce(words.updated, 1500);
};

const showFailure = (text) => {
  const notice = byId('notice');
  delete notice.dataset.html;
  notice.textContent = text;
};

addEventListener('message', ({ data: message }) => {
  if (message.type === 'content') showContent(message);
  else if (message.type === 'follow') follow(message.line);
  else if (message.type === 'failed') showFailure(message.message);
  else if (message.type === 'copied') announce(words.copied, 50);
  else if (message.type === 'wake' && revision > 0) sayReady();
});
addEventListener('resize', fit);

startControls();
openFrame(() => {
  startScrolling();
  sayReady();
});
