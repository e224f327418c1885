// @ts-check
/**
 * Zoom of the class's picture and of papers in the viewer: by buttons, keys, and fingers.
 *
 * While the picture is near, a drag moves the crop, and turns the head only beyond the picture's edge.
 */

import { isNear, lookedAt, obstacleOf, VIEWER_ZOOM } from "./board_state.js";
import { clamped, inWhole, isSameCrop, nearer, pulledCrop, WHOLE } from "../lesson/cropping.js";
import { pulledPose, rounded, within } from "../lesson/looking.js";
import { maySteer } from "./state.js";

/** @typedef {import("../lesson/cropping.js").Crop} Crop */
/** @typedef {import("../lesson/looking.js").Place} Place */

/** One step nearer or back. */
const STEP = 2;

/** Zoom below which a pinch means the whole picture. */
const NEARLY_WHOLE = 1.08;

/** Pull of one press of an arrow, as a share of what is shown. */
const ARROW = 0.25;

const MIDDLE = Object.freeze({ x: 0.5, y: 0.5 });

/** @type {Readonly<Record<string, Place>>} */
const PULLS = Object.freeze({
  left: { x: ARROW, y: 0 },
  right: { x: -ARROW, y: 0 },
  up: { x: 0, y: ARROW },
  down: { x: 0, y: -ARROW },
});

export class Zooming {
  /** Crop in which a gesture began. */
  #from = WHOLE;
  /** Direction of the head when the gesture began. */
  #heading = { panDeg: 0, tiltDeg: 0 };
  /** The gesture has gone beyond the picture's edge. */
  #turned = false;
  /** The gesture moves the crop. */
  #crops = false;

  /**
   * @param {{
   *   state: () => import("./state.js").State,
   *   robot: () => Pick<import("../lesson/robot.js").Robot, "crop" | "framing" | "look" | "heading" | "head">,
   *   tell: (event: {type: string, [field: string]: any}) => void,
   *   notice: (key: string) => void,
   *   steering: Record<string, (...values: any[]) => any>,
   * }} parts `steering` turns the head
   */
  constructor({ state, robot, tell, notice, steering }) {
    this.state = state;
    this.robot = robot;
    this.tell = tell;
    this.notice = notice;
    this.steering = steering;
  }

  /** @returns actions for the views, some in the place of those that steer */
  actions() {
    return {
      nearer: () => this.#step(STEP),
      wider: () => this.#step(1 / STEP),
      whole: () => (this.#viewer ? this.#view(WHOLE) : this.#frame(WHOLE)),
      beginPinch: () => this.#beginPinch(),
      pinch: (/** @type {any} */ moved, /** @type {number} */ aspect) => this.#pinch(moved, aspect),
      beginDrag: () => this.#beginDrag(),
      drag: (/** @type {Place} */ pulled, /** @type {number} */ aspect) => this.#drag(pulled, aspect),
      lookAt: (/** @type {Place} */ place, /** @type {number} */ aspect) => this.#lookAt(place, aspect),
      look: (/** @type {any} */ way) => this.#look(way),
      viewerFits: (/** @type {Crop} */ crop, /** @type {Crop} */ before) => {
        // Fingers that were faster have the last word.
        const now = this.#viewer?.crop;
        if (now && (isSameCrop(now, WHOLE) || isSameCrop(now, before))) this.#view(crop);
      },
      viewerDragBegins: () => (this.#from = this.#viewer?.crop ?? WHOLE),
      viewerDrag: (/** @type {Place} */ pulled) => this.#view(pulledCrop(pulled, this.#from, VIEWER_ZOOM).crop),
      viewerPinch: (/** @type {any} */ moved) => this.#view(pinched(this.#from, moved, VIEWER_ZOOM).crop),
    };
  }

  /** Follow the robot, which may not come as near as the child wants. */
  follow() {
    if (this.state().framing) this.tell({ type: "framing", crop: this.robot().framing });
  }

  get #viewer() {
    return this.state().viewer;
  }

  get #most() {
    return this.state().presence?.zoom_most ?? 1;
  }

  /** @param {number} factor above 1 to come nearer */
  #step(factor) {
    const viewer = this.#viewer;
    if (viewer) return this.#view(nearer(viewer.crop, factor, MIDDLE, VIEWER_ZOOM));
    if (this.#mayZoom()) this.#frame(nearer(lookedAt(this.state()), factor, MIDDLE, this.#most));
  }

  /** @param {Crop} crop of the viewer */
  #view(crop) {
    this.tell({ type: "viewer_crop", crop: crop.zoom < NEARLY_WHOLE ? WHOLE : crop });
  }

  /** @returns {boolean} whether it may; the child is told why not */
  #mayZoom() {
    const obstacle = maySteer(this.state()) ? obstacleOf(this.state(), "zoom") : "dead";
    if (obstacle) this.notice(obstacle);
    return obstacle === null;
  }

  /** @param {Crop} crop */
  #frame(crop) {
    if (!maySteer(this.state())) return;
    const wanted = crop.zoom < NEARLY_WHOLE ? WHOLE : crop;
    if (this.robot().crop(wanted)) this.tell({ type: "framing", crop: this.robot().framing });
  }

  #begin() {
    this.#from = lookedAt(this.state());
    this.#heading = this.robot().heading;
    this.#turned = false;
  }

  #beginPinch() {
    this.#begin();
    this.#crops = this.#mayZoom();
  }

  /** @param {{factor: number, place: Place, pulled: Place}} moved @param {number} aspect */
  #pinch(moved, aspect) {
    if (!this.#crops) return;
    const { crop, beyond } = pinched(this.#from, moved, this.#most);
    this.#frame(crop);
    this.#turn(crop.zoom > 1 ? beyond : { x: 0, y: 0 }, aspect);
  }

  #beginDrag() {
    this.#begin();
    this.#crops = isNear(this.state());
    if (!this.#crops) this.steering.beginDrag();
  }

  /** @param {Place} pulled @param {number} aspect */
  #drag(pulled, aspect) {
    if (!this.#crops) return this.steering.drag(pulled, aspect);
    const { crop, beyond } = pulledCrop(pulled, this.#from, this.#most);
    this.#frame(crop);
    this.#turn(beyond, aspect);
  }

  /** @param {Place} beyond share of the whole picture @param {number} aspect */
  #turn(beyond, aspect) {
    const goes = Math.hypot(beyond.x, beyond.y) > 0.001;
    if (!maySteer(this.state()) || (!goes && !this.#turned)) return;
    this.#turned = true;
    const { head } = this.robot();
    this.robot().look(rounded(within(pulledPose(beyond, this.#heading, head.lensDeg, aspect), head)));
  }

  /** @param {Place} place in what is shown @param {number} aspect */
  #lookAt(place, aspect) {
    if (!isNear(this.state())) return this.steering.lookAt(place, aspect);
    if (!this.#mayZoom()) return;
    this.#begin();
    const wanted = { zoom: this.#from.zoom, ...inWhole(place, this.#from) };
    const crop = clamped(wanted, this.#most);
    this.#frame(crop);
    this.#turn({ x: crop.x - wanted.x, y: crop.y - wanted.y }, aspect);
  }

  /** @param {"left" | "right" | "up" | "down" | "ahead"} way */
  #look(way) {
    const pull = PULLS[way];
    const viewer = this.#viewer;
    if (viewer && pull) return this.#view(pulledCrop(pull, viewer.crop, VIEWER_ZOOM).crop);
    if (!pull || !isNear(this.state())) return this.steering.look(way);
    const from = lookedAt(this.state());
    const { crop } = pulledCrop(pull, from, this.#most);
    if (isSameCrop(crop, from)) this.steering.look(way);
    else this.#frame(crop);
  }
}

/**
 * @param {Crop} from @param {{factor: number, place: Place, pulled: Place}} moved @param {number} most
 * @returns {{crop: Crop, beyond: Place}}
 */
const pinched = (from, { factor, place, pulled }, most) => pulledCrop(pulled, nearer(from, factor, place, most), most);
