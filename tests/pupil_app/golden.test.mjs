// @ts-check
/** The app writes, reads and signs the same as the robot: samples that pytest is tested against too. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { canonical, fromText, toText } from "../../pupil_app/js/wire/bytes.js";
import * as proofs from "../../pupil_app/js/wire/proofs.js";
import * as protocol from "../../pupil_app/js/wire/protocol.js";
import { isOurOffer, summary } from "../../pupil_app/js/wire/sdp.js";

const folder = new URL("../messages/", import.meta.url);
const text = (/** @type {string} */ name) => readFile(new URL(name, folder), "utf8");
const load = async (/** @type {string} */ name) => JSON.parse(await text(`${name}.json`));
const hex = (/** @type {Uint8Array} */ bytes) => Buffer.from(bytes).toString("hex");

/** Node, like browsers, takes a private Ed25519 key only in PKCS #8. */
const privateKey = (/** @type {string} */ seed) =>
  crypto.subtle.importKey(
    "pkcs8",
    Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), fromText(seed)]),
    { name: "Ed25519" },
    false,
    ["sign"],
  );

/** @type {Record<string, (m: any) => protocol.Message>} How each message that the app sends is made. */
const MADE = {
  hello_pupil: (m) => protocol.helloPupil(m.device_key, m.signature),
  pair: (m) =>
    protocol.pair({ lookup: m.lookup, deviceKey: m.device_key, proof: m.proof, signature: m.signature }),
  hello_teacher: (m) => protocol.helloTeacher(m.token),
  ping: protocol.ping,
  withdraw: (m) => protocol.withdraw(m.right),
  offer: protocol.offer,
  candidate: protocol.candidate,
  leave: (m) => protocol.leave(m.presence, m.closing),
  relay: (m) => protocol.relay(m.presence, made(m.message)),
  teacher: (m) => protocol.teacherAction(m.id, m.action, m.text, m.right),
  sealed: protocol.sealed,
  sealed_ack: (m) => protocol.sealedAck(m.transfer, m.part, m.code),
  sealed_ask: (m) => protocol.sealedAsk(m.number, m.part),
  look: (m) => protocol.look(m.seq, m.sent_ms, { panDeg: m.pan_deg, tiltDeg: m.tilt_deg }),
  crop: (m) => protocol.crop(m.seq, m.sent_ms, m),
  outfit: (m) => protocol.EVENTS.outfit(m.seq, m),
  phrase: (m) => protocol.EVENTS.phrase(m.seq, m),
  beat: (m) => protocol.beat(m.seq, m.sent_ms),
};

/** @param {any} message @returns {protocol.Message} */
function made(message) {
  if (message.type in MADE) return MADE[message.type](message);
  const { type, seq, ...rest } = message;
  const kind = type === "view" ? `view_${message.action}` : type;
  return protocol.EVENTS[kind](seq, Object.values(rest)[0]);
}

for (const path of ["from_pupil", "from_teacher", "control_up", "event_up"]) {
  test(`what the app sends on ${path} is what the other end expects`, async () => {
    for (const { message } of await load(path)) {
      assert.deepEqual(made(message), message);
    }
  });
}

for (const path of ["to_pupil", "to_teacher", "control_down", "event_down"]) {
  test(`what comes on ${path} is read whole`, async () => {
    for (const { message } of await load(path)) {
      assert.deepEqual(protocol.read(JSON.stringify(message)), message);
    }
  });
}

test("what newer robots say in addition does not disturb, and what is left out is filled", async () => {
  for (const { road, raw, message } of await load("lenient")) {
    if (road === "to_robot") continue;
    const read = /** @type {any} */ (protocol.read(raw));
    assert.equal(read.type, message.type);
    if (message.type !== "presence") continue;
    // A switch that nobody named is off.
    for (const [name, value] of Object.entries(message)) assert.deepEqual(read[name] ?? (value === false ? false : null), value);
  }
});

test("bad messages are dropped, never thrown", async () => {
  for (const { raw } of await load("refusals")) assert.doesNotThrow(() => protocol.read(raw));
});

test("each session description is summed up as the robot does", async () => {
  for (const entry of await load("sdp")) {
    const sdp = await text(`sdp/${entry.file}`);
    if (entry.refused === "sdp_fingerprint") {
      assert.throws(() => summary(sdp), RangeError, entry.file);
    } else if (!entry.refused) {
      const expected = { fingerprint: entry.fingerprint, media: entry.media };
      assert.deepEqual(summary(sdp), expected, entry.file);
      assert.equal(isOurOffer(summary(sdp)), entry.kind === "offer", entry.file);
    } else if (!entry.file.startsWith("aiortc")) {
      assert.equal(isOurOffer(summary(sdp)), false, entry.file);
    }
  }
});

test("both languages sign the same JSON", async () => {
  for (const { value, bytes } of (await load("proofs")).canonical) {
    assert.equal(hex(canonical(value)), bytes);
  }
});

test("the opening is signed alike", async () => {
  const known = await load("proofs");
  for (const { role, identity, bytes } of known.hello) {
    assert.equal(hex(proofs.helloBytes(role, known.nonce, identity)), bytes);
  }
  const { seed, public: pupil, fingerprint } = known.keys.pupil;
  const signed = await proofs.helloSignature(await privateKey(seed), known.nonce, pupil);
  assert.equal(signed, known.hello[0].signature);
  assert.equal(await proofs.fingerprintOfKey(pupil), fingerprint);
});

test("a pairing is found and proved alike", async () => {
  const { keys, nonce, pairing } = await load("proofs");
  const secret = fromText(pairing.secret);
  const key = await proofs.macKey(secret);
  const [pupil, robot] = [keys.pupil.public, keys.robot.public];
  assert.equal(toText(key), pairing.mac_key);
  assert.equal(await proofs.lookup(secret), pairing.lookup);
  assert.equal(await proofs.pupilProof(key, nonce, pupil), pairing.pupil_proof);
  assert.equal(await proofs.bridgeProof(key, nonce, robot, pupil), pairing.bridge_proof);
});

test("a typed word gives the same secret", async () => {
  const known = await load("proofs");
  for (const { word, letters } of known.words) {
    const bytes = proofs.wordLetters(word);
    assert.equal(bytes && toText(bytes), letters, JSON.stringify(word));
  }
  const letters = proofs.wordLetters(known.word_secret.word);
  assert.ok(letters);
  assert.equal(toText(await proofs.wordSecret(letters)), known.word_secret.secret);
});

test("session descriptions are bound alike, and the robot's answer is known as genuine", async () => {
  for (const known of (await load("proofs")).bindings) {
    const stay = {
      presence: known.presence,
      attempt: known.attempt,
      recipient: known.recipient,
      replyTo: known.reply_to,
    };
    const own = summary(await text(`sdp/${known.sdp}`));
    const bytes = proofs.bindingBytes(known.kind, stay, own, known.nonce);
    assert.equal(hex(bytes), known.bytes);
    if (known.kind !== "answer") continue;
    const genuine = (/** @type {object} */ changed) =>
      proofs.answerIsGenuine({ type: "", ...known }, known.signer, { ...stay, ...changed }, own);
    assert.equal(await genuine({}), true);
    assert.equal(await genuine({ replyTo: known.nonce }), false);
    assert.equal(await genuine({ attempt: 2 }), false);
    assert.equal(await genuine({ recipient: known.signer }), false);
  }
});
