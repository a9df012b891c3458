import type { Clock } from './clock.js';
import type { Uuid } from './frames.js';

const SAY_EVERY_MS = 3_000;
const ENDS_AFTER_MS = 6_000;
/** Beyond, somebody more who types is not told of. */
const MOST = 1_000;

export interface Typing {
  conversation_id: Uuid;
  user_id: Uuid;
  typing: boolean;
}

/** Who types: says it no more often than allowed, and forgets those of whom nothing more is heard. */
export class TypingMarks {
  readonly #said = new Map<Uuid, { at: number; on: boolean }>();
  readonly #others = new Map<string, () => void>();

  constructor(
    private readonly clock: Clock,
    private readonly tell: (typing: Typing) => void,
  ) {}

  /** Whether the server is to be told. */
  maySay(conversationId: Uuid, stop: boolean): boolean {
    const now = this.clock.now();
    const said = this.#said.get(conversationId);
    if (stop) {
      this.#said.set(conversationId, { at: said?.at ?? 0, on: false });
      return said?.on ?? false;
    }
    if (said !== undefined && now - said.at < SAY_EVERY_MS) {
      return false;
    }
    this.#said.set(conversationId, { at: now, on: true });
    return true;
  }

  heard({ conversation_id, user_id, typing }: Typing): void {
    const key = `${conversation_id} ${user_id}`;
    const known = this.#others.get(key);
    known?.();
    this.#others.delete(key);
    if (typing && this.#others.size < MOST) {
      this.#others.set(key, this.clock.after(ENDS_AFTER_MS, () => this.heard({ conversation_id, user_id, typing: false })));
    }
    if (typing !== (known !== undefined)) {
      this.tell({ conversation_id, user_id, typing });
    }
  }

  /** Nobody types any more, as far as we know. */
  clear(): void {
    for (const key of [...this.#others.keys()]) {
      const [conversation_id, user_id] = key.split(' ') as [Uuid, Uuid];
      this.heard({ conversation_id, user_id, typing: false });
    }
    this.#said.clear();
  }
}
