// @ts-check
/** Display of a remote picture without the browser's smoothing. */

/** Longest wait for `loadstart`, for browsers that never fire it. */
const FILL_MS = 200;

/**
 * Show a stream without the browser's smoothing.
 *
 * Chromium smooths a stream that holds a remote picture when the element loads it, which costs 15 to
 * 20 ms. It does not smooth a stream that gets the picture right after (measured with Chromium 156,
 * `./run bench lesson`).
 *
 * @param {HTMLVideoElement} video @param {MediaStream} picture
 */
export function showAtOnce(video, picture) {
  const shown = new MediaStream();
  const fill = () => {
    if (video.srcObject !== shown) return;
    for (const track of picture.getVideoTracks()) shown.addTrack(track);
  };
  video.addEventListener("loadstart", () => setTimeout(fill, 0), { once: true });
  setTimeout(fill, FILL_MS);
  video.srcObject = shown;
}
