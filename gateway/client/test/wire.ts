import { createServer } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { systemClock } from '../src/clock.js';
import type { WebSocketLike } from '../src/link.js';
import { FakeServer } from './fake-server.js';

/** The fake server behind a real socket. */
export class Wire {
  readonly fake = new FakeServer({ ...systemClock, iso: (plusMs = 0) => new Date(Date.now() + plusMs).toISOString() });
  readonly #sockets = new Set<WebSocket>();
  #server: WebSocketServer | undefined;

  constructor(readonly port: number) {}

  static async free(): Promise<Wire> {
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    const { port } = probe.address() as { port: number };
    await new Promise((resolve) => probe.close(resolve));
    return new Wire(port);
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/v1/realtime`;
  }

  async up(): Promise<void> {
    this.fake.latencyMs = 0;
    const server = new WebSocketServer({ port: this.port, host: '127.0.0.1', path: '/v1/realtime', handleProtocols: () => 'eventful.v1' });
    this.#server = server;
    server.on('connection', (socket) => this.#accept(socket));
    await new Promise((resolve) => server.once('listening', resolve));
  }

  /** As if the machine had lost its power: nobody says goodbye. */
  async down(): Promise<void> {
    this.#sockets.forEach((socket) => socket.terminate());
    await new Promise((resolve) => (this.#server ? this.#server.close(resolve) : resolve(undefined)));
  }

  #accept(socket: WebSocket): void {
    this.#sockets.add(socket);
    const inner: WebSocketLike = this.fake.socket(this.url, [socket.protocol]);
    inner.onmessage = ({ data }: { data: string }) => socket.send(data);
    inner.onclose = ({ code }: { code: number }) => socket.close(code === 1006 ? 1011 : code);
    socket.on('message', (data: Buffer) => inner.send(data.toString('utf8')));
    socket.on('close', () => {
      this.#sockets.delete(socket);
      inner.close();
    });
  }
}
