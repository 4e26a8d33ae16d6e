// The edit of a clip: a time line whose edges are dragged, and the camera's box on the picture.
// The fields of the form are what counts; all of this only writes into them.


const form = document.getElementById("edit");
const source = document.getElementById("source");
const strip = document.getElementById("line");
const fields = { start: form.elements.start, end: form.elements.end };
const edges = { start: document.getElementById("edge-start"), end: document.getElementById("edge-end") };
const from = Number(form.dataset.from);
const to = Number(form.dataset.to);
const shortest = Number(form.dataset.shortest);
const longest = Number(form.dataset.longest);
const SNAP_SECONDS = 0.5;
const LEAD_SECONDS = 0.15;
const TAIL_SECONDS = 0.25;
const SVG = "http://www.w3.org/2000/svg";
let line = { levels: [], cuts: [], gaps: [], words: [], rates: [] };
let times = { start: read(fields.start.value), end: read(fields.end.value) };

function read(text) {
  const parts = text.trim().replace(",", ".").split(":").map(Number);
  return parts.some(Number.isNaN) ? NaN : parts.reduce((sum, part) => sum * 60 + part, 0);
}

function write(seconds) {
  const tenths = Math.round(seconds * 10);
  const rest = tenths % 600;
  const tenth = rest % 10;
  return `${Math.floor(tenths / 600)}:${String(Math.floor(rest / 10)).padStart(2, "0")}${tenth ? `.${tenth}` : ""}`;
}

const share = (seconds) => 100 * (Math.min(to, Math.max(from, seconds)) - from) / (to - from);

// Where nobody speaks: a start goes shortly before the next word, an end shortly after the last.
function snap(which, seconds) {
  if (!document.getElementById("snap").checked) return seconds;
  let best = seconds;
  let distance = SNAP_SECONDS;
  for (const [gapStart, gapEnd] of line.gaps) {
    const inside = which === "start"
      ? Math.max(gapStart, gapEnd - LEAD_SECONDS) : Math.min(gapEnd, gapStart + TAIL_SECONDS);
    if (seconds > gapStart && seconds < gapEnd) return seconds;
    if (Math.abs(inside - seconds) < distance) { best = inside; distance = Math.abs(inside - seconds); }
  }
  return best;
}

function place(which, seconds, { isExact = false } = {}) {
  const other = which === "start" ? times.end : times.start;
  let at = isExact ? seconds : snap(which, seconds);
  at = which === "start"
    ? Math.max(from, other - longest, Math.min(other - shortest, at))
    : Math.min(to, other + longest, Math.max(other + shortest, at));
  times[which] = Math.round(at * 10) / 10;
  fields[which].value = write(times[which]);
  draw();
}

function draw() {
  for (const which of ["start", "end"]) {
    edges[which].style.left = `${share(times[which])}%`;
    edges[which].setAttribute("aria-valuemin", String(from));
    edges[which].setAttribute("aria-valuemax", String(to));
    edges[which].setAttribute("aria-valuenow", times[which].toFixed(1));
    edges[which].setAttribute("aria-valuetext", write(times[which]));
  }
  const chosen = document.getElementById("chosen");
  chosen.style.left = `${share(times.start)}%`;
  chosen.style.width = `${share(times.end) - share(times.start)}%`;
  document.getElementById("length").textContent = `${(times.end - times.start).toFixed(1)} s`;
}

function add(parent, name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  parent.append(element);
}

function paint() {
  const picture = document.getElementById("line-picture");
  picture.replaceChildren();
  const step = line.levels.length ? 1000 / line.levels.length : 0;
  const wave = line.levels.map((level, n) => `M${(n * step).toFixed(1)} ${50 - level * .42}V${50 + level * .42}`).join("");
  for (const [start, end] of line.gaps) {
    add(picture, "rect", { class: "gap", x: 10 * share(start), width: 10 * (share(end) - share(start)), y: 0, height: 100 });
  }
  add(picture, "path", { class: "wave", d: wave || "M0 50H1000", "stroke-width": Math.max(1, step * .7) });
  for (const at of line.cuts) add(picture, "line", { class: "cut", x1: 10 * share(at), x2: 10 * share(at), y1: 92, y2: 100 });
  const most = Math.max(1, ...line.rates.map(([, rate]) => rate));
  const chat = line.rates.map(([at, rate], n) => `${n ? "L" : "M"}${(10 * share(at)).toFixed(1)} ${(96 - 88 * rate / most).toFixed(1)}`).join("");
  if (chat) add(picture, "path", { class: "rate", d: chat, "vector-effect": "non-scaling-stroke" });
  const words = document.getElementById("line-words");
  words.replaceChildren(...line.words.map(([start, , text]) => {
    const word = document.createElement("span");
    word.textContent = text;
    word.style.left = `${share(start)}%`;
    return word;
  }));
  // Words that would lie on each other are left out.
  let taken = -1;
  for (const word of words.children) {
    const box = word.getBoundingClientRect();
    if (box.left < taken) word.style.visibility = "hidden"; else taken = box.right + 4;
  }
}

function drag(edge, which) {
  edge.addEventListener("pointerdown", (event) => {
    edge.setPointerCapture(event.pointerId);
    edge.focus();
    event.preventDefault();
  });
  edge.addEventListener("pointermove", (event) => {
    if (!edge.hasPointerCapture(event.pointerId)) return;
    const box = strip.getBoundingClientRect();
    place(which, from + (to - from) * (event.clientX - box.left) / box.width);
  });
  edge.addEventListener("pointerup", () => show(which));
  edge.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -.1, ArrowDown: -.1, ArrowRight: .1, ArrowUp: .1, PageDown: -1, PageUp: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    place(which, times[which] + by * (event.shiftKey ? 10 : 1), { isExact: true });
    show(which);
  });
}

// The picture at the edge that moved; the end is shown a moment before it.
function show(which) {
  source.pause();
  source.currentTime = which === "start" ? times.start : Math.max(times.start, times.end - .1);
}

function play() {
  if (!source.paused) { source.pause(); return; }
  if (source.currentTime < times.start || source.currentTime >= times.end - .05) source.currentTime = times.start;
  source.play();
}

source.addEventListener("timeupdate", () => {
  document.getElementById("playhead").style.left = `${share(source.currentTime)}%`;
  if (!source.paused && source.currentTime >= times.end) source.pause();
});
source.addEventListener("play", () => { document.getElementById("play").textContent = "Pause"; });
source.addEventListener("pause", () => { document.getElementById("play").textContent = "Play this stretch"; });
source.addEventListener("error", () => { document.getElementById("source-trouble").hidden = false; });
document.getElementById("play").addEventListener("click", play);
strip.addEventListener("click", (event) => {
  if (event.target.closest(".edge")) return;
  const box = strip.getBoundingClientRect();
  source.currentTime = from + (to - from) * (event.clientX - box.left) / box.width;
});
for (const which of ["start", "end"]) {
  drag(edges[which], which);
  fields[which].addEventListener("change", () => {
    const typed = read(fields[which].value);
    if (!Number.isNaN(typed)) { times[which] = typed; draw(); show(which); }
  });
}

// The camera's box, in the pixels of the video.
const camera = document.getElementById("camera");
const frame = document.getElementById("frame");
const [wide, high] = [Number(form.dataset.width), Number(form.dataset.height)];
const LEAST = 16;
let box = readBox(form.elements.facecam.value);

function readBox(text) {
  const parts = text.split(",").map(Number);
  return parts.length === 4 && parts.every(Number.isFinite) && text.trim() ? parts : null;
}

function putBox(next, { isTold = true } = {}) {
  const width = Math.round(Math.min(wide, Math.max(LEAST, next[2])));
  const height = Math.round(Math.min(high, Math.max(LEAST, next[3])));
  box = [Math.round(Math.min(wide - width, Math.max(0, next[0]))), Math.round(Math.min(high - height, Math.max(0, next[1]))), width, height];
  if (isTold) form.elements.facecam.value = box.join(",");
  Object.assign(camera.style, {
    left: `${100 * box[0] / wide}%`, top: `${100 * box[1] / high}%`, width: `${100 * box[2] / wide}%`, height: `${100 * box[3] / high}%`,
  });
}

function showCamera() {
  const isStack = form.elements.layout.value === "stack";
  camera.hidden = !isStack;
  frame.style.aspectRatio = `${wide} / ${high}`;
  if (isStack) putBox(box || [wide * .02, high * .02, wide * .25, high * .25], { isTold: Boolean(box) });
}

camera.addEventListener("pointerdown", (event) => {
  camera.setPointerCapture(event.pointerId);
  camera.focus();
  event.preventDefault();
  const isCorner = event.target.matches(".corner");
  const [scaleX, scaleY] = [wide / frame.clientWidth, high / frame.clientHeight];
  const [x, y] = [event.clientX, event.clientY];
  const before = [...box];
  const move = (moved) => {
    const [byX, byY] = [(moved.clientX - x) * scaleX, (moved.clientY - y) * scaleY];
    putBox(isCorner ? [before[0], before[1], before[2] + byX, before[3] + byY] : [before[0] + byX, before[1] + byY, before[2], before[3]]);
  };
  camera.addEventListener("pointermove", move);
  camera.addEventListener("pointerup", () => camera.removeEventListener("pointermove", move), { once: true });
});
camera.addEventListener("keydown", (event) => {
  const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (!by) return;
  event.preventDefault();
  const [x, y] = by.map((part) => part * Math.round(wide / 100));
  putBox(event.shiftKey ? [box[0], box[1], box[2] + x, box[3] + y] : [box[0] + x, box[1] + y, box[2], box[3]]);
});
form.elements.layout.addEventListener("change", showCamera);
form.elements.facecam.addEventListener("change", () => { box = readBox(form.elements.facecam.value); showCamera(); });

strip.hidden = false;
document.getElementById("line-tools").hidden = false;
draw();
paint();
showCamera();
fetch(form.dataset.line, { headers: { Accept: "application/json" } })
  .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
  .then((found) => { line = found; paint(); })
  .catch(() => { document.getElementById("length").textContent = "The sound around the clip cannot be shown."; });
