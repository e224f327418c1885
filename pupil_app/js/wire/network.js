// @ts-check
/** News of the device's own network, as far as a browser tells. */

/**
 * @param {{changed: () => void, lost?: () => void}} parts `changed` when another network may be in
 *   use, `lost` when there is none
 * @returns {() => void} ends it
 */
export function watchNetwork({ changed, lost }) {
  const connection = /** @type {any} */ (navigator).connection;
  let kind = connection?.type;
  // It also fires for each new estimate of the speed, which says nothing of another network.
  const compare = () => {
    if (connection.type === kind) return;
    kind = connection.type;
    if (kind !== "none") changed();
  };
  const without = () => lost?.();
  addEventListener("online", changed);
  addEventListener("offline", without);
  connection?.addEventListener?.("change", compare);
  return () => {
    removeEventListener("online", changed);
    removeEventListener("offline", without);
    connection?.removeEventListener?.("change", compare);
  };
}
