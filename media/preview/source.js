// The exact bytes as text. Tags are coloured; what is copied is what is sent.
import { byId } from './page.js';

const source = byId('source');

/** The elements that stand for the pieces, between those of the mail's start and end. */
export const sourcePieces = () => [...source.children].slice(1, -1);

const piece = (html) => {
  const element = document.createElement('span');
  for (const part of html.split(/(<[^>]*>)/)) {
    if (part.startsWith('<')) {
      const tag = document.createElement('span');
      tag.className = 'tag';
      tag.textContent = part;
      element.append(tag);
    } else if (part !== '') element.append(part);
  }
  return element;
};

export const showSource = ({ start, children, end }) =>
  source.replaceChildren(piece(start), ...children.map(piece), piece(end));

export const changeSource = ({ from, removed, inserted }) => {
  const pieces = sourcePieces();
  const next = pieces[from + removed] ?? source.lastElementChild;
  pieces.slice(from, from + removed).forEach((element) => element.remove());
  inserted.forEach((html) => source.insertBefore(piece(html), next));
};
