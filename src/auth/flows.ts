import { type SignInMethod } from './authenticator.js';

export interface FlowQuery {
  /** The setting `markdownMail.signInMethod`. */
  readonly setting: 'auto' | SignInMethod;
  /** `vscode.env.remoteName` is set: the window is connected to SSH, WSL, a container or a codespace. */
  readonly remote: boolean;
  /** The extension's own host: `workspace` on the remote side, `ui` beside the person. */
  readonly extensionKind: 'ui' | 'workspace';
  /** `vscode.env.uiKind` is `Web`: VS Code itself runs in a browser. */
  readonly web: boolean;
  /** Node is there: `false` in a web worker (vscode.dev). */
  readonly node: boolean;
  /** The cloud is Microsoft's worldwide one; VS Code's account reaches no other. */
  readonly microsoft: boolean;
}

interface Flow {
  readonly id: SignInMethod;
  /** The redirect goes to `localhost`, as the browser understands it. */
  readonly needsSharedMachine: boolean;
  readonly needsNode: boolean;
  readonly needsMicrosoft: boolean;
}

/** In order of preference. Device code is last: many organizations forbid it, for it is used in phishing. */
const flows: readonly Flow[] = [
  { id: 'browser', needsSharedMachine: true, needsNode: true, needsMicrosoft: false },
  { id: 'deviceCode', needsSharedMachine: false, needsNode: true, needsMicrosoft: false },
  { id: 'vscode', needsSharedMachine: false, needsNode: false, needsMicrosoft: true },
];

/**
 * The flows to try, the first one first and the others to be offered when it fails. What the person chose in the
 * settings always comes first, even where it is unlikely to work: they may forward a port. Empty: none can work.
 */
export function chooseFlows(query: FlowQuery): readonly SignInMethod[] {
  const possible = flows.filter((flow) => canWork(flow, query)).map(({ id }) => id);
  const { setting } = query;
  return setting === 'auto' ? possible : [setting, ...possible.filter((flow) => flow !== setting)];
}

function canWork(flow: Flow, query: FlowQuery): boolean {
  // A browser tab and a remote extension host each have a localhost of their own.
  const sharedMachine = !query.web && !(query.remote && query.extensionKind === 'workspace');
  return (
    (sharedMachine || !flow.needsSharedMachine) &&
    (query.node || !flow.needsNode) &&
    (query.microsoft || !flow.needsMicrosoft)
  );
}
