import type { Absence } from './backoff.js';
import type { Clock } from './clock.js';
import { verdict } from './closing.js';
import { Failure } from './failure.js';
import type { Connected, Push, Resume } from './frames.js';
import { type Ending, Link } from './link.js';
import { type Options, platformSocket, type TokenReason, type Tuning } from './options.js';

export type State =
  | { name: 'idle' | 'connecting' | 'connected' }
  /** Between two tries. */
  | { name: 'waiting'; forMs: number }
  /** For good: by the app, or because another try would end the same way. */
  | { name: 'stopped'; failure?: Failure };

export interface ConnectorHooks {
  /** Where things stand, for the next `connect`. */
  resume(): { resume?: Resume };
  /** A failure ends the client. */
  connected(link: Link, connected: Connected): Failure | undefined;
  disconnected(): void;
  /** The next connection is to start from nothing. */
  forget(): void;
  push(link: Link, push: Push): void;
  state(state: State): void;
  problem(error: unknown): void;
}

interface Outcome {
  stop?: Failure;
  atLeastMs?: number;
}

const RENEW_AGAIN_MS = 10_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Keeps one connection up, with a token that holds.
 *
 * <pre> idle ──▶ connecting ──▶ connected ──▶ waiting ──▶ connecting …;  from everywhere ──▶ stopped </pre>
 */
export class Connector {
  #state: State = { name: 'idle' };
  /** Counts starts: a run that was stopped while it waited for something ends when it notices. */
  #run = 0;
  #link: Link | undefined;
  #reason: TokenReason = 'connect';
  #wake: () => void = () => {};
  #cancelRenewal: () => void = () => {};
  #renewing: Link | undefined;

  constructor(
    private readonly options: Options,
    private readonly tuning: Tuning,
    private readonly clock: Clock,
    private readonly absence: Absence,
    private readonly hooks: ConnectorHooks,
  ) {}

  get state(): State {
    return this.#state;
  }

  /** Begins once that is done, which must not fail. */
  start(ready: Promise<void>): void {
    if (this.#state.name === 'idle' || this.#state.name === 'stopped') {
      this.#enter({ name: 'connecting' });
      void this.#keepUp(++this.#run, ready);
    }
  }

  stop(failure?: Failure): void {
    if (this.#state.name !== 'idle' && this.#state.name !== 'stopped') {
      this.#run++;
      this.#enter({ name: 'stopped', ...(failure ? { failure } : {}) });
      this.#link?.end('stopped');
      this.#wake();
    }
  }

  retryNow(): void {
    this.#wake();
  }

  async #keepUp(run: number, ready: Promise<void>): Promise<void> {
    await ready;
    while (run === this.#run) {
      this.#enter({ name: 'connecting' });
      const { stop, atLeastMs } = await this.#once(run);
      if (run === this.#run && stop) {
        this.stop(stop);
      } else if (run === this.#run) {
        await this.#wait(Math.max(atLeastMs ?? 0, this.absence.next()));
      }
    }
  }

  /** One connection from its token to its end. */
  async #once(run: number): Promise<Outcome> {
    let link: Link | undefined;
    try {
      const token = await this.options.token(this.#reason);
      if (token === null || run !== this.#run) {
        return { stop: noToken() };
      }
      link = this.#dial();
      this.#link = link;
      await link.opened;
      const connected = (await link.request('connect', { token, ...this.hooks.resume() })) as Connected;
      return await this.#live(link, connected);
    } catch (error) {
      return await this.#onRefused(link, error);
    }
  }

  #dial(): Link {
    const socket = (this.options.socket ?? platformSocket)(this.options.url, ['eventful.v1']);
    const link: Link = new Link(socket, this.clock, this.tuning, {
      push: (push) => (push.push === 'auth.expiring' ? void this.#renew(link) : this.hooks.push(link, push)),
      problem: (failure) => this.hooks.problem(failure),
    });
    return link;
  }

  async #live(link: Link, connected: Connected): Promise<Outcome> {
    const since = this.clock.now();
    try {
      this.#reason = 'connect';
      link.watch(connected.ping_ms);
      this.#renewLater(link, connected);
      this.#enter({ name: 'connected' });
      const stop = this.hooks.connected(link, connected);
      if (stop) {
        link.end('stopped');
        return { stop };
      }
      return this.#onEnding(await link.closed);
    } finally {
      this.#cancelRenewal();
      this.hooks.disconnected();
      if (this.clock.now() - since >= this.tuning.steadyMs) {
        this.absence.reset();
      }
    }
  }

  #onEnding(ending: Ending): Outcome {
    const what = verdict(ending.code);
    if (what === 'afresh') {
      this.hooks.forget();
    }
    if (ending.code === 4301 || ending.code === 4401) {
      this.#reason = 'refused';
    }
    return what === 'stop' ? { stop: Failure.own('closed', `${ending.code} ${ending.reason}`) } : {};
  }

  async #onRefused(link: Link | undefined, error: unknown): Promise<Outcome> {
    if (link && error instanceof Failure && error.code === 'disconnected') {
      return this.#onEnding(await link.closed);
    }
    link?.end('refused');
    this.hooks.problem(error);
    if (!(error instanceof Failure)) {
      return {};
    }
    if (error.code === 'unauthenticated') {
      this.#reason = 'refused';
      return {};
    }
    const again = error.retryable || error.code === 'internal';
    return again ? { atLeastMs: error.retryAfterMs ?? 0 } : { stop: error };
  }

  async #wait(ms: number): Promise<void> {
    this.#enter({ name: 'waiting', forMs: ms });
    await new Promise<void>((resolve) => {
      const cancel = this.clock.after(ms, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
    this.#wake = () => {};
  }

  #enter(state: State): void {
    if (state.name !== this.#state.name) {
      this.#state = state;
      this.hooks.state(state);
    }
  }

  #renewLater(link: Link, connected: Connected): void {
    const lives = Date.parse(connected.expires_at) - Date.parse(connected.server_time);
    const ms = Math.max(lives - this.tuning.renewBeforeMs, lives / 2, 0);
    this.#renewIn(link, Math.min(ms, LONGEST_TIMER_MS));
  }

  #renewIn(link: Link, ms: number): void {
    this.#cancelRenewal();
    this.#cancelRenewal = this.clock.after(ms, () => void this.#renew(link));
  }

  async #renew(link: Link): Promise<void> {
    if (this.#link !== link || this.#renewing === link) {
      return;
    }
    this.#renewing = link;
    this.#cancelRenewal();
    try {
      const token = await this.options.token('renew');
      if (this.#link === link && this.#state.name === 'connected') {
        if (token === null) {
          this.stop(noToken());
        } else {
          this.#renewLater(link, (await link.request('connect', { token })) as Connected);
        }
      }
    } catch (error) {
      this.#onNotRenewed(link, error);
    } finally {
      this.#renewing = undefined;
    }
  }

  #onNotRenewed(link: Link, error: unknown): void {
    if (this.#link !== link || this.#state.name !== 'connected') {
      return;
    }
    this.hooks.problem(error);
    if (error instanceof Failure && !error.retryable) {
      link.end('not renewed'); // a new connection, with a new token, is the way to another team
    } else {
      this.#renewIn(link, RENEW_AGAIN_MS);
    }
  }
}

function noToken(): Failure {
  return Failure.own('unauthenticated', 'the app gave no token');
}
