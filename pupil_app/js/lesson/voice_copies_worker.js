// @ts-check
/**
 * Worker through which the packets of the child's voice pass on their way to the network.
 *
 * Each connection has its own transform and a port, which tells how far behind copies follow. A
 * packet that cannot be changed goes as it came: an error here would silence the child.
 */

import { VoiceCopies } from "./voice_copies.js";

/** @param {VoiceCopies} copies @param {any} frame */
function spread(copies, frame) {
  try {
    const { mimeType, rtpTimestamp } = frame.getMetadata();
    if (mimeType?.toLowerCase() !== "audio/red") return;
    const made = copies.spread(new Uint8Array(frame.data), rtpTimestamp);
    if (made) frame.data = made.buffer;
  } catch (error) {
    copies.after = 1;
    console.warn("copies of the voice not changed", error instanceof Error ? error.name : "");
  }
}

/** @param {{transformer: any}} event */
function pass({ transformer }) {
  const copies = new VoiceCopies();
  transformer.options.port.onmessage = (/** @type {MessageEvent<number>} */ { data }) => (copies.after = data);
  const passing = new TransformStream({
    transform(frame, on) {
      if (copies.after > 1) spread(copies, frame);
      on.enqueue(frame);
    },
  });
  // It ends with its connection.
  transformer.readable.pipeThrough(passing).pipeTo(transformer.writable).catch(() => undefined);
}

/** @type {any} */ (globalThis).onrtctransform = pass;
postMessage("ready");
