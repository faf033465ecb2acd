/* CRC-32 over the UTF-8 of a text, as zlib.crc32 of Python: by it a page says briefly what it holds. */

/* Nothing hangs on its strength: two texts of one sum mean only that a change is shown later. */

const POLYNOMIAL = 0xedb88320;
const table = Array.from({ length: 256 }, (_, number) => {
  let value = number;
  for (let bit = 0; bit < 8; bit += 1) {
    value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
  }
  return value >>> 0;
});

export const of = (text) => {
  let sum = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) {
    sum = table[(sum ^ byte) & 0xff] ^ (sum >>> 8);
  }
  return (sum ^ 0xffffffff) >>> 0;
};
