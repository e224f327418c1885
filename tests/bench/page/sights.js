// @ts-check
// Put into the page before its own scripts: writes down what a child sees and does, and when.
// Times are Unix milliseconds of this machine's clock.

(() => {
  const COLUMNS = 16;
  const ROWS = 2;
  const ROW_PARTS = 20;
  const BLOCK_PX = 4;
  const THUMB_WIDTH_PX = 160;
  const THUMB_HEIGHT_PX = 120;
  const MOST_ENTRIES = 5000;

  const wall = (/** @type {number} */ now) => performance.timeOrigin + now;

  /** @type {{sights: number[][], taps: number[], looks: number[], thumbTimes: number[]}} */
  const log = { sights: [], taps: [], looks: [], thumbTimes: [] };
  /** @type {Uint8Array[]} */
  let thumbs = [];
  let wantsThumbs = false;

  const strip = canvas(COLUMNS * BLOCK_PX, ROWS * BLOCK_PX);
  const thumb = canvas(THUMB_WIDTH_PX, THUMB_HEIGHT_PX);

  /** @param {number} width @param {number} height */
  function canvas(width, height) {
    const context = new OffscreenCanvas(width, height).getContext("2d", {
      willReadFrequently: true,
    });
    if (!context) throw new Error("no canvas");
    return context;
  }

  /** The 32 bits on top of the picture. @param {HTMLVideoElement} video */
  function readCode(video) {
    const { width, height } = strip.canvas;
    strip.drawImage(
      video, 0, 0, video.videoWidth, (video.videoHeight * ROWS) / ROW_PARTS, 0, 0, width, height,
    );
    const pixels = strip.getImageData(0, 0, width, height).data;
    let bits = 0;
    for (let index = 0; index < COLUMNS * ROWS; index += 1) {
      const x = (index % COLUMNS) * BLOCK_PX + BLOCK_PX / 2;
      const y = Math.floor(index / COLUMNS) * BLOCK_PX + BLOCK_PX / 2;
      const at = (y * width + x) * 4;
      bits = (bits << 1) | (pixels[at + 1] > 127 ? 1 : 0);
    }
    return bits >>> 0;
  }

  /** @param {HTMLVideoElement} video */
  function keepThumb(video) {
    const { width, height } = thumb.canvas;
    thumb.drawImage(video, 0, 0, width, height);
    const pixels = thumb.getImageData(0, 0, width, height).data;
    const grey = new Uint8Array(width * height);
    for (let index = 0; index < grey.length; index += 1) {
      const at = index * 4;
      grey[index] = (pixels[at] + 2 * pixels[at + 1] + pixels[at + 2]) >> 2;
    }
    thumbs.push(grey);
  }

  /** @param {HTMLVideoElement} video */
  function watch(video) {
    const see = (/** @type {number} */ _now, /** @type {any} */ frame) => {
      // First: reading the picture must not count.
      const at = wall(performance.now());
      video.requestVideoFrameCallback(see);
      if (log.sights.length < MOST_ENTRIES) {
        log.sights.push([at, readCode(video), frame.presentedFrames]);
      }
      if (wantsThumbs && thumbs.length < MOST_ENTRIES) {
        keepThumb(video);
        log.thumbTimes.push(at);
      }
    };
    video.requestVideoFrameCallback(see);
  }

  const watched = new WeakSet();
  setInterval(() => {
    for (const video of document.querySelectorAll("video")) {
      if (watched.has(video)) continue;
      watched.add(video);
      watch(video);
    }
  }, 5);

  addEventListener("pointerdown", (event) => log.taps.push(wall(event.timeStamp)), true);

  /** @type {RTCDataChannel | undefined} */
  let control;
  let cropSeq = 0;

  const send = RTCDataChannel.prototype.send;
  RTCDataChannel.prototype.send = function (/** @type {any} */ data) {
    if (this.label === "control") control = this;
    if (typeof data === "string" && /"type": ?"look"/.test(data)) {
      log.looks.push(wall(performance.now()));
    }
    return send.call(this, data);
  };

  /** @param {Uint8Array[]} parts */
  async function base64(parts) {
    const reader = new FileReader();
    await new Promise((resolve) => {
      reader.onload = resolve;
      reader.readAsDataURL(new Blob(/** @type {BlobPart[]} */ (parts)));
    });
    return String(reader.result).replace(/^.*,/, "");
  }

  Object.assign(window, {
    benchSights: {
      log,
      start: (/** @type {boolean} */ withThumbs) => {
        Object.assign(log, { sights: [], taps: [], looks: [], thumbTimes: [] });
        thumbs = [];
        wantsThumbs = withThumbs;
      },
      thumbs: () => base64(thumbs),
      /** Wish for a part of the picture, as a finger does. @param {number} zoom @param {number} x @param {number} y */
      crop: (zoom, x, y) => {
        log.taps.push(wall(performance.now()));
        cropSeq += 1;
        const sentMs = Math.round(performance.now());
        control?.send(JSON.stringify({ type: "crop", seq: cropSeq, sent_ms: sentMs, zoom, x, y }));
      },
    },
  });
})();
