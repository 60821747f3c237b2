import { escape } from './htmlText.js';
import { icon } from './icons.js';
import { type PreviewLabels } from './previewWords.js';

const tabs = ['html', 'text', 'source'] as const;
const switches = ['dark', 'phone', 'outlook'] as const;

/** The page's own controls. Its script marks what is chosen: the choice is kept by the page. */
export function toolbar(labels: PreviewLabels): string {
  return (
    `<div id="toolbar"><div role="tablist" aria-label="${escape(labels.tabs)}">${tabs.map((tab) => tabButton(tab, labels)).join('')}</div>` +
    `<div id="switches" role="group" aria-label="${escape(labels.switches)}">${switches.map((name) => switchButton(name, labels)).join('')}</div>` +
    `<div id="actions">${actionButton('copy', labels)}${actionButton('print', labels)}</div></div>`
  );
}

function tabButton(tab: (typeof tabs)[number], labels: PreviewLabels): string {
  return (
    `<button type="button" role="tab" id="tab-${tab}" data-tab="${tab}" aria-controls="panel-${tab}" ` +
    `aria-selected="false" tabindex="-1">${escape(labels[tab])}</button>`
  );
}

function switchButton(name: (typeof switches)[number], labels: PreviewLabels): string {
  return (
    `<button type="button" data-switch="${name}" aria-pressed="false" title="${escape(labels[`${name}Meaning`])}">` +
    `${icon(name)}<span>${escape(labels[name])}</span></button>`
  );
}

function actionButton(name: 'copy' | 'print', labels: PreviewLabels): string {
  return `<button type="button" data-action="${name}">${icon(name)}<span>${escape(labels[name])}</span></button>`;
}
