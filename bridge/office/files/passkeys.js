// @ts-check
/**
 * Passkeys in the browser. A button says what it is for:
 *
 *   data-passkey="/office/sign-in"    use a passkey; its answer goes there
 *   data-make="/office/me/passkeys"   make one; fields of the button's form go along
 *   data-hint="hybrid"                offer the phone first
 *   data-then="/office/today"         page that follows; `held` sends the form that waits
 */

(() => {
  const isGerman = document.documentElement.lang !== "en";
  /** @param {string} de @param {string} en */
  const t = (de, en) => (isGerman ? de : en);

  /** @type {Record<string, string>} */
  const WORDS = {
    NotAllowedError: t("Die Anmeldung wurde abgebrochen. Nichts ist passiert.", "This was cancelled. Nothing happened."),
    AbortError: t("Die Anmeldung wurde abgebrochen. Nichts ist passiert.", "This was cancelled. Nothing happened."),
    InvalidStateError: t("Dieses Gerät hat schon einen Passkey von Ihnen.", "This device has a passkey of yours already."),
    SecurityError: t(
      "Passkeys gehen nur unter der richtigen Adresse dieser Seite, mit https und einem Namen.",
      "Passkeys only work under the proper address of this page, with https and a name.",
    ),
    NotSupportedError: t("Dieses Gerät kann keine Passkeys.", "This device cannot do passkeys."),
    TypeError: t("Die Verbindung ist weg. Bitte versuchen Sie es gleich noch einmal.", "The connection is gone. Please try again in a moment."),
  };
  const LACKING = t(
    "Dieser Browser kann hier keine Passkeys. Nehmen Sie einen neueren, oder öffnen Sie die Seite mit https.",
    "This browser cannot do passkeys here. Use a newer one, or open the page with https.",
  );

  /** Words of the bridge, which are shown as they are. */
  class Refusal extends Error {}

  /** @param {string} text */
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

  /** @param {ArrayBuffer} buffer */
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  /** @param {any[]} [list] */
  const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

  /**
   * Ask the bridge. A page that wants a passkey first is opened in place of this one.
   * @param {string} url @param {Record<string, string>} [fields]
   */
  async function ask(url, fields) {
    const answer = await fetch(url, {
      method: fields ? "POST" : "GET",
      body: fields && new URLSearchParams(fields),
      headers: { "HX-Request": "true", "HX-Current-URL": location.href },
      redirect: "manual",
      cache: "no-store",
    });
    if (answer.type === "opaqueredirect") return null;
    const elsewhere = answer.headers.get("HX-Redirect");
    if (elsewhere) location.assign(elsewhere);
    if (answer.ok) return answer.json();
    const said = document.createElement("template");
    said.innerHTML = await answer.text();
    throw new Refusal((said.content.textContent ?? "").trim());
  }

  /** @param {any} options @param {string | undefined} hint */
  async function use(options, hint) {
    const publicKey = {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: known(options.allowCredentials),
      ...(hint && { hints: [hint] }),
    };
    const made = /** @type {any} */ (await navigator.credentials.get({ publicKey }));
    const { clientDataJSON, authenticatorData, signature, userHandle } = made.response;
    return JSON.stringify({
      id: made.id,
      rawId: text(made.rawId),
      type: made.type,
      response: {
        clientDataJSON: text(clientDataJSON),
        authenticatorData: text(authenticatorData),
        signature: text(signature),
        ...(userHandle && { userHandle: text(userHandle) }),
      },
    });
  }

  /** @param {any} options */
  async function make(options) {
    const publicKey = {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: known(options.excludeCredentials),
    };
    const made = /** @type {any} */ (await navigator.credentials.create({ publicKey }));
    const { clientDataJSON, attestationObject } = made.response;
    return JSON.stringify({
      id: made.id,
      rawId: text(made.rawId),
      type: made.type,
      response: { clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject) },
    });
  }

  /** @param {HTMLElement} button */
  async function press(button) {
    const { passkey, make: place, hint, then = "/office" } = button.dataset;
    if (passkey) {
      const credential = await use(await ask(`${passkey}/challenge`), hint);
      await ask(passkey, { credential });
    } else if (place) {
      const form = /** @type {HTMLFormElement} */ (button.closest("form"));
      if (!form.reportValidity()) return;
      const fields = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)));
      const { token } = fields;
      const credential = await make(await ask(`${place}/challenge`, token ? { token } : undefined));
      await ask(`${place}/passkey`, { ...fields, credential });
    }
    const held = document.querySelector("form.held");
    if (then === "held" && held) HTMLFormElement.prototype.submit.call(held);
    else location.assign(then);
  }

  document.addEventListener("click", async (event) => {
    const target = /** @type {Element} */ (event.target);
    const button = /** @type {HTMLButtonElement | null} */ (target.closest("[data-passkey], [data-make]"));
    if (!button) return;
    event.preventDefault();
    const says = /** @type {HTMLElement} */ (document.querySelector(".says"));
    says.textContent = "";
    if (!globalThis.PublicKeyCredential) {
      says.textContent = LACKING;
      return;
    }
    button.disabled = true;
    try {
      await press(button);
    } catch (error) {
      const { name, message } = /** @type {Error} */ (error);
      says.textContent = error instanceof Refusal ? message : (WORDS[name] ?? `${name}: ${message}`);
    } finally {
      button.disabled = false;
    }
  });

  // Enter in the field of the device's name presses the button.
  document.addEventListener("submit", (event) => {
    const form = /** @type {Element} */ (event.target);
    const button = /** @type {HTMLElement | null} */ (form.querySelector("[data-make]"));
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  // The token of an invitation stands behind the `#`, and goes into no history and no log.
  const typed = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-from-link]"));
  if (typed && location.hash.length > 1) {
    typed.value = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, "", location.pathname);
    typed.form?.submit();
  }

  // Who follows a link from a mail is signed in, but the browser did not say so on the way.
  const here = /** @type {HTMLElement | null} */ (document.querySelector("[data-here]"));
  if (here) {
    void ask("/office/sign-in/here").then(
      (isHere) => isHere && location.replace(here.dataset.here ?? "/office"),
      () => undefined,
    );
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => globalThis.print());
  }
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", async () => {
      const field = /** @type {HTMLInputElement} */ (document.querySelector(/** @type {HTMLElement} */ (button).dataset.copy ?? ""));
      field.select();
      await navigator.clipboard.writeText(field.value);
      button.textContent = t("Kopiert", "Copied");
    });
  }
})();
