let lastTime = 0;
let counter = 0;

/** A UUID of version 7 (RFC 9562): ids made one after the other also sort so, within a millisecond by the 12 bits of `rand_a`. */
export function uuid7(now: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  if (now > lastTime) {
    lastTime = now;
    counter = ((bytes[6]! & 0x07) << 8) | bytes[7]!; // starts in the lower half: room to count
  } else if (++counter > 0xfff) {
    lastTime++;
    counter = 0;
  }
  const time = lastTime;
  for (let i = 0; i < 6; i++) {
    bytes[i] = Math.floor(time / 2 ** (8 * (5 - i))) & 0xff;
  }
  bytes[6] = 0x70 | (counter >> 8);
  bytes[7] = counter & 0xff;
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
