// @ts-check
// Evaluated in the child's page before it joins: keeps its lesson, and what crosses and when.

(async () => {
  const at = (/** @type {string} */ path) => new URL(path, document.baseURI).href;
  const { Transfers } = await import(at("/app/js/lesson/transfers.js"));
  const { Lesson } = await import(at("/app/js/lesson/lesson.js"));
  /** @type {any} */
  const bench = { lesson: null, transfers: null, log: [] };
  /** @type {any} */ (window).benchCrossing = bench;
  const { use } = Transfers.prototype;
  Transfers.prototype.use = function (/** @type {any} */ channel) {
    if (!bench.transfers) {
      bench.transfers = this;
      const { tell } = this;
      this.tell = (/** @type {any} */ event) => {
        bench.log.push([performance.now(), event.type, event.share ?? 1, event.code ?? "", event.picture?.size ?? 0]);
        tell(event);
      };
    }
    return use.call(this, channel);
  };
  const { join } = Lesson.prototype;
  Lesson.prototype.join = function (/** @type {any} */ wishes) {
    bench.lesson = this;
    return join.call(this, wishes);
  };

  /** Wait for an event of these types; return its time. @param {string[]} types @param {number} mostMs */
  const until = (types, mostMs) =>
    new Promise((resolve) => {
      const from = bench.log.length;
      const endMs = performance.now() + mostMs;
      const look = () => {
        const found = bench.log.slice(from).find((/** @type {any[]} */ [, type]) => types.includes(type));
        if (found || performance.now() > endMs) resolve(found ?? null);
        else setTimeout(look, 5);
      };
      look();
    });

  /** Send bytes that are no picture; return the time until the robot has them. @param {number} size */
  bench.sheet = async (size) => {
    const data = new Uint8Array(size);
    for (let from = 0; from < size; from += 65536) crypto.getRandomValues(data.subarray(from, from + 65536));
    const beganMs = performance.now();
    const found = until(["sheet_sent"], 120_000);
    const sent = bench.transfers.sendSheet(data);
    if (sent.code) return [null, sent.code];
    const ended = await found;
    return ended ? [ended[0] - beganMs, ended[3]] : [null, "silent"];
  };

  /** Take a still; return the time until it is there, that of its crossing, and its size. */
  bench.still = async () => {
    const beganMs = performance.now();
    const first = until(["still_coming", "still"], 60_000);
    const found = until(["still"], 60_000);
    if (!bench.lesson.robot.takeStill()) return [null, null, 0];
    const [began, ended] = [await first, await found];
    return ended ? [ended[0] - beganMs, ended[0] - began[0], ended[4]] : [null, null, 0];
  };

  /** Repeat until told to stop. @param {"sheet" | "still"} what @param {number} size */
  bench.repeat = (what, size) => {
    bench.going = true;
    bench.times = [];
    bench.done = (async () => {
      while (bench.going) bench.times.push(await bench[what](size));
    })();
  };
})();
