import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fromText, toText } from "../../../pupil_app/js/wire/bytes.js";
import * as proofs from "../../../pupil_app/js/wire/proofs.js";

const samples = JSON.parse(readFileSync(new URL("../../messages/proofs.json", import.meta.url), "utf8"));
const hex = (bytes) => Buffer.from(bytes).toString("hex");
const { nonce } = samples;
const pupilKey = samples.keys.pupil.public;
const robotKey = samples.keys.robot.public;
const signed = samples.bindings.find(({ kind }) => kind === "answer");
const stay = { presence: signed.presence, attempt: signed.attempt, recipient: signed.recipient, replyTo: signed.reply_to };
const { summary } = signed;
const binding = { nonce: signed.nonce, reply_to: signed.reply_to, signature: signed.signature };
const other = signed.nonce;

test("bytes go to text and back, and only in one form", () => {
  for (let length = 0; length < 70; length += 1) {
    const bytes = crypto.getRandomValues(new Uint8Array(length));
    assert.equal(toText(bytes), Buffer.from(bytes).toString("base64url"));
    assert.deepEqual(fromText(toText(bytes)), bytes);
  }
  for (const wrong of ["A", "AB", "AAB=", "A+/A", "AAAAB"]) assert.throws(() => fromText(wrong), RangeError);
});

test("the hash of a robot's key is what a QR code pins", async () => {
  assert.equal(await proofs.fingerprintOfKey(robotKey), samples.keys.robot.fingerprint);
});

test("the device key cannot be taken out of the browser", async () => {
  const { privateKey, publicKey } = await proofs.makeDeviceKey();
  assert.equal(privateKey.extractable, false);
  assert.match(await proofs.publicText(publicKey), /^[A-Za-z0-9_-]{43}$/);
});

/** @param {import("node:test").TestContext} context  Let Web Crypto be that of Chrome 100: without Ed25519. */
function withoutEd25519(context) {
  const { generateKey, importKey } = SubtleCrypto.prototype;
  for (const [name, original] of Object.entries({ generateKey, importKey })) {
    context.mock.method(SubtleCrypto.prototype, name, function (...values) {
      if (JSON.stringify(values).includes("Ed25519")) throw new DOMException("", "NotSupportedError");
      return original.apply(this, values);
    });
  }
}

test("without Ed25519 the device has a key of P-256, which cannot be taken out either", async (context) => {
  withoutEd25519(context);
  const { privateKey, publicKey } = await proofs.makeDeviceKey();
  assert.equal(privateKey.extractable, false);
  const text = await proofs.publicText(publicKey);
  assert.equal(text.length, 44);
  assert.equal(fromText(text)[0] & 254, 2);
  const signature = fromText(await proofs.helloSignature(privateKey, nonce, text));
  assert.equal(signature.length, 64);
  const data = proofs.helloBytes("pupil", nonce, text);
  assert.equal(await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, publicKey, signature, data), true);
});

test("a key of P-256 goes over the wire as a compressed point", async () => {
  const { public: text, uncompressed, bytes, signature, pupil_proof: proof } = samples.p256;
  const kind = { name: "ECDSA", namedCurve: "P-256" };
  const key = await crypto.subtle.importKey("raw", fromText(uncompressed), kind, true, ["verify"]);
  assert.equal(await proofs.publicText(key), text);
  assert.equal(hex(proofs.helloBytes("pupil", nonce, text)), bytes);
  const verified = crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, fromText(signature), Buffer.from(bytes, "hex"));
  assert.equal(await verified, true);
  assert.equal(await proofs.pupilProof(fromText(samples.pairing.mac_key), nonce, text), proof);
});

test("an answer is checked without the browser's Ed25519", async (context) => {
  withoutEd25519(context);
  assert.equal(await proofs.answerIsGenuine(binding, robotKey, stay, summary), true);
  for (const values of Object.values(FORGERIES)) assert.equal(await proofs.answerIsGenuine(...values), false);
});

test("an answer that the robot signed for us is genuine", async () => {
  assert.equal(hex(proofs.bindingBytes("answer", stay, summary, binding.nonce)), signed.bytes);
  assert.equal(await proofs.answerIsGenuine(binding, robotKey, stay, summary), true);
});

const FORGERIES = {
  "another key": [binding, pupilKey, stay, summary],
  "another stay": [binding, robotKey, { ...stay, presence: other }, summary],
  "another attempt": [binding, robotKey, { ...stay, attempt: stay.attempt + 1 }, summary],
  "another recipient": [binding, robotKey, { ...stay, recipient: robotKey }, summary],
  "another offer": [binding, robotKey, { ...stay, replyTo: other }, summary],
  "another fingerprint": [binding, robotKey, stay, { ...summary, fingerprint: "sha-256 00" }],
  "other directions": [binding, robotKey, stay, { ...summary, media: [["audio", "sendrecv"]] }],
  "another offer, renamed": [{ ...binding, reply_to: other }, robotKey, { ...stay, replyTo: other }, summary],
  "no signature": [{ ...binding, signature: "" }, robotKey, stay, summary],
  "no binding": [{}, robotKey, stay, summary],
  "no key": [binding, "nonsense", stay, summary],
};

for (const [why, values] of Object.entries(FORGERIES)) {
  test(`an answer is refused: ${why}`, async () => {
    assert.equal(await proofs.answerIsGenuine(...values), false);
  });
}

test("an own offer replies to the robot's nonce, with a nonce of its own", async () => {
  const { privateKey, publicKey } = await proofs.makeDeviceKey();
  const first = await proofs.signOffer(privateKey, stay, summary);
  const second = await proofs.signOffer(privateKey, stay, summary);
  assert.equal(first.reply_to, stay.replyTo);
  assert.notEqual(first.nonce, second.nonce);
  const data = proofs.bindingBytes("offer", stay, summary, first.nonce);
  assert.equal(await crypto.subtle.verify({ name: "Ed25519" }, publicKey, fromText(first.signature), data), true);
});
