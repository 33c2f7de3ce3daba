/* SPDX-License-Identifier: AGPL-3.0-or-later
   Draws a signature with finger, pen or mouse and sends its strokes with the form; the typed name counts without it. */
(function () {
  "use strict";
  const WIDTH = 1000, HEIGHT = 300, STEP = 3, MOST_STROKES = 80, MOST_POINTS = 3000;

  document.querySelectorAll("[data-signature]").forEach((part) => {
    const field = document.getElementById(part.dataset.signature);
    const pad = part.querySelector("canvas");
    const state = part.querySelector("[data-state]");
    const pen = pad.getContext("2d");
    let strokes = read(field.value);
    let stroke = null;

    function read(text) {
      if (!/^[\d, ;]+$/.test(text)) return [];
      return text.split(";").map((line) => line.split(" ").map((pair) => pair.split(",").map(Number)));
    }

    function points() {
      return strokes.reduce((sum, line) => sum + line.length, 0);
    }

    function draw() {
      pen.clearRect(0, 0, WIDTH, HEIGHT);
      pen.lineWidth = 6;
      pen.lineCap = pen.lineJoin = "round";
      // The colour of the text, so that it is seen in the dark too.
      pen.strokeStyle = getComputedStyle(pad).color;
      strokes.forEach((line) => {
        pen.beginPath();
        line.forEach(([x, y], place) => { if (place) pen.lineTo(x, y); else pen.moveTo(x, y); });
        if (line.length === 1) pen.lineTo(line[0][0], line[0][1]);
        pen.stroke();
      });
    }

    function keep() {
      field.value = strokes.map((line) => line.map((point) => point.join(",")).join(" ")).join(";");
      state.textContent = strokes.length ? part.dataset.drawn : part.dataset.empty;
    }

    function place(event) {
      const box = pad.getBoundingClientRect();
      const inside = (value, most) => Math.max(0, Math.min(most, Math.round(value)));
      return [
        inside((event.clientX - box.left) * WIDTH / box.width, WIDTH),
        inside((event.clientY - box.top) * HEIGHT / box.height, HEIGHT),
      ];
    }

    pad.addEventListener("pointerdown", (event) => {
      if (!event.isPrimary || event.button > 0 || strokes.length >= MOST_STROKES || points() >= MOST_POINTS) return;
      event.preventDefault();
      pad.setPointerCapture(event.pointerId);
      stroke = [place(event)];
      strokes.push(stroke);
      draw();
    });
    pad.addEventListener("pointermove", (event) => {
      if (!stroke || !event.isPrimary || points() >= MOST_POINTS) return;
      const [x, y] = place(event);
      const [lastX, lastY] = stroke[stroke.length - 1];
      if (Math.hypot(x - lastX, y - lastY) < STEP) return;
      stroke.push([x, y]);
      draw();
    });
    const lift = () => {
      if (!stroke) return;
      stroke = null;
      keep();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    pad.addEventListener("pointerup", lift);
    pad.addEventListener("pointercancel", lift);
    part.querySelector("[data-clear]").addEventListener("click", () => {
      strokes = [];
      keep();
      draw();
    });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);

    part.hidden = false;
    keep();
    draw();
  });
}());
