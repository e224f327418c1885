import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";

const file = new URL("../../systemd/karlsson-robot.polkit.rules", import.meta.url);
const NM = "org.freedesktop.NetworkManager.";

/** Return what the rules answer, as polkit's own interpreter asks them. */
function asked(id, user) {
    let rule;
    const polkit = { Result: { YES: "yes", NOT_HANDLED: null }, addRule: (one) => (rule = one) };
    vm.runInNewContext(readFileSync(file, "utf8"), { polkit });
    return rule({ id }, { user });
}

test("the agent may join, list, forget, and make a network with a key", () => {
    for (const action of [
        "network-control",
        "settings.modify.system",
        "wifi.scan",
        "wifi.share.protected",
        "enable-disable-wifi",
    ]) {
        assert.equal(asked(NM + action, "karlsson-robot"), "yes", action);
        assert.equal(asked(NM + action, "karlsson-body"), null, action);
    }
});

test("and nothing else", () => {
    for (const id of [
        NM + "wifi.share.open",
        NM + "settings.modify.hostname",
        NM + "enable-disable-network",
        NM + "reload",
        "org.freedesktop.systemd1.manage-units",
    ]) {
        assert.equal(asked(id, "karlsson-robot"), null, id);
    }
});
