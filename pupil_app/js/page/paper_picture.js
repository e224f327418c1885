// @ts-check
/**
 * Photo of a paper, made small in the browser before anything leaves it.
 *
 * The photo comes from a file picker: no page ever asks for a camera. It is drawn anew, so that place,
 * time and device, which a phone writes into its photos, stay behind.
 */

/** Longest side of what is sent. */
export const LONGEST_PX = 2000;

/** Most bytes of what is sent, as a transfer takes them. */
const MOST_BYTES = 2 * 1024 * 1024;

/** Qualities of JPEG, tried in this order until the picture is small enough. */
const QUALITIES = [0.82, 0.65, 0.45];

/** Files beyond this are no photo of a paper, and would fill the memory of a phone. */
const MOST_FILE_BYTES = 64 * 1024 * 1024;

/**
 * Codes of what cannot be sent; the words are `transfer_CODE`.
 *
 * @typedef {"picture" | "too_large"} PaperCode
 */

/** @typedef {{bytes: Uint8Array, widthPx: number, heightPx: number}} PaperPicture */

/**
 * Set up a file picker for photos of paper: it takes pictures from the device, and opens no camera by
 * itself (no `capture`).
 *
 * @param {HTMLInputElement} input of the type `file`
 * @param {(file: File) => void} chosen
 */
export function pickPaper(input, chosen) {
  input.type = "file";
  input.accept = "image/*";
  input.multiple = false;
  input.removeAttribute("capture");
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    input.value = ""; // the same photo may be chosen again
    if (file) chosen(file);
  });
}

/**
 * Return a photo as it is sent: upright, at most `LONGEST_PX` long, JPEG on white, without anything
 * that the device wrote into it.
 *
 * @param {Blob} file as it was chosen
 * @returns {Promise<PaperPicture | {code: PaperCode}>} or why it cannot be sent
 */
export async function paperPicture(file) {
  if (!file.size || file.size > MOST_FILE_BYTES) return { code: file.size ? "too_large" : "picture" };
  const source = await opened(file);
  if (!source) return { code: "picture" };
  try {
    const { widthPx, heightPx } = fitted(source.widthPx, source.heightPx);
    const canvas = document.createElement("canvas");
    canvas.width = widthPx;
    canvas.height = heightPx;
    const pen = canvas.getContext("2d", { alpha: false });
    if (!pen) return { code: "picture" };
    // Paper is white: dark letters on nothing would else stand on black.
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, widthPx, heightPx);
    pen.imageSmoothingQuality = "high";
    pen.drawImage(source.image, 0, 0, widthPx, heightPx);
    for (const quality of QUALITIES) {
      const made = await encoded(canvas, quality);
      if (!made || made.type !== "image/jpeg") return { code: "picture" };
      if (made.size <= MOST_BYTES) return { bytes: new Uint8Array(await made.arrayBuffer()), widthPx, heightPx };
    }
    return { code: "too_large" };
  } finally {
    source.close();
  }
}

/**
 * @param {number} widthPx @param {number} heightPx
 * @returns {{widthPx: number, heightPx: number}} size that is sent; nothing is made larger
 */
export function fitted(widthPx, heightPx) {
  const share = Math.min(1, LONGEST_PX / Math.max(widthPx, heightPx));
  return { widthPx: Math.max(1, Math.round(widthPx * share)), heightPx: Math.max(1, Math.round(heightPx * share)) };
}

/** @param {HTMLCanvasElement} canvas @param {number} quality @returns {Promise<Blob | null>} */
const encoded = (canvas, quality) => new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));

/**
 * Decode a photo by an image element: it applies the orientation of the photo in every browser that
 * the lesson runs in, which `createImageBitmap` does not.
 *
 * @param {Blob} file
 * @returns {Promise<{image: HTMLImageElement, widthPx: number, heightPx: number, close: () => void} | null>}
 */
async function opened(file) {
  const address = URL.createObjectURL(file);
  const image = new Image();
  const close = () => {
    URL.revokeObjectURL(address);
    image.removeAttribute("src");
  };
  image.decoding = "async";
  image.src = address;
  try {
    await image.decode();
  } catch {
    // HEIC in most browsers, a document, a damaged file.
    close();
    return null;
  }
  // A drawing may have no size of its own; a browser may draw it, but it is no photo.
  if (!image.naturalWidth || !image.naturalHeight) {
    close();
    return null;
  }
  return { image, widthPx: image.naturalWidth, heightPx: image.naturalHeight, close };
}
