/** The part of oidc-provider 9 that the identity provider uses; the package brings no types. */
declare module 'oidc-provider' {
  import { type EventEmitter } from 'node:events';
  import { type IncomingMessage, type ServerResponse } from 'node:http';

  export interface Context {
    readonly req: IncomingMessage;
    readonly res: ServerResponse;
    method: string;
    path: string;
    query: Record<string, string | string[] | undefined>;
    status: number;
    type: string;
    body: unknown;
    set(name: string, value: string): void;
    redirect(url: string): void;
  }

  export interface IssuedToken {
    /** The token itself: opaque tokens are their own ids. */
    readonly jti: string;
    readonly accountId: string;
    readonly clientId?: string;
    readonly grantId?: string;
    readonly scope?: string;
    /** Its life in seconds. */
    readonly expiration: number;
  }

  export interface InteractionDetails {
    readonly uid: string;
    readonly params: Record<string, string | undefined>;
  }

  export interface Grant {
    addOIDCScope(scope: string): void;
    save(): Promise<string>;
  }

  export default class Provider extends EventEmitter {
    constructor(issuer: string, configuration: object);
    readonly Grant: new (properties: { accountId: string; clientId: string }) => Grant;
    readonly RefreshToken: { revokeByGrantId(grantId: string): Promise<void> };
    readonly AccessToken: { revokeByGrantId(grantId: string): Promise<void> };
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
    use(middleware: (context: Context, next: () => Promise<void>) => Promise<void>): void;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<InteractionDetails>;
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>;
  }
}
