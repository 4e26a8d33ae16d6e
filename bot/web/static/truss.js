// Everything here is optional: every page and every decision works without it.
// A page is made of parts (`data-part`). To update it, the same page is fetched again and the parts
// that differ are replaced, so that a playing video is never touched.
"use strict";

const POLL_MILLISECONDS = 1000;
const toast = document.getElementById("toast");
// Each part as it was served, so that what a browser or an extension adds does not count as a change.
const served = new WeakMap();
let toastTimer = 0;
let isBusy = false;

function say(text) {
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { toast.hidden = true; }, 6000);
}

// Each answer masks the token of its forms in another way, which is no change of a part.
function shapeOf(part) {
  return part.outerHTML.replace(/(name="csrf_token" value=")[^"]*/g, "$1");
}

function remember(root) {
  for (const part of root.querySelectorAll("[data-part]")) served.set(part, shapeOf(part));
}

// Forms that stay take the token of the newest answer, as somebody may have signed in again.
function renewTokens(fresh) {
  const token = fresh.querySelector('input[name="csrf_token"]')?.value;
  if (!token) return;
  for (const field of document.querySelectorAll('input[name="csrf_token"]')) field.value = token;
}

// A part of the page itself comes or goes, as the words of a clip that is ready.
function syncParts(fresh) {
  const list = (root) => [...root.querySelectorAll("#main > [data-part]")];
  const wanted = list(fresh);
  for (const old of list(document)) {
    if (!wanted.some((part) => part.id === old.id)) old.remove();
  }
  for (const part of wanted) {
    if (document.getElementById(part.id)) continue;
    let previous = part.previousElementSibling;
    while (previous && !document.getElementById(previous.id)) previous = previous.previousElementSibling;
    const copy = document.importNode(part, true);
    served.set(copy, shapeOf(part));
    if (previous) document.getElementById(previous.id).after(copy);
    else document.getElementById("main").prepend(copy);
  }
}

// What somebody is typing stays where the text beneath it is still the same.
function keepTyped(old, part) {
  for (const field of old.querySelectorAll("textarea[id]")) {
    const fresh = part.querySelector(`#${CSS.escape(field.id)}`);
    if (fresh && fresh.defaultValue === field.defaultValue) fresh.value = field.value;
  }
}

// The field itself, where it is there again, with the cursor in it; else the clip's title.
function focusAgain(part, field, from, to) {
  const again = field.id && part.querySelector(`#${CSS.escape(field.id)}`);
  const place = again || part.closest("article")?.querySelector(".title");
  place?.focus({ preventScroll: true });
  if (again && from !== null) again.setSelectionRange(from, to);
}

function swapParts(fresh) {
  remember(fresh);
  for (const part of fresh.querySelectorAll("[data-part]")) {
    const old = document.getElementById(part.id);
    if (!old || served.get(old) === served.get(part)) continue;
    const field = document.activeElement;
    const hadFocus = old.contains(field);
    const [from, to] = field instanceof HTMLTextAreaElement ? [field.selectionStart, field.selectionEnd] : [null, null];
    keepTyped(old, part);
    old.replaceWith(document.adoptNode(part));
    if (hadFocus) focusAgain(part, field, from, to);
  }
}

function syncCards(fresh) {
  const grid = document.getElementById("cards");
  let previous = null;
  for (const card of fresh.querySelectorAll("#cards > article")) {
    const old = document.getElementById(card.id);
    if (old) old.className = card.className;
    else if (previous) previous.after(document.adoptNode(card));
    else grid.replaceChildren(document.adoptNode(card), ...grid.querySelectorAll(":scope > article"));
    previous = document.getElementById(card.id);
  }
}

function isPlaying() {
  return [...document.querySelectorAll("video")].some((video) => !video.paused);
}

function show(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const page = (root) => root.getElementById("main").dataset.page;
  if (page(document) !== page(fresh)) {
    if (!isPlaying()) location.reload();
    return;
  }
  syncParts(fresh);
  swapParts(fresh);
  if (document.getElementById("cards")) syncCards(fresh);
  renewTokens(fresh);
  document.title = fresh.title;
}

async function refresh() {
  const answer = await fetch(location.pathname + location.search, { headers: { Accept: "text/html" } });
  if (answer.ok) show(await answer.text());
  // Signed out meanwhile, elsewhere or by time: the page itself leads to the sign-in.
  else if (answer.status === 401 && !isPlaying()) location.reload();
}

// `data-moving` says how many seconds to wait before fetching a part again.
function isDue(second) {
  return [...document.querySelectorAll("[data-moving]")].some((part) => second % Number(part.dataset.moving) === 0);
}

// Where the server tells of changes, nobody asks; where it cannot, the page asks as it always did.
let news = null;

function listen() {
  const place = document.querySelector("[data-events]");
  if (!place || typeof EventSource === "undefined") return;
  news = new EventSource(place.dataset.events);
  news.addEventListener("message", async () => {
    if (isBusy) return;
    await refresh().catch(() => {});
    if (!document.querySelector("[data-moving]")) news.close();
  });
}

async function poll(second) {
  try {
    const isTold = news !== null && news.readyState === EventSource.OPEN;
    if (!isTold && !isBusy && !document.hidden && isDue(second)) await refresh();
  } catch {
    // Truss may be restarting; it is asked again a second later.
  }
  setTimeout(poll, POLL_MILLISECONDS, second + 1);
}

const DONE = { approve: "Approved", reject: "Rejected", retry: "Tried again", undo: "Undone" };

async function decide(form, button) {
  const body = new URLSearchParams(new FormData(form));
  const title = form.closest("article").querySelector(".title").textContent.trim();
  isBusy = true;
  // Disabling the buttons would take away the keyboard's focus.
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(button.getAttribute("formaction") || form.action, { method: "POST", body });
    const html = await answer.text();
    if (answer.ok) {
      show(html);
      say(`${DONE[button.className]}: ${title}`);
    } else {
      const page = new DOMParser().parseFromString(html, "text/html");
      say(page.getElementById("problem")?.textContent || "Truss could not do that.");
      await refresh();
    }
  } catch {
    say("Truss does not answer; check that it is running, then try again.");
  } finally {
    isBusy = false;
    form.removeAttribute("aria-busy");
  }
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-decide]") || !event.submitter) return;
  event.preventDefault();
  if (!isBusy) decide(event.target, event.submitter);
});

// One video at a time; `play` does not bubble.
document.addEventListener("play", (event) => {
  for (const video of document.querySelectorAll("video")) {
    if (video !== event.target) video.pause();
  }
}, true);

// Until when something can be undone; parts that were fetched again are counted down too.
function countDown() {
  const now = Date.now() / 1000;
  for (const place of document.querySelectorAll("[data-countdown]")) {
    const left = Math.max(0, Math.round(Number(place.dataset.countdown) - now));
    const text = `goes out ${sayWhen(left)}`;
    place.textContent = "sentence" in place.dataset ? `G${text.slice(1)}.` : text;
  }
}

function sayWhen(seconds) {
  if (seconds > 86400) return "later";
  if (!seconds) return "now";
  const minutes = Math.floor(seconds / 60);
  if (seconds >= 3600) return `in ${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `in ${minutes}:${String(seconds % 60).padStart(2, "0")}`;
}

remember(document);
countDown();
listen();
setInterval(countDown, 1000);
setTimeout(poll, POLL_MILLISECONDS, 1);
