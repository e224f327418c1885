/** States of the child's page, from what it was told. */

import { sentence } from "../../../pupil_app/js/child/now.js";
import { known } from "../../../pupil_app/js/wire/protocol.js";
import { NO_WISHES } from "../../../pupil_app/js/lesson/wishes.js";
import { reduce, START } from "../../../pupil_app/js/child/state.js";

export const after = (...events) => events.reduce(reduce, START);
export const presence = (fields) => known({ type: "presence", seq: 1, presence: "x", signal: "present", ...fields });
export const inClass = [
  { type: "welcome", robotName: "Willi", online: true },
  { type: "join" },
  { type: "adopted", sends: true },
  { type: "phase", phase: "present", silentS: 0 },
];
export const says = (...events) => sentence(after(...inClass, ...events));
export const wishes = (fields) => ({ type: "wishes", wishes: { ...NO_WISHES, ...fields } });
