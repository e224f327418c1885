import assert from "node:assert/strict";
import { test } from "node:test";

import { verifyEd25519 } from "../../../pupil_app/js/wire/ed25519.js";

const bytes = (text) => new Uint8Array(Buffer.from(text, "hex"));

// RFC 8032, section 7.1: keys, messages and signatures of tests 1 to 3.
const KNOWN = [
  [
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    "",
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  ],
  [
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    "72",
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  ],
  [
    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
    "af82",
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
  ],
];

for (const [key, data, signature] of KNOWN) {
  test(`the known signature over "${data}" fits, and no changed one does`, async () => {
    assert.equal(await verifyEd25519(bytes(key), bytes(signature), bytes(data)), true);
    for (const at of [0, 31, 32, 63]) {
      const changed = bytes(signature);
      changed[at] ^= 1;
      assert.equal(await verifyEd25519(bytes(key), changed, bytes(data)), false);
    }
    assert.equal(await verifyEd25519(bytes(key), bytes(signature), bytes(`${data}00`)), false);
  });
}

test("it judges as the engine's own Web Crypto does", async () => {
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: "Ed25519" }, true, ["sign", "verify"]);
  const key = new Uint8Array(await crypto.subtle.exportKey("raw", publicKey));
  for (let length = 0; length < 8; length += 1) {
    const data = crypto.getRandomValues(new Uint8Array(length * 31));
    const signature = new Uint8Array(await crypto.subtle.sign("Ed25519", privateKey, data));
    assert.equal(await verifyEd25519(key, signature, data), true);
    const foreign = crypto.getRandomValues(new Uint8Array(32));
    assert.equal(await verifyEd25519(foreign, signature, data), false);
  }
});

test("what is no key or no signature does not fit", async () => {
  const [key, data, signature] = KNOWN[1].map(bytes);
  const order = "edd3f55c1a631258d69cf7a2def9de14000000000000000000000000000000" + "10";
  const tooHigh = new Uint8Array([...signature.subarray(0, 32), ...bytes(order)]);
  assert.equal(await verifyEd25519(key.subarray(1), signature, data), false);
  assert.equal(await verifyEd25519(key, signature.subarray(1), data), false);
  assert.equal(await verifyEd25519(key, tooHigh, data), false);
  // y = 2 belongs to no point; y = p is no number below p; x = 0 has no sign.
  for (const wrong of ["02" + "00".repeat(31), "ed" + "ff".repeat(30) + "7f", "01" + "00".repeat(30) + "80"]) {
    assert.equal(await verifyEd25519(bytes(wrong), signature, data), false);
  }
});
