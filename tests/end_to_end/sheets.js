// @ts-check
// Evaluated in both pages: the logic of sheets as a page uses it, before any of its buttons.

(async () => {
  const at = (/** @type {string} */ path) => new URL(path, document.baseURI).href;
  /** @type {any} */
  const sheets = { told: [], lesson: null };
  /** @type {any} */ (window).sheets = sheets;

  /** Return a photo of a paper: blue left, yellow right, far larger than a sheet. */
  sheets.photo = async () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [3000, 2400];
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    pen.fillStyle = "#2040c0";
    pen.fillRect(0, 0, 1500, 2400);
    pen.fillStyle = "#f0d020";
    pen.fillRect(1500, 0, 1500, 2400);
    const file = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    const { paperPicture } = await import(at("/app/js/page/paper_picture.js"));
    return paperPicture(file);
  };

  /** Show a picture that came; return its size and the colours of its halves. @param {Blob} blob */
  sheets.look = async (blob) => {
    const image = new Image();
    image.src = URL.createObjectURL(blob);
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [8, 1];
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    pen.drawImage(image, 0, 0, 8, 1);
    const colour = (/** @type {number} */ x) => [...pen.getImageData(x, 0, 1, 1).data];
    return [blob.type, image.naturalWidth, image.naturalHeight, ...colour(1), ...colour(6)];
  };

  sheets.event = (/** @type {string} */ type) => sheets.told.find((/** @type {any} */ event) => event.type === type);

  /** Wait until the page was told this. @param {string} type @param {number} mostMs */
  sheets.comes = async (type, mostMs) => {
    const endMs = performance.now() + mostMs;
    while (!sheets.event(type)) {
      if (performance.now() > endMs) throw new Error(`no ${type}, but ${JSON.stringify(sheets.told.at(-1))}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  /** Keep the lesson of the child's page, and what it is told. */
  sheets.child = async () => {
    const { Lesson } = await import(at("/app/js/lesson/lesson.js"));
    const { join } = Lesson.prototype;
    Lesson.prototype.join = function (/** @type {any} */ wishes) {
      sheets.lesson = this;
      return join.call(this, wishes);
    };
    const { Transfers } = await import(at("/app/js/lesson/transfers.js"));
    const { use } = Transfers.prototype;
    Transfers.prototype.use = function (/** @type {any} */ channel) {
      if (!this.watched) {
        this.watched = this.tell;
        this.tell = (/** @type {any} */ event) => {
          sheets.told.push(event);
          this.watched(event);
        };
      }
      return use.call(this, channel);
    };
  };

  /** Come to the bridge as a teacher's page. @param {string} token @param {string} key */
  sheets.teacher = async (token, key) => {
    const { ClassSheets } = await import(at("/app/js/teacher/class_sheets.js"));
    const protocol = await import(at("/app/js/wire/protocol.js"));
    const socket = new WebSocket(new URL("/signal", location.href.replace(/^http/, "ws")));
    const send = (/** @type {any} */ message) => (socket.send(JSON.stringify(message)), true);
    sheets.desk = new ClassSheets({ send, tell: (/** @type {any} */ event) => sheets.told.push(event) });
    const can = await sheets.desk.use(key);
    await new Promise((resolve) => {
      socket.onmessage = ({ data }) => {
        const message = JSON.parse(data);
        if (message.type === "challenge") send(protocol.helloTeacher(token));
        if (message.type === "welcome_teacher") resolve(sheets.desk.up());
        sheets.desk.receive(protocol.read(data) ?? {});
      };
    });
    return can;
  };
})();
