// Optional: a post's own page and the form under it move it too. Here a post is dragged to another
// day, or moved by Alt and an arrow; what is sent is the form that it lies in.
"use strict";

let dragged = null;

function moveTo(form, day) {
  if (!day || form.elements.day.value === day) return;
  form.elements.day.value = day;
  form.submit();
}

function mark(day) {
  for (const other of document.querySelectorAll(".day.over")) other.classList.remove("over");
  if (day) day.classList.add("over");
}

for (const form of document.querySelectorAll("form.planned")) {
  form.addEventListener("dragstart", (event) => {
    dragged = form;
    form.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", form.querySelector("a").textContent.trim());
  });
  form.addEventListener("dragend", () => {
    form.classList.remove("dragged");
    dragged = null;
    mark(null);
  });
  form.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
    if (!event.altKey || !steps || event.target.matches("input")) return;
    event.preventDefault();
    const day = new Date(`${form.elements.day.value}T12:00:00Z`);
    day.setUTCDate(day.getUTCDate() + steps);
    moveTo(form, day.toISOString().slice(0, 10));
  });
}

for (const day of document.querySelectorAll(".day")) {
  day.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    mark(day);
  });
  day.addEventListener("drop", (event) => {
    event.preventDefault();
    if (dragged) moveTo(dragged, day.dataset.day);
  });
}

// After a move the focus stays with what was moved, so that it can be moved on. The browser goes to
// the fragment first, which would take the focus away again.
window.addEventListener("load", () => setTimeout(() => {
  if (!location.hash.startsWith("#post-")) return;
  document.getElementById(location.hash.slice(1))?.querySelector("a")?.focus({ preventScroll: true });
}));
