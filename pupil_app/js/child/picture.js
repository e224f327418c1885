// @ts-check
/** Display of a remote picture, where possible without the browser's smoothing. */

/** Longest wait for `loadstart`, should it not be fired. */
const FILL_MS = 200;

/** Time after which an element that still shows nothing gets the stream in the usual way. */
const SHOWN_MS = 2000;

/** @returns {boolean} whether the engine is Chromium: only there the detour is proven (WebKitGTK stays black) */
const isChromium = () => {
  const brands = /** @type {any} */ (navigator).userAgentData?.brands ?? [];
  return brands.some((/** @type {{brand: string}} */ { brand }) => brand === "Chromium");
};

/**
 * Show a stream, in Chromium without the browser's smoothing.
 *
 * Chromium smooths a stream that holds a remote picture when the element loads it, which costs 15 to
 * 20 ms. It does not smooth a stream that gets the picture right after (measured with Chromium 156,
 * `./run bench lesson`).
 *
 * @param {HTMLVideoElement} video @param {MediaStream} picture
 */
export function showAtOnce(video, picture) {
  if (!isChromium()) {
    video.srcObject = picture;
    return;
  }
  const shown = new MediaStream();
  const fill = () => {
    if (video.srcObject !== shown) return;
    for (const track of picture.getVideoTracks()) shown.addTrack(track);
  };
  video.addEventListener("loadstart", () => setTimeout(fill, 0), { once: true });
  setTimeout(fill, FILL_MS);
  const [track] = picture.getVideoTracks();
  setTimeout(() => {
    if (video.srcObject === shown && video.videoWidth === 0 && track && !track.muted) video.srcObject = picture;
  }, SHOWN_MS);
  video.srcObject = shown;
}
