// @ts-check
/** ICE servers as this browser takes them. */

/**
 * Return a connection with the servers that this browser takes. It refuses a whole list for one bad
 * entry, and each browser by rules of its own, so it is asked about each, but only if it refused.
 *
 * @param {unknown} offered  servers as the bridge sent them
 * @param {(servers: RTCIceServer[]) => RTCPeerConnection} make  throws if the browser refuses
 * @returns {RTCPeerConnection}
 */
export function connection(offered, make) {
  const entries = (Array.isArray(offered) ? offered : []).flatMap(single);
  try {
    return make(entries);
  } catch {
    const good = entries.filter((entry) => takes(entry, make));
    console.warn(`ICE servers left out: ${entries.length - good.length} of ${entries.length}`);
    return make(good);
  }
}

/** @param {unknown} entry @returns {RTCIceServer[]} an entry for each URL, so that one cannot spoil another */
function single(entry) {
  if (typeof entry !== "object" || entry === null) return [];
  const { urls, username, credential } = /** @type {Record<string, any>} */ (entry);
  const login = username === undefined && credential === undefined ? {} : { username, credential };
  return (Array.isArray(urls) ? urls : [urls]).map((url) => ({ urls: url, ...login }));
}

/** @param {RTCIceServer} entry @param {(servers: RTCIceServer[]) => RTCPeerConnection} make */
function takes(entry, make) {
  try {
    make([entry]).close();
    return true;
  } catch {
    return false;
  }
}
