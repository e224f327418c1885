/**
 * Service worker: without a network it shows a page that says so, and asks again. It keeps that page
 * and its pictures, and nothing else: no lesson, no address, no answer of the bridge.
 *
 * `VERSION` belongs to the content of `KEPT`; a test compares them.
 */

const VERSION = "6a202e00a677";
const CACHE = `karlsson-offline-${VERSION}`;
const PAGE = "/offline";
const KEPT = [PAGE, "/app/offline.css", "/app/offline_page.js", "/app/icon.svg", "/app/icon_calm.svg"];

/** Addresses at which somebody opens the app or the teacher's page. */
const DOORS = ["/", "/teacher"];

self.addEventListener("install", (event) => {
  const kept = KEPT.map((path) => new Request(path, { cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(kept)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const forget = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  };
  event.waitUntil(forget());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  const asked = request.mode === "navigate" && DOORS.includes(pathname) ? PAGE : pathname;
  // Everything else goes its way as if there were no worker.
  if (!KEPT.includes(asked)) return;
  event.respondWith(fetch(request).catch(async (error) => {
    const found = await (await caches.open(CACHE)).match(asked);
    if (!found) throw error;
    return found;
  }));
});
