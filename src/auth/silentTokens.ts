import { randomUUID } from 'node:crypto';
import { type Clock } from '../clock.js';
import { type Failure, throwIfCancelled } from '../failure.js';
import { type Log } from '../log.js';
import { isDeadToken, signInFailure, notSignedIn, signInLogLine, SignInUnreachable } from './authErrors.js';
import { type TokenRequest } from './authenticator.js';
import { unlessCancelled } from './interruption.js';
import { busyUntil } from './networkFailures.js';
import { type SecretCache } from './secretCache.js';
import { Sequencer } from './sequencer.js';
import { type TokenAnswer, type TokenClient } from './tokenClient.js';

export interface SilentTokensOptions {
  /** A client that reads the given account only, and sends nothing while `blocked` gives a reason. */
  readonly open: (accountId: string, blocked: () => Failure | undefined) => Promise<TokenClient>;
  readonly cache: SecretCache;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Access tokens without showing anything. Per account one call at a time goes to MSAL: a server may revoke everything
 * when a rotated refresh token is sent twice (RFC 9700 §4.14.2). Equal requests share one call.
 */
export class SilentTokens {
  private readonly running = new Map<string, Promise<string>>();
  private readonly queues = new Map<string, Sequencer>();
  /** Milliseconds since 1970 before which the service wants no request, by account. */
  private readonly busy = new Map<string, number>();

  constructor(private readonly options: SilentTokensOptions) {}

  async token(accountId: string, request: TokenRequest, signal?: AbortSignal): Promise<string> {
    throwIfCancelled(signal);
    const { scopes, claims, renew } = request;
    const key = JSON.stringify([accountId, [...scopes].sort(), claims, renew ?? false]);
    const call = this.running.get(key) ?? this.start(key, accountId, request);
    return unlessCancelled(call, signal);
  }

  /** Runs `task` when no call for the account is on its way, and keeps others waiting. */
  exclusive<T>(accountId: string, task: () => Promise<T>): Promise<T> {
    const queue = this.queues.get(accountId) ?? new Sequencer();
    this.queues.set(accountId, queue);
    return queue.run(task);
  }

  private start(key: string, accountId: string, request: TokenRequest): Promise<string> {
    const call = this.exclusive(accountId, () => this.acquire(accountId, request)).finally(() =>
      this.running.delete(key),
    );
    this.running.set(key, call);
    return call;
  }

  private async acquire(accountId: string, request: TokenRequest): Promise<string> {
    const first = await this.attempt(accountId, request);
    if (typeof first === 'string') return first;
    const { error, refreshTokens } = first;
    const { cache } = this.options;
    if (!isDeadToken(error) || (await cache.dropRefreshTokens(accountId, refreshTokens)))
      throw this.failure(accountId, error);
    // Another window signed in or renewed meanwhile: its token may be good.
    const second = await this.attempt(accountId, request);
    if (typeof second === 'string') return second;
    throw this.failure(accountId, second.error);
  }

  private async attempt(
    accountId: string,
    { scopes, claims, renew }: TokenRequest,
  ): Promise<string | { error: unknown; refreshTokens: string }> {
    const client = await this.options.open(accountId, () => this.stillBusy(accountId));
    const request = {
      scopes: [...scopes],
      correlationId: randomUUID(),
      forceRefresh: renew ?? false,
      ...(claims === undefined ? {} : { claims }),
    };
    let answer: TokenAnswer | undefined;
    try {
      answer = await client.silent(accountId, request);
    } catch (error) {
      return { error, refreshTokens: client.refreshTokens(accountId) };
    }
    if (!answer) throw notSignedIn();
    return answer.accessToken;
  }

  private failure(accountId: string, error: unknown): unknown {
    const failure = signInFailure(error, 'silent');
    this.options.log.warn(`sign-in: no token: ${signInLogLine(error)}`);
    if (failure instanceof SignInUnreachable && failure.retryAt !== undefined)
      this.busy.set(accountId, failure.retryAt);
    return failure ?? error;
  }

  /** MSAL's own memory of `Retry-After` goes with its client. */
  private stillBusy(accountId: string): Failure | undefined {
    const now = this.options.clock.now();
    const retryAt = this.busy.get(accountId) ?? 0;
    return retryAt > now ? busyUntil(retryAt, now) : undefined;
  }
}
