// @ts-check
// The time code of robot/media/devices/testcard.py, drawn into the luma of an I420 picture.

const COLUMNS = 16;
const CODE_PARTS = 20;
export const WHITE = 235;
export const BLACK = 16;

/**
 * @param {Uint8Array} card @param {number} across width of the picture
 * @param {number} left @param {number} top @param {number} right @param {number} bottom
 * @param {number} value
 */
export function fill(card, across, left, top, right, bottom, value) {
  for (let y = top; y < bottom; y += 1) {
    card.fill(value, y * across + left, y * across + right);
  }
}

/**
 * @param {Uint8Array} card @param {number} across @param {number} down size of the picture
 * @param {number} unixMs
 */
export function stamp(card, across, down, unixMs) {
  const code = unixMs % 2 ** 24;
  const check = (((code >> 16) + (code >> 8) + code) & 0xff) ^ 0xa5;
  const bits = code * 256 + check;
  for (let index = 0; index < 32; index += 1) {
    const white = Math.floor(bits / 2 ** (31 - index)) % 2 === 1;
    const row = Math.floor(index / COLUMNS);
    const column = index % COLUMNS;
    fill(
      card, across,
      Math.floor((column * across) / COLUMNS), Math.floor((row * down) / CODE_PARTS),
      Math.floor(((column + 1) * across) / COLUMNS), Math.floor(((row + 1) * down) / CODE_PARTS),
      white ? WHITE : BLACK,
    );
  }
}
