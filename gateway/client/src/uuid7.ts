/** Makes UUIDs of version 7 (RFC 9562): made one after the other they also sort so, within a millisecond by the 12 bits of `rand_a`. */
export function uuid7Maker(now: () => number): () => string {
  let time = 0;
  let counter = 0;
  return () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const at = now();
    if (at > time) {
      time = at;
      counter = ((bytes[6]! & 0x07) << 8) | bytes[7]!; // starts in the lower half: room to count
    } else if (++counter > 0xfff) {
      time++;
      counter = 0;
    }
    for (let i = 0; i < 6; i++) {
      bytes[i] = Math.floor(time / 2 ** (8 * (5 - i))) & 0xff;
    }
    bytes[6] = 0x70 | (counter >> 8);
    bytes[7] = counter & 0xff;
    bytes[8] = 0x80 | (bytes[8]! & 0x3f);
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  };
}

export const uuid7 = uuid7Maker(() => Date.now());
