// @ts-check
/** Requests to the robot: JSON, and streams of events. Nobody but the robot is asked. */

/** Longest time for an answer; joining a network takes the longest. */
const ANSWER_MS = 150_000;

/** @typedef {{ok: boolean, status: number, body: any}} Answer `body.error` says why it is not ok */

/** @type {Answer} */
const NONE = Object.freeze({ ok: false, status: 0, body: { error: "gone" } });

/** @param {string} path @returns {Promise<Answer>} */
export const get = (path) => asked(path, {});

/** @param {string} path @param {object} [body] @returns {Promise<Answer>} */
export const post = (path, body = {}) => asked(path, posting(body));

/** @param {string} path @param {object} [body] @returns {Promise<Blob | Answer>} a file, or why there is none */
export async function file(path, body) {
  const response = await fetched(path, body ? posting(body) : {});
  if (response === null) return NONE;
  try {
    if (response.ok) return await response.blob();
    return { ok: false, status: response.status, body: await response.json() };
  } catch (error) {
    return lost(error);
  }
}

/**
 * Read a stream of events until it ends.
 *
 * @param {string} path @param {(name: string, data: any) => void} each
 * @returns {Promise<Answer | null>} why there is none; null if it came to its end
 */
export async function stream(path, each) {
  const response = await fetched(path, { ...posting({}), signal: undefined });
  if (response === null || response.body === null) return NONE;
  try {
    if (!response.ok) return { ok: false, status: response.status, body: await response.json() };
    let rest = "";
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const events = (rest + part.value).split("\n\n");
      rest = events.pop() ?? "";
      for (const one of events) {
        const [name, data] = one.split("\n");
        each(name.replace("event: ", ""), JSON.parse(data.replace("data: ", "")));
      }
    }
    return null;
  } catch (error) {
    return lost(error);
  }
}

/** @param {object} body @returns {RequestInit} */
const posting = (body) => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

/** @param {string} path @param {RequestInit} options @returns {Promise<Answer>} */
async function asked(path, options) {
  const response = await fetched(path, options);
  if (response === null) return NONE;
  try {
    const isJson = response.headers.get("Content-Type")?.includes("json");
    const body = isJson ? await response.json() : { error: "gone" };
    return { ok: response.ok, status: response.status, body };
  } catch (error) {
    return lost(error);
  }
}

/** @param {string} path @param {RequestInit} options @returns {Promise<Response | null>} */
async function fetched(path, options) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), ANSWER_MS);
  try {
    return await fetch(path, { signal: giveUp.signal, ...options });
  } catch (error) {
    lost(error);
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** @param {unknown} error @returns {Answer} */
function lost(error) {
  const isLine = error instanceof TypeError || error instanceof SyntaxError || error instanceof DOMException;
  if (!isLine) throw error;
  return NONE;
}
