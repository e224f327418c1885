// @ts-check
/**
 * The browser's database, with a clear difference between "no answer" and "nothing stored".
 *
 * A failed access is repeated a few times, each with a deadline, and then throws an error of its own.
 * A stored value is never overwritten by a newly made one.
 */

const DATABASE = "karlsson";
const STORE = "device";

/** Waits before the second, third and fourth try. A tablet that just woke needs a second or two. */
const WAITS_MS = Object.freeze([100, 400, 1500]);

/** Longest wait for the database. It usually answers within milliseconds; Safari's sometimes never does. */
const ANSWER_MS = 3000;

/** Failure of the database for now; its content is unknown. */
export class StorageFailed extends Error {}

/** Storage is forbidden by the browser's settings; the page can be used until it closes. */
export class NothingKept extends Error {}

/** @param {string} name @returns {Promise<any>} undefined if nothing is stored under this name */
export const load = (name) =>
  repeated(async (database) => {
    const store = database.transaction(STORE).objectStore(STORE);
    const [value, count] = await Promise.all([settled(store.get(name)), settled(store.count(name))]);
    // Safari returns null for a key that it cannot unlock at the moment.
    if (count > 0 && (value === undefined || value === null)) throw new StorageFailed("unreadable");
    return value;
  });

/** @param {string} name @param {any} value undefined forgets @returns {Promise<void>} when it is written */
export const keep = (name, value) =>
  repeated(async (database) => {
    const change = database.transaction(STORE, "readwrite");
    const store = change.objectStore(STORE);
    if (value === undefined) store.delete(name);
    else store.put(value, name);
    await written(change);
  });

/**
 * Store a value unless there is one, in one transaction, so that only one of two pages wins.
 *
 * @param {string} name @param {any} value
 * @returns {Promise<boolean>} whether this value was stored
 */
export const keepFirst = (name, value) =>
  repeated(async (database) => {
    const change = database.transaction(STORE, "readwrite");
    const store = change.objectStore(STORE);
    let isFirst = false;
    const asked = store.count(name);
    asked.onsuccess = () => {
      isFirst = asked.result === 0;
      if (isFirst) store.add(value, name);
    };
    await written(change);
    return isFirst;
  });

/**
 * @template T
 * @param {(database: IDBDatabase) => Promise<T>} use
 * @returns {Promise<T>}
 * @throws {NothingKept | StorageFailed}
 */
async function repeated(use) {
  const isForbidden = forbids();
  for (const waitMs of isForbidden ? [null] : [...WAITS_MS, null]) {
    try {
      return await once(use);
    } catch (error) {
      console.warn("storage failed", error instanceof Error ? error.name : "");
      if (waitMs !== null) await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
  throw isForbidden ? new NothingKept() : new StorageFailed();
}

/** @returns {boolean} whether storage is forbidden by setting; its mere name then throws */
function forbids() {
  try {
    void localStorage;
    return !indexedDB;
  } catch {
    return true;
  }
}

/** @template T @param {(database: IDBDatabase) => Promise<T>} use @returns {Promise<T>} */
async function once(use) {
  const database = await opened();
  try {
    return await inTime(use(database));
  } finally {
    database.close();
  }
}

/** @param {number} [version] the one that is there, where none is given @returns {Promise<IDBDatabase>} */
async function opened(version) {
  const request = indexedDB.open(DATABASE, version);
  let isLate = false;
  request.onupgradeneeded = () => {
    // An upgrade after the deadline is aborted.
    if (isLate) request.transaction?.abort();
    else if (!request.result.objectStoreNames.contains(STORE)) request.result.createObjectStore(STORE);
  };
  // `blocked`: an older page still holds the database. A later try succeeds when that page closes.
  const blocked = new Promise((_, reject) => {
    request.onblocked = () => reject(new StorageFailed("blocked"));
  });
  const asked = settled(request);
  /** @type {IDBDatabase} */
  let database;
  try {
    database = await inTime(Promise.race([asked, /** @type {Promise<never>} */ (blocked)]));
  } catch (error) {
    isLate = true;
    void asked.then((late) => late.close(), () => undefined);
    throw error;
  }
  // A newer page that wants another version must not wait for this one.
  database.onversionchange = () => database.close();
  if (database.objectStoreNames.contains(STORE)) return database;
  const next = database.version + 1;
  database.close();
  return opened(next);
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new StorageFailed());
  });

/** @param {IDBTransaction} change @returns {Promise<void>} resolves when the whole change is stored */
const written = (change) =>
  new Promise((resolve, reject) => {
    change.oncomplete = () => resolve();
    change.onabort = () => reject(change.error ?? new StorageFailed("aborted"));
    change.onerror = () => reject(change.error ?? new StorageFailed("error"));
  });

/** @template T @param {Promise<T>} asked @returns {Promise<T>} */
function inTime(asked) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new StorageFailed("no answer")), ANSWER_MS);
  });
  return Promise.race([asked, /** @type {Promise<never>} */ (late)]).finally(() => clearTimeout(timer));
}
