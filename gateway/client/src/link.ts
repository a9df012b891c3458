import type { Clock } from './clock.js';
import { Failure } from './failure.js';
import type { DurableOp, ErrorBody, PlainOp, Push } from './frames.js';

/** What is used of a WebSocket: a browser's, Node's own or that of `ws`. */
export interface WebSocketLike {
  /* eslint-disable @typescript-eslint/no-explicit-any -- each implementation has event types of its own */
  onopen: ((event: any) => void) | null;
  onmessage: ((event: any) => void) | null;
  onclose: ((event: any) => void) | null;
  onerror: ((event: any) => void) | null;
  /* eslint-enable */
  send(data: string): void;
  close(code?: number, reason?: string): void;
}

/** How a connection ended. 1006: without a close frame. */
export interface Ending {
  code: number;
  reason: string;
}

export interface LinkHandlers {
  push(push: Push): void;
  /** An error the server could not relate to a frame. */
  problem(failure: Failure): void;
}

export interface LinkLimits {
  /** The handshake must be over by then. */
  openWithinMs: number;
  /** An answer must have come by then. */
  answerWithinMs: number;
  /** Whether a ping is answered in time. */
  pongWithinMs: number;
  mostUnanswered: number;
}

interface Waiting {
  resolve(answer: object): void;
  reject(failure: Failure): void;
  cancel(): void;
}

/** One socket from its opening to its end: gives frames their ids, relates answers, notices silence. */
export class Link {
  readonly opened: Promise<void>;
  readonly closed: Promise<Ending>;
  readonly #waiting = new Map<string, Waiting>();
  #ids = 0;
  #open = false;
  #ended = false;
  #heardAt: number;
  #cancelWatch: () => void = () => {};
  #resolveOpened!: () => void;
  #rejectOpened!: (failure: Failure) => void;
  #resolveClosed!: (ending: Ending) => void;

  constructor(
    private readonly socket: WebSocketLike,
    private readonly clock: Clock,
    private readonly limits: LinkLimits,
    private readonly handlers: LinkHandlers,
  ) {
    this.#heardAt = clock.now();
    this.opened = new Promise((resolve, reject) => {
      this.#resolveOpened = resolve;
      this.#rejectOpened = reject;
    });
    this.opened.catch(() => {});
    this.closed = new Promise((resolve) => (this.#resolveClosed = resolve));
    socket.onopen = () => this.#onOpen();
    socket.onmessage = (event: { data: unknown }) => this.#onMessage(event.data);
    socket.onclose = (event: { code?: number; reason?: unknown }) =>
      this.#over({ code: event.code ?? 1006, reason: String(event.reason ?? '') });
    socket.onerror = () => {}; // a close event follows
    this.#cancelWatch = clock.after(limits.openWithinMs, () => this.end('not opened in time'));
  }

  /** Sends and waits for the answer. Fails with the server's error, `timeout`, or `disconnected`. */
  request(op: PlainOp | DurableOp, members: object): Promise<object> {
    if (!this.#open || this.#ended) {
      return Promise.reject(disconnected());
    }
    if (this.#waiting.size >= this.limits.mostUnanswered) {
      return Promise.reject(Failure.own('queue-full', `${this.#waiting.size} frames wait for an answer`, true));
    }
    const id = String(++this.#ids);
    return new Promise((resolve, reject) => {
      const cancel = this.clock.after(this.limits.answerWithinMs, () => {
        this.#waiting.delete(id);
        reject(Failure.own('timeout', `${op} was not answered within ${this.limits.answerWithinMs} ms`, true));
      });
      this.#waiting.set(id, { resolve, reject, cancel });
      this.#send({ id, op, ...members });
    });
  }

  /** Lives only as long as something is heard: after that long a ping, and if that changes nothing, the end. */
  watch(pingMs: number): void {
    this.#cancelWatch();
    const check = (): void => {
      const silentMs = this.clock.now() - this.#heardAt;
      if (silentMs >= pingMs + this.limits.pongWithinMs) {
        this.end('nothing was heard');
      } else if (silentMs >= pingMs) {
        this.#send({ op: 'ping' });
        this.#cancelWatch = this.clock.after(pingMs + this.limits.pongWithinMs - silentMs, check);
      } else {
        this.#cancelWatch = this.clock.after(pingMs - silentMs, check);
      }
    };
    this.#cancelWatch = this.clock.after(pingMs, check);
  }

  /** Ends it from this side. Does not wait for the other: it may be gone. */
  end(reason: string): void {
    if (!this.#ended) {
      try {
        this.socket.close(1000, reason);
      } catch {
        // it never opened
      }
      this.#over({ code: 1006, reason });
    }
  }

  #onOpen(): void {
    this.#open = true;
    this.#heardAt = this.clock.now();
    this.#cancelWatch();
    this.#resolveOpened();
  }

  #onMessage(data: unknown): void {
    if (this.#ended) {
      return;
    }
    this.#heardAt = this.clock.now();
    const frame = parse(data);
    if (frame === undefined) {
      this.end('not a frame');
    } else if ('push' in frame) {
      this.handlers.push(frame as Push);
    } else {
      this.#onAnswer(frame);
    }
  }

  #onAnswer(frame: { re?: string; error?: ErrorBody }): void {
    const waiting = frame.re === undefined ? undefined : this.#waiting.get(frame.re);
    if (waiting === undefined) {
      if (frame.re === undefined && frame.error) {
        this.handlers.problem(new Failure(frame.error));
      }
      return;
    }
    this.#waiting.delete(frame.re!);
    waiting.cancel();
    if (frame.error) {
      waiting.reject(new Failure(frame.error));
    } else {
      waiting.resolve(frame);
    }
  }

  #send(frame: object): void {
    try {
      this.socket.send(JSON.stringify(frame));
    } catch {
      this.end('could not send');
    }
  }

  #over(ending: Ending): void {
    if (this.#ended) {
      return;
    }
    this.#ended = true;
    this.#cancelWatch();
    this.socket.onmessage = null;
    this.#rejectOpened(disconnected());
    for (const waiting of this.#waiting.values()) {
      waiting.cancel();
      waiting.reject(disconnected());
    }
    this.#waiting.clear();
    this.#resolveClosed(ending);
  }
}

function disconnected(): Failure {
  return Failure.own('disconnected', 'there is no connection', true);
}

function parse(data: unknown): object | undefined {
  try {
    const frame: unknown = typeof data === 'string' ? JSON.parse(data) : undefined;
    return typeof frame === 'object' && frame !== null ? frame : undefined;
  } catch {
    return undefined;
  }
}
