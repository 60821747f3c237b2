// What the modules of the preview page share: VS Code, and the state that outlives the page.
export const vscode = acquireVsCodeApi();

const data = JSON.parse(document.getElementById('data').textContent);

export const words = data.words;

export const byId = (id) => document.getElementById(id);

/** The part of the state that VS Code keeps for this panel. */
export const kept = () => vscode.getState() ?? {};

export const keep = (change) => vscode.setState({ ...kept(), ...data.state, ...change });

/** What is shown and how; the panel is told of each change. */
export const view = { tab: 'html', dark: false, phone: false, outlook: false, ...kept().view };

keep({});
