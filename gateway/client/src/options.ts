import type { Clock } from './clock.js';
import type { WebSocketLike } from './link.js';
import type { CommandStore } from './outbox.js';

/** Why a token is asked for: for a first or later connection, for a running one, or because the last one was refused. */
export type TokenReason = 'connect' | 'renew' | 'refused';

export interface Options {
  /** `wss://…/v1/realtime` */
  url: string;
  /** Gives a token; null ends the client, for example because the person has logged out. */
  token(reason: TokenReason): Promise<string | null>;
  /** Makes a socket; the platform's `WebSocket` unless given. A service may set headers here. */
  socket?: (url: string, protocols: string[]) => WebSocketLike;
  /** Keeps unsent commands over a restart; without it they live as long as the client. */
  store?: CommandStore;
  /** Whether the list of conversations is kept; true unless given. */
  list?: boolean;
  /** Channels beside the list. */
  channels?: ('inbox' | 'notifications')[];
  /** Tests only, or a slow network. */
  tuning?: Partial<Tuning>;
  clock?: Clock;
  random?: () => number;
}

/** All in milliseconds or pieces. */
export interface Tuning {
  backoffFirstMs: number;
  backoffMostMs: number;
  /** A connection that lived as long was a good one: the next delay is short again. */
  steadyMs: number;
  openWithinMs: number;
  /** Longer than the 10 s after which the server itself says `no-answer`. */
  answerWithinMs: number;
  pongWithinMs: number;
  renewBeforeMs: number;
  /** Durable commands that wait; beyond, a new one fails with `queue-full`. */
  mostCommands: number;
  /** Durable commands that are unanswered at a time. */
  window: number;
  /** Frames of all kinds that are unanswered at a time. */
  mostUnanswered: number;
  /** Messages held of one conversation; beyond, the oldest are let go. */
  mostMessages: number;
  /** Messages fetched at a time. */
  pageSize: number;
}

export const defaults: Tuning = {
  backoffFirstMs: 1_000,
  backoffMostMs: 30_000,
  steadyMs: 10_000,
  openWithinMs: 10_000,
  answerWithinMs: 15_000,
  pongWithinMs: 10_000,
  renewBeforeMs: 60_000,
  mostCommands: 1_000,
  window: 8,
  mostUnanswered: 256,
  mostMessages: 1_000,
  pageSize: 50,
};

export function platformSocket(url: string, protocols: string[]): WebSocketLike {
  if (typeof WebSocket === 'undefined') {
    throw new Error('this platform has no WebSocket: give `socket`, for example (url, protocols) => new ws.WebSocket(url, protocols)');
  }
  return new WebSocket(url, protocols);
}
