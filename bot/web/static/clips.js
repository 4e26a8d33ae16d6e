// The list of clips and the review: keys, decisions in place, and the time that is left to undo.
// Everything works without it, by the forms alone; `say` and `countDown` are of truss.js.


const rows = () => [...document.querySelectorAll("article[data-row]")];
const current = () => document.activeElement?.closest?.("article[data-row]");

function move(by) {
  const all = rows();
  const at = all.indexOf(current());
  const next = all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + by))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

async function decideRow(form, button) {
  const row = form.closest("article[data-row]");
  if (form.getAttribute("aria-busy")) return;
  form.setAttribute("aria-busy", "true");
  const body = new URLSearchParams(new FormData(form));
  const address = body.get("back");
  const place = `/clips/${row.id.slice(5)}/row`;
  body.set("back", place);
  const hadFocus = row.contains(document.activeElement);
  try {
    const answer = await fetch(button.getAttribute("formaction") || form.action, { method: "POST", body });
    let html = await answer.text();
    if (!answer.ok) {
      const page = new DOMParser().parseFromString(html, "text/html");
      say(page.getElementById("problem")?.textContent || "Truss could not do that.");
      html = await (await fetch(place)).text();
    }
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("article[data-row]");
    if (!fresh) return;
    fresh.querySelector("[name=back]")?.setAttribute("value", address);
    row.replaceWith(document.adoptNode(fresh));
    if (hadFocus) fresh.focus({ preventScroll: true });
    countDown();
  } catch {
    say("Truss does not answer; check that it is running, then try again.");
  } finally {
    form.removeAttribute("aria-busy");
  }
}

function play(row) {
  const picture = row.querySelector(".row-picture");
  const address = picture?.dataset.video;
  if (!address) return;
  let video = picture.querySelector("video");
  if (!video) {
    video = document.createElement("video");
    Object.assign(video, { src: address, playsInline: true, loop: true });
    picture.replaceChildren(video);
  }
  if (video.paused) video.play(); else video.pause();
}

function press(key) {
  if (key === "j" || key === "k") return move(key === "j" ? 1 : -1) ?? true;
  const row = current();
  // Nothing is decided on that nobody has chosen: the first key of all chooses.
  if (!row) return rows().length ? move(0) ?? true : false;
  const button = { a: ".approve", r: ".reject", u: ".undo" }[key];
  if (button) return row.querySelector(button)?.click() ?? true;
  if (key === "e") location.assign(`/clips/${row.id.slice(5)}`);
  else if (key === "x") row.querySelector("[name=clip]")?.click();
  else if (key === " ") play(row);
  else return false;
  return true;
}

function pressInReview(key) {
  const video = document.querySelector(".review video");
  if (key === "u") document.querySelector(".done .undo")?.click();
  else if (key === " ") { if (video?.paused) video.play(); else video?.pause(); }
  else {
    const wanted = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!wanted) return false;
    wanted.click();
  }
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  const target = event.target;
  if (target.matches("input:not([type=checkbox]), textarea, select, video")) return;
  // A key that already means something where the focus is keeps that meaning.
  if (event.key === " " && target.matches("button, input, a, summary")) return;
  const key = event.key.toLowerCase();
  const pressed = document.querySelector("[data-review]") ? pressInReview(key) : press(key);
  if (pressed) event.preventDefault();
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-row-form]") || !event.submitter) return;
  event.preventDefault();
  decideRow(event.target, event.submitter);
});

document.addEventListener("click", (event) => {
  if (event.target.matches("[data-tick-all]")) {
    for (const box of document.querySelectorAll("article [name=clip]")) box.checked = true;
  }
});

for (const hidden of document.querySelectorAll("[data-tick-all], [data-keys]")) hidden.hidden = false;
if (location.search.includes("done=")) {
  // Loading the page again must not tell of the decision again.
  const kept = new URLSearchParams(location.search);
  kept.delete("done");
  history.replaceState(null, "", location.pathname + (kept.size ? `?${kept}` : ""));
}
