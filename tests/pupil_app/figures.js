// @ts-check
/** Contact sheet: Karlsson in every state. `/screens/figures.html?calm` for the calm look. */

import { Figure } from "/app/js/page/figure.js";
import { SCENES, SHELLS, WEARS } from "/app/js/page/figure_scenes.js";
import { SHOWN } from "/app/js/page/signal_table.js";
import { known } from "/app/js/wire/protocol.js";

const STAY = "AAAAAAAAAAAAAAAAAAAAAA";
const presence = (fields = {}) =>
  known({ type: "presence", seq: 1, presence: STAY, signal: "present", connected: true, ...fields });
const raised = { raised: true, waiting_s: 42 };
const FEELINGS = ["happy", "tired", "confused", "sad", "unwell", "laughing"];

/** @type {Record<string, (figure: Figure) => void>} */
export const STATES = {
  ...Object.fromEntries(Object.keys(SHOWN).map((signal) => [`signal ${signal}`, (figure) => figure.update(presence({ signal }))])),
  "hand up": (figure) => figure.update(presence({ signal: "hand", hand: raised })),
  "hand seen": (figure) => figure.update(presence({ signal: "seen", hand: { ...raised, seen: true } })),
  "looks closer": (figure) => figure.update(presence({ zoomed: true })),
  "has understood": (figure) => figure.update(presence({ understood: "yes" })),
  "looks closer, has not understood": (figure) => figure.update(presence({ zoomed: true, understood: "no" })),
  "looks left": (figure) => figure.update(presence({ pan_deg: -60, tilt_deg: 10 })),
  "looks right": (figure) => figure.update(presence({ pan_deg: 70, tilt_deg: -10 })),
  ...Object.fromEntries(FEELINGS.map((feeling) => [`feels ${feeling}`, (figure) => figure.update(presence({ feeling }))])),
  voice: (figure) => {
    figure.update(presence({ signal: "speaking" }));
    figure.voice(0.9);
  },
  ...Object.fromEntries(
    Object.keys(SCENES).map((scene) => [
      `scene ${scene}`,
      (figure) => {
        figure.update(presence());
        figure.scene(scene);
      },
    ]),
  ),
  ...Object.fromEntries(
    SHELLS.flatMap((shell, index) => {
      const wears = WEARS[index % WEARS.length];
      return [
        [
          `${shell}, ${wears}`,
          (figure) => {
            figure.update(presence());
            figure.dress({ nickname: "Pollux", shell, wears });
          },
        ],
      ];
    }),
  ),
  ...Object.fromEntries(
    WEARS.map((wears) => [
      `rest in ${wears}`,
      (figure) => {
        figure.dress({ nickname: "", shell: "mint", wears });
        figure.scene("rest");
      },
    ]),
  ),
  ...Object.fromEntries(
    WEARS.map((wears) => [
      `hand up in ${wears}`,
      (figure) => {
        figure.dress({ nickname: "Maximiliane!", shell: "sky", wears });
        figure.update(presence({ signal: "hand", hand: raised, pan_deg: -35 }));
      },
    ]),
  ),
};

/** Draw every state anew. @param {{calm?: boolean, only?: string}} options */
function draw({ calm = false, only } = {}) {
  const sheet = /** @type {HTMLElement} */ (document.getElementById("sheet"));
  sheet.replaceChildren();
  const figures = new Map();
  for (const [name, bring] of Object.entries(STATES)) {
    if (only && !name.includes(only)) continue;
    const figure = new Figure(name, { calm, plate: name.includes(", ") });
    bring(figure);
    const frame = document.createElement("figure");
    const caption = document.createElement("figcaption");
    caption.textContent = name;
    frame.append(figure.node, caption);
    sheet.append(frame);
    figures.set(name, figure);
  }
  Object.assign(window, { figures });
}

const asked = new URLSearchParams(location.search);
document.documentElement.toggleAttribute("data-night", asked.has("night"));
draw({ calm: asked.has("calm"), only: asked.get("only") ?? undefined });
Object.assign(window, { draw, Figure, presence });
document.documentElement.dataset.ready = "figures";
