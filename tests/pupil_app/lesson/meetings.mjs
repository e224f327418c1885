import { Meeting } from "../../../pupil_app/js/lesson/meeting.js";

export const made = () => {
  let count = 0;
  return new Meeting(() => `stay-${(count += 1)}`);
};

/** A meeting that is connected at second 1. */
export function present() {
  const meeting = made();
  meeting.handle({ type: "link", up: true, online: true }, 0);
  meeting.handle({ type: "join" }, 0);
  meeting.handle({ type: "connected", attempt: 1 }, 1);
  return meeting;
}
export const kinds = (effects) => effects.map((effect) => effect.do);
