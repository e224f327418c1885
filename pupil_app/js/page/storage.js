// @ts-check
/**
 * The browser's database, asked so that "it did not answer" is never taken for "there is nothing".
 *
 * Whatever fails is tried again a few times, each try with a deadline; then it is an error of its
 * own. What is there already is never written over by something newly made.
 */

const DATABASE = "karlsson";
const STORE = "device";

/** Waits before the second, third and fourth try. A tablet that just woke needs a second or two. */
const WAITS_MS = Object.freeze([100, 400, 1500]);

/** A database that is opened, or a change that is written, answers within milliseconds; Safari's sometimes never does. */
const ANSWER_MS = 3000;

/** The database cannot be used just now; what it holds is unknown. */
export class StorageFailed extends Error {}

/** This browser keeps nothing for this page, by setting; it can still be used until it closes. */
export class NothingKept extends Error {}

/** @param {string} name @returns {Promise<any>} undefined where nothing is kept under this name */
export const load = (name) =>
  repeated(async (database) => {
    const store = database.transaction(STORE).objectStore(STORE);
    const [value, count] = await Promise.all([settled(store.get(name)), settled(store.count(name))]);
    // Safari gives null for a key that it cannot unlock just now.
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
 * Keep a value, unless there is one; both within one transaction, so that of two pages only one wins.
 *
 * @param {string} name @param {any} value
 * @returns {Promise<boolean>} whether it is this value that is kept now
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

/** @returns {boolean} where storage is forbidden by setting, the mere name of it throws */
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
    // An upgrade that comes after its deadline must not happen behind our back.
    if (isLate) request.transaction?.abort();
    else if (!request.result.objectStoreNames.contains(STORE)) request.result.createObjectStore(STORE);
  };
  // `blocked`: an older page still holds the database. It goes when that page closes: tried again.
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

/** @param {IDBTransaction} change @returns {Promise<void>} when all of it is on the disk, or nothing */
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
