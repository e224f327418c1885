// @ts-check
/** Reach of the bridge, tried without a WebSocket. */

/** Path that every bridge answers, also through proxies. */
const PATH = "/healthz";

/**
 * Ask the bridge by HTTP. Browsers hold back WebSockets to a host to which several have failed, for
 * up to 5 s (Chromium) or 60 s (Firefox), and say nothing. They do not hold back requests.
 *
 * @param {string} url of the bridge's WebSocket @param {AbortSignal} signal
 * @returns {Promise<boolean>} false for a portal and for a proxy before a bridge that is away, too
 */
export async function reaches(url, signal) {
  const asked = new URL(PATH, url);
  asked.protocol = asked.protocol.replace("ws", "http");
  try {
    const { status } = await fetch(asked, { method: "HEAD", cache: "no-store", redirect: "manual", signal });
    return status >= 200 && status < 500;
  } catch {
    return false; // no network, refused, no answer, given up
  }
}
