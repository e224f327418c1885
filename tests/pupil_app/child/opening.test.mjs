import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fromText } from "../../../pupil_app/js/wire/bytes.js";
import { linkOf, NotSafe, Opening } from "../../../pupil_app/js/child/opening.js";
import { makeDeviceKey, publicText } from "../../../pupil_app/js/wire/proofs.js";
import * as proofs from "../../../pupil_app/js/wire/proofs.js";

const samples = JSON.parse(readFileSync(new URL("../../messages/proofs.json", import.meta.url), "utf8"));
const { nonce } = samples;
const { secret, lookup } = samples.pairing;
const { public: robotKey, fingerprint: keyHash } = samples.keys.robot;

async function device(pairing = null) {
  const pair = await makeDeviceKey();
  return {
    key: pair.privateKey,
    publicKey: await publicText(pair.publicKey),
    pairing,
    async remember(next) {
      this.pairing = next;
    },
  };
}

const welcome = (fields) => ({ type: "welcome_pupil", robot: "willi", robot_name: "Willi", robot_key: robotKey, ...fields });

async function paired(own, pin) {
  const opening = new Opening(own);
  opening.pairWith(fromText(secret), pin);
  const message = await opening.answer(nonce);
  const key = await proofs.macKey(fromText(secret));
  const proof = await proofs.bridgeProof(key, nonce, robotKey, own.publicKey);
  return { opening, message, proof };
}

test("the link of the welcome sheet is read, nonsense is not", () => {
  const link = linkOf(`#robot=willi&key=${keyHash}&secret=${secret}`);
  assert.deepEqual([link.robot, link.keyHash, link.secret], ["willi", keyHash, fromText(secret)]);
  for (const wrong of ["", "#", "#robot=willi", `#robot=W!&key=${keyHash}&secret=${secret}`, `#robot=willi&key=x&secret=${secret}`]) {
    assert.equal(linkOf(wrong), null);
  }
});

test("pairing by a link remembers the robot whose key it pins", async () => {
  const own = await device();
  const { opening, message, proof } = await paired(own, keyHash);
  assert.deepEqual([message.type, message.lookup], ["pair", lookup]);
  await opening.admit(welcome({ proof }));
  assert.deepEqual(own.pairing, { robot: "willi", robotName: "Willi", robotKey });
  assert.equal((await opening.answer(nonce)).type, "hello_pupil");
});

test("a bridge that does not know the secret is not safe", async () => {
  const own = await device();
  const { opening } = await paired(own, null);
  await assert.rejects(opening.admit(welcome({ proof: "x" })), NotSafe);
  assert.equal(own.pairing, null);
});

test("a robot with another key than the link says is not safe", async () => {
  const { opening, proof } = await paired(await device(), keyHash.replace(/^./, (first) => (first === "A" ? "B" : "A")));
  await assert.rejects(opening.admit(welcome({ proof })), NotSafe);
});

test("a robot with another key than at the last time is not safe", async () => {
  const opening = new Opening(await device({ robot: "willi", robotName: "Willi", robotKey }));
  await opening.admit(welcome({ robot_name: "Elfi" }));
  assert.equal(opening.device.pairing.robotName, "Elfi");
  await assert.rejects(opening.admit(welcome({ robot_key: samples.keys.pupil.public })), NotSafe);
});
