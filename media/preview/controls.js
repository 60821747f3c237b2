// Tabs and switches. The tabs follow the pattern of the ARIA practices: arrow keys, Home and End, one Tab stop.
import { fit } from './frame.js';
import { byId, keep, view, vscode } from './page.js';

const tabs = [...document.querySelectorAll('[role="tab"]')];
const switches = [...document.querySelectorAll('[data-switch]')];

const draw = () => {
  for (const tab of tabs) {
    const chosen = tab.dataset.tab === view.tab;
    tab.setAttribute('aria-selected', String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    byId(tab.getAttribute('aria-controls')).hidden = !chosen;
  }
  for (const button of switches) button.setAttribute('aria-pressed', String(view[button.dataset.switch]));
  byId('switches').hidden = view.tab !== 'html';
  document.querySelector('[data-action="copy"]').hidden = view.tab === 'html';
  byId('paper').classList.toggle('phone', view.phone && view.tab === 'html');
  fit();
};

const change = (next) => {
  Object.assign(view, next);
  keep({ view });
  draw();
  vscode.postMessage({ type: 'view', view });
};

const choose = (tab) => {
  tab.focus();
  if (tab.dataset.tab !== view.tab) change({ tab: tab.dataset.tab });
};

const onKey = (event) => {
  const at = tabs.indexOf(event.target);
  const steps = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 };
  const to = steps[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  choose(tabs[(to + tabs.length) % tabs.length]);
};

const onClick = (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  const { tab, switch: name, line, action, attachment } = button.dataset;
  if (tab) choose(button);
  else if (name) change({ [name]: !view[name] });
  else if (line) vscode.postMessage({ type: 'line', line: Number(line) });
  else if (attachment) vscode.postMessage({ type: 'attachment', index: Number(attachment) });
  else if (action) vscode.postMessage({ type: action });
};

export const startControls = () => {
  document.addEventListener('click', onClick);
  document.querySelector('[role="tablist"]').addEventListener('keydown', onKey);
  draw();
};
