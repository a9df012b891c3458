import type { ErrorBody } from './frames.js';

/** An answer that is an error, or one of the client's own: `disconnected`, `timeout`, `queue-full`, `stopped`, `discarded`. */
export class Failure extends Error {
  readonly code: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly current: number | undefined;

  constructor(body: ErrorBody) {
    super(`${body.code}: ${body.detail}`);
    this.name = 'Failure';
    this.code = body.code;
    this.retryable = body.retryable;
    this.retryAfterMs = body.retry_after_ms;
    this.current = body.current;
  }

  static own(code: string, detail: string, retryable = false): Failure {
    return new Failure({ code, detail, retryable });
  }
}
