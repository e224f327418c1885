// @ts-check
/** PURE. Whether bridge and robot can be reached, and whether the robot's link was renewed. No I/O. */

/** @typedef {{type: "link", up: boolean, online?: boolean} | {type: "robot", online: boolean}} ReachEvent */

export class Reach {
  #linkUp = false;
  #online = false;
  /** The robot's link went, while ours stayed. */
  #wentAway = false;

  /** @returns {boolean} whether an offer gets to the robot */
  get isOpen() {
    return this.#linkUp && this.#online;
  }

  /** The bridge has refused an offer, since the robot is away. */
  refused() {
    this.#online = false;
  }

  /** @param {ReachEvent} event while there is no lesson that a renewed link could move */
  note(event) {
    if (event.type === "link") this.#linkUp = event.up;
    this.#online = event.online ?? false;
  }

  /**
   * The robot has another link, which replaced its older one or came after it, while ours has
   * stayed: the robot may have another address now. A bridge that restarts renews both.
   *
   * @param {ReachEvent} event @returns {boolean} whether the robot has another link
   */
  isRenewedBy(event) {
    const before = this.isOpen;
    this.note(event);
    if (event.type === "link") this.#wentAway = false;
    else if (!this.#online) this.#wentAway = true;
    if (!this.isOpen) return false;
    const isRenewed = event.type === "robot" && (before || this.#wentAway);
    this.#wentAway = false;
    return isRenewed;
  }
}
