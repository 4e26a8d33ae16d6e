// Sends files in parts. It asks Truss each time which parts are missing, so a cut connection, a
// reloaded page, a second tab and a restart are all handled the same way: ask, send the rest.
"use strict";

const PARTS_AT_ONCE = 3;
const SAMPLE_BYTES = 65536;
const START_BYTES = 1024;
const WAIT_MILLISECONDS_MAX = 15000;
const SPEED_MILLISECONDS = 8000;
const MOVES_MAX = 5;
// So often in a row nothing arrives before Truss is asked why, and before a browser is blamed.
const LOST_BEFORE_ASKING = 2;
const LOST_MAX = 4;
// S3 says so of what passes by itself, with a status that is kept for refusals otherwise.
const PASSING = new Set(["RequestTimeout", "BadDigest", "IncompleteBody", "OperationAborted"]);
const UNREACHABLE = "Truss answers, but this browser cannot reach the bucket to which videos go. "
  + "Check this network, its firewall and the browser's extensions; what was sent so far is kept, press Resume then.";
const uploader = document.getElementById("uploader");

class Refused extends Error {}
class Barred extends Refused {}
class Cut extends Error {}
class Stopped extends Error {}

// A bucket took no part: `answer` is 0 where the browser got no answer, as without a CORS rule.
class Bounced extends Cut {
  constructor({ status = 0, told = "", hasSent = false }) {
    super();
    this.answer = status;
    this.code = /<Code>([A-Za-z.]+)<\/Code>/.exec(told)?.[1] ?? "";
    this.hasSent = hasSent;
    // A ticket ends after an hour, which a laptop sleeps through; the next one is a new one.
    this.isClear = status >= 400 && !PASSING.has(this.code) && !/expired/i.test(told);
  }
}

// --- small things ---------------------------------------------------------------------------

function sleep(milliseconds) {
  return new Promise((done) => { setTimeout(done, milliseconds); });
}

function describeSize(bytes) {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} KB`;
  if (bytes < 1024 ** 3) return `${(bytes / 1024 ** 2).toFixed(bytes < 10 * 1024 ** 2 ? 1 : 0)} MB`;
  return `${(bytes / 1024 ** 3).toFixed(2)} GB`;
}

function describeWait(seconds) {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s left`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min left`;
  return `${(seconds / 3600).toFixed(1)} h left`;
}

// A quick 53-bit hash (cyrb53); it only has to tell one person's files apart.
function hash(bytes, seed) {
  let a = 0xdeadbeef ^ seed;
  let b = 0x41c6ce57 ^ seed;
  for (const byte of bytes) {
    a = Math.imul(a ^ byte, 2654435761);
    b = Math.imul(b ^ byte, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(16);
}

async function readBytes(file, from, to) {
  return new Uint8Array(await file.slice(from, to).arrayBuffer());
}

async function describeFile(file) {
  const head = await readBytes(file, 0, SAMPLE_BYTES);
  const tail = await readBytes(file, Math.max(0, file.size - SAMPLE_BYTES), file.size);
  return {
    name: file.name,
    size: file.size,
    fingerprint: `${hash(head, 1)}-${hash(tail, 2)}-${file.lastModified}`,
    start: [...head.subarray(0, START_BYTES)].map((byte) => byte.toString(16).padStart(2, "0")).join(""),
  };
}

// --- talking to Truss -----------------------------------------------------------------------

// A page loaded before a restart has an old token; a fresh page has the new one.
async function renewToken() {
  const answer = await fetch("/uploads", { headers: { Accept: "text/html" } }).catch(() => { throw new Cut(); });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("uploader");
  if (fresh) uploader.dataset.token = fresh.dataset.token;
}

async function post(address, body, { isRenewed = false } = {}) {
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-Truss-Token": uploader.dataset.token },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Cut();
  }
  if (answer.status === 403 && !isRenewed) {
    await renewToken();
    return post(address, body, { isRenewed: true });
  }
  const told = await answer.json().catch(() => ({}));
  if (answer.ok) return told;
  if (!told.is_refused && (answer.status >= 500 || answer.status === 429)) throw new Cut();
  const refused = new Refused(told.problem || "Truss could not accept that file.");
  refused.status = answer.status;
  throw refused;
}

// `fetch` does not report how much was sent; XMLHttpRequest does.
function put(ticket, part, sending, onSent) {
  const isOurs = new URL(ticket.url, location.href).origin === location.origin;
  let hasSent = false;
  return new Promise((done, fail) => {
    const lose = (status = 0, told = "") => {
      const isBounced = !isOurs && status < 500 && status !== 429;
      fail(isBounced ? new Bounced({ status, told, hasSent }) : new Cut());
    };
    const request = new XMLHttpRequest();
    sending.add(request);
    request.open(ticket.method, ticket.url);
    for (const [name, value] of Object.entries(ticket.headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => {
      hasSent ||= event.loaded > 0;
      onSent(event.loaded);
    };
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) done();
      else lose(request.status, request.responseText);
    };
    request.onerror = () => lose();
    request.onabort = () => fail(new Stopped());
    request.onloadend = () => { sending.delete(request); };
    request.send(part);
  });
}

// --- one file -------------------------------------------------------------------------------

class Sending {
  constructor(file) {
    this.file = file;
    this.row = document.getElementById("sending-item").content.firstElementChild.cloneNode(true);
    this.row.querySelector(".name").textContent = file.name;
    this.row.querySelector(".size").textContent = describeSize(file.size);
    this.button = this.row.querySelector("button");
    this.button.addEventListener("click", () => { if (this.isStopped) this.run().then((page) => leadOn(this, page)); else this.stop(); });
    this.requests = new Set();
    this.isStopped = false;
    document.getElementById("sending").append(this.row);
  }

  say(text, kind = "") {
    this.row.querySelector(".said").textContent = text;
    this.row.className = `panel sent ${kind}`;
  }

  stop() {
    this.isStopped = true;
    for (const request of this.requests) request.abort();
    this.offer("Resume");
    this.say("Stopped. The parts sent so far are kept for two days.");
  }

  offer(label) {
    this.button.textContent = label;
    this.button.hidden = !label;
  }

  // Runs until the file is complete, somebody stops it, or Truss refuses it.
  async run() {
    this.isStopped = false;
    this.lost = 0;
    this.offer("Stop");
    this.say("Looking at the file…");
    for (let tries = 0; !this.isStopped; tries += 1) {
      try {
        const page = await this.sendMissing(() => { tries = 0; this.lost = 0; });
        this.row.querySelector("progress").value = 100;
        this.offer("");
        this.say("Uploaded.", "done");
        return page;
      } catch (failure) {
        const problem = await this.explain(failure);
        if (problem instanceof Stopped || this.isStopped) return null;
        // Another tab was faster, or the upload is finished; asking again shows which.
        const isMoved = problem.status === 409 || problem.status === 404;
        if (!(problem instanceof Cut) && !(isMoved && tries < MOVES_MAX)) {
          this.offer(problem instanceof Barred ? "Resume" : "Try again");
          this.isStopped = true;
          const isRead = problem instanceof Refused;
          this.say(isRead ? problem.message : "The file can no longer be read; choose it again.", "failed");
          return null;
        }
        if (!isMoved) this.say("The connection is lost; the upload will resume by itself.", "cut");
        await sleep(Math.min(WAIT_MILLISECONDS_MAX, 500 * 2 ** Math.min(tries, 10)));
      }
    }
    return null;
  }

  // A bucket that takes no part may refuse this page for good, which Truss can find out.
  async explain(problem) {
    if (!(problem instanceof Bounced)) return problem;
    this.lost += 1;
    if (!problem.isClear && this.lost < LOST_BEFORE_ASKING) return problem;
    const { answer, code } = problem;
    try {
      const { refusal } = await post(`/uploads/files/${this.upload.id}/refused`, { status: problem.isClear ? answer : 0, code });
      if (refusal) return new Barred(refusal);
    } catch (other) {
      return other;
    }
    return this.lost < LOST_MAX || problem.hasSent ? problem : new Barred(UNREACHABLE);
  }

  async sendMissing(onArrived) {
    this.description ??= await describeFile(this.file);
    const upload = await post("/uploads/files", this.description);
    if (upload.page) return upload.page;
    this.upload = upload;
    this.waiting = [...upload.missing];
    this.arrived = this.file.size - this.waiting.reduce((sum, number) => sum + this.sizeOf(number), 0);
    this.underWay = new Map();
    this.marks = [[performance.now(), this.arrived]];
    this.show();
    const outcomes = await Promise.allSettled(
      Array.from({ length: PARTS_AT_ONCE }, () => this.sendParts(onArrived)),
    );
    const failures = outcomes.filter((outcome) => outcome.status === "rejected").map(({ reason }) => reason);
    if (failures.length) throw failures.find((failure) => failure.isClear) ?? failures[0];
    return (await post(`/uploads/files/${upload.id}/finish`, {})).page;
  }

  async sendParts(onArrived) {
    while (this.waiting.length) {
      if (this.isStopped) throw new Stopped();
      const number = this.waiting.shift();
      try {
        await this.sendPart(number);
      } catch (problem) {
        // The others finish their current part; then all start again with what is missing.
        this.waiting = [];
        this.underWay.delete(number);
        throw problem;
      }
      this.underWay.delete(number);
      this.arrived += this.sizeOf(number);
      onArrived();
      this.show();
    }
  }

  async sendPart(number) {
    const ticket = await post(`/uploads/files/${this.upload.id}/tickets`, { number });
    const from = (number - 1) * this.upload.part_bytes;
    const part = this.file.slice(from, from + this.sizeOf(number));
    await put(ticket, part, this.requests, (sent) => {
      this.underWay.set(number, sent);
      this.show();
    });
  }

  sizeOf(number) {
    const { part_bytes: partBytes } = this.upload;
    return Math.min(partBytes, this.file.size - (number - 1) * partBytes);
  }

  show() {
    const sent = this.arrived + [...this.underWay.values()].reduce((sum, each) => sum + each, 0);
    const now = performance.now();
    this.marks = [...this.marks.filter(([at]) => now - at < SPEED_MILLISECONDS), [now, sent]];
    const [[since, before]] = this.marks;
    const speed = now > since ? (1000 * (sent - before)) / (now - since) : 0;
    const pace = speed > 0 ? ` · ${describeSize(speed)}/s · ${describeWait((this.file.size - sent) / speed)}` : "";
    this.row.querySelector("progress").value = Math.min(100, (100 * sent) / this.file.size);
    this.say(`${describeSize(sent)} of ${describeSize(this.file.size)}${pace}`);
  }
}

// --- the page -------------------------------------------------------------------------------

let turn = Promise.resolve();
let count = 0;

// A single file leads on to its progress page.
function leadOn(sending, page) {
  if (page && !count && document.querySelectorAll("#sending > li").length === 1) location.assign(page);
  else if (page) sending.row.querySelector(".said").innerHTML = `Uploaded. <a href="${encodeURI(page)}">See its progress</a>`;
}

// One file after the other.
function take(files) {
  for (const file of files) {
    count += 1;
    const sending = new Sending(file);
    sending.say("Waiting for its turn.");
    sending.offer("");
    turn = turn.then(() => sending.run()).then((page) => {
      count -= 1;
      leadOn(sending, page);
    });
  }
}

if (uploader) {
  const drop = document.getElementById("drop");
  const input = document.getElementById("files");
  input.addEventListener("change", () => { take([...input.files]); input.value = ""; });
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.classList.remove("over"); });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    take([...event.dataTransfer.files]);
  });
}

// Link previews run no scripts, so only people's browsers open the page at once.
document.querySelector("form[data-open]")?.requestSubmit();
