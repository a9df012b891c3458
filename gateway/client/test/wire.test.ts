import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import { EventfulClient } from '../src/client.js';
import { Wire } from './wire.js';
import { ANA, BEN, ROOM } from './world.js';

let wire: Wire;
beforeEach(async () => {
  wire = await Wire.free();
  wire.fake.act(ANA, 'create', { conversation_id: ROOM, participants: [BEN], title: 'Wedding' });
  await wire.up();
});
afterEach(async () => {
  await wire.down();
  expect(wire.fake.violations).toEqual([]);
});

const benSays = (content: string): void => void wire.fake.act(BEN, 'send', { conversation_id: ROOM, content });
const soon = { timeout: 10_000, interval: 10 };

describe('over a real socket', () => {
  it('the client sends, receives, and resumes after the server was away', async () => {
    const client = new EventfulClient({
      url: wire.url,
      token: () => Promise.resolve(ANA),
      socket: (url, protocols) => new WebSocket(url, protocols),
      tuning: { backoffFirstMs: 20, backoffMostMs: 50 },
    });
    client.start();
    const conversation = await client.open(ROOM);
    await client.send(ROOM, { content: '1' });
    benSays('2');
    await wire.down();
    const third = client.send(ROOM, { content: '4' });
    benSays('3');
    await wire.up();
    await third;
    await vi.waitFor(() => expect(conversation.messages.map((message) => message.content)).toEqual(['1', '2', '3', '4']), soon);
    client.stop();
  });
});

describe('the page of plain JavaScript', () => {
  const html = readFileSync(new URL('../example/chat.html', import.meta.url), 'utf8');
  const script = /<script>\n([\s\S]*)<\/script>/.exec(html)![1]!;

  it('has at most 60 lines of script', () => {
    expect(script.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
  });

  it('shows and sends messages, and resumes after a break', async () => {
    const page = new Page(wire.url);
    await vi.waitFor(() => expect(page.state).toBe('Wedding'), soon);
    page.submit('1');
    await vi.waitFor(() => expect(page.shown()).toEqual(['1']), soon);
    benSays('2');
    await vi.waitFor(() => expect(page.shown()).toEqual(['1', '2']), soon);
    await wire.down();
    await vi.waitFor(() => expect(page.state).toMatch(/^closed/), soon);
    page.submit('4');
    page.submit('5');
    expect(page.pending()).toEqual(['4', '5']);
    benSays('3');
    await wire.up();
    await vi.waitFor(() => expect(page.pending()).toEqual([]), soon);
    await vi.waitFor(() => expect(page.shown()).toEqual(['1', '2', '3', '4', '5']), soon);
    expect(wire.fake.heard.filter(({ frame }) => frame['op'] === 'history')).toHaveLength(1);
    page.leave();
  });

  interface Item {
    id: string;
    textContent: string;
    className: string;
    style: { order?: number };
  }

  /** As much of a browser as the page uses. */
  class Page {
    readonly #items: Item[] = [];
    readonly #elements: Record<string, Record<string, unknown>>;
    readonly #sockets: WebSocket[] = [];
    #left = false;

    constructor(url: string) {
      const items = this.#items;
      const messages = {
        appendChild: (item: Item) => (items.push(item), item),
        replaceChildren: () => void (items.length = 0),
      };
      this.#elements = { state: {}, messages, form: {}, text: { value: '' } };
      const sockets = this.#sockets;
      class Socket extends WebSocket {
        constructor(address: string, protocol: string) {
          super(address, protocol);
          this.on('error', () => {}); // a browser reports it to the console only
          sockets.push(this);
        }
      }
      const document = {
        getElementById: (id: string) => this.#elements[id] ?? items.find((item) => item.id === id) ?? null,
        createElement: (): Item => ({ id: '', textContent: '', className: '', style: {} }),
      };
      const location = { search: `?url=${encodeURIComponent(url)}&conversation=${ROOM}`, hash: `#${ANA}` };
      const later = (call: () => void, ms: number): unknown => setTimeout(() => this.#left || call(), ms / 20);
      runInContext(script, createContext({ document, location, URLSearchParams, WebSocket: Socket, crypto, setTimeout: later }));
    }

    get state(): unknown {
      return this.#elements['state']!['textContent'];
    }

    submit(text: string): void {
      this.#elements['text']!['value'] = text;
      (this.#elements['form']!['onsubmit'] as () => boolean)();
    }

    shown(): string[] {
      return this.#items
        .filter((item) => item.className === '')
        .sort((a, b) => (a.style.order ?? 0) - (b.style.order ?? 0))
        .map((item) => item.textContent);
    }

    pending(): string[] {
      return this.#items.filter((item) => item.className !== '').map((item) => item.textContent);
    }

    leave(): void {
      this.#left = true;
      this.#sockets.forEach((socket) => socket.close());
    }
  }
});
