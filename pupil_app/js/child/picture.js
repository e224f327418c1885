// @ts-check
/** Putting the class's picture on the screen. */

/** A browser that never says `loadstart` gets its picture all the same. */
const FILL_MS = 200;

/**
 * Show a stream without the browser's smoothing.
 *
 * A stream that holds a remote picture when the element loads it is smoothed by Chromium, at the
 * price of 15 to 20 ms; one that gets the picture right after is shown as it comes (measured with
 * Chromium 156, `./run bench lesson`).
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
