import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CommandFault, PushFault } from './fake-server.js';
import { BEN, OTHER, ROOM, World } from './world.js';

const commandFaults: (CommandFault | undefined)[] = ['cut-before', 'cut-after', 'lost', 'unheard', 'no-answer', 'unavailable', 'rate-limited', 'slow'];
const pushFaults: (PushFault | undefined)[] = ['skip', 'twice', 'lag', 'cut'];

type Step =
  | { does: 'send'; room: string }
  | { does: 'other says' }
  | { does: 'react' | 'edit' }
  | { does: 'cut'; code: number }
  | { does: 'wait'; ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ does: fc.constant('send' as const), room: fc.constantFrom(ROOM, OTHER) }) },
  { weight: 5, arbitrary: fc.constant({ does: 'other says' as const }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('react' as const, 'edit' as const) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('cut' as const), code: fc.constantFrom(1006, 4300, 4408, 4500) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 3_000 }) }) },
);

/** Mostly nothing happens; else one of these. */
const faults = <Fault>(all: (Fault | undefined)[]): fc.Arbitrary<(Fault | undefined)[]> =>
  fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 2, arbitrary: fc.constantFrom(...all) }), { maxLength: 25 });

it('whatever breaks: every command is done once and in order, and every event is applied once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 60 }),
      faults(commandFaults),
      faults(pushFaults),
      fc.constantFrom(3, 20, 200),
      fc.integer(),
      async (steps, onCommands, onPushes, mostEvents, seed) => {
        const world = new World();
        world.server.mostEvents = mostEvents;
        world.server.commandFault = () => onCommands.shift();
        world.server.pushFault = () => onPushes.shift();
        const client = world.client({ random: lcg(seed) });
        void client.open(ROOM);
        const sent: Promise<unknown>[] = [];
        const wanted: Record<string, string[]> = { [ROOM]: [], [OTHER]: [] };
        for (const each of steps) {
          await take(each);
        }
        onCommands.length = 0;
        onPushes.length = 0;
        world.says('the end', BEN); // a push that is left out shows only with the next one
        await world.clock.until(() => client.pending.length === 0 && client.conversation(ROOM)?.ev === world.server.room(ROOM).ev);
        await Promise.all(sent);
        await world.clock.pass(30_000);
        check();

        async function take(each: Step): Promise<void> {
          switch (each.does) {
            case 'send': {
              const content = `mine ${sent.length}`;
              wanted[each.room]!.push(content);
              sent.push(client.send(each.room, { content }));
              break;
            }
            case 'other says':
              world.says('theirs', BEN);
              break;
            case 'react':
            case 'edit':
              change(each.does);
              break;
            case 'cut':
              world.server.cutAll(each.code);
              break;
            case 'wait':
              await world.clock.pass(each.ms);
          }
        }

        function change(how: 'react' | 'edit'): void {
          const message = world.server.room(ROOM).messages.filter((one) => one.sender_user_id === BEN).at(-1);
          if (message) {
            const { message_id, version } = message;
            world.server.act(BEN, how, { conversation_id: ROOM, message_id, ...(how === 'edit' ? { content: 'edited', version } : { reaction: '👍' }) });
          }
        }

        function check(): void {
          expect(world.server.violations).toEqual([]);
          for (const id of [ROOM, OTHER]) {
            const mine = world.server.room(id).messages.filter((message) => message.content?.startsWith('mine'));
            expect(mine.map((message) => message.content)).toEqual(wanted[id]);
          }
          const room = world.server.room(ROOM);
          const [first = room.ev + 1] = world.applied;
          expect(world.applied).toEqual(Array.from({ length: world.applied.length }, (_, i) => first + i));
          const shown = client.conversation(ROOM)!.messages;
          const stored = room.messages.slice(room.messages.length - shown.length).map((message) => room.now(message, client.userId!));
          expect(shown.map(comparable)).toEqual(stored.map(comparable));
          expect(shown.length).toBeGreaterThanOrEqual(Math.min(50, room.messages.length));
          for (const id of [ROOM, OTHER]) {
            const { last_message_no, unread } = world.server.room(id).summary(client.userId!);
            expect(client.summary(id)).toMatchObject({ last_message_no, unread });
          }
        }
      },
    ),
    { numRuns: Number(process.env['CHAOS_RUNS'] ?? 150) },
  );
});

function comparable(message: { message_no: number; content?: string; version?: number; reactions?: object[] }): object {
  const { message_no, content, version, reactions } = message;
  return { message_no, content, version, reactions };
}

/** Repeatable chance. */
function lcg(seed: number): () => number {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}
