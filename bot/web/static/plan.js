// Optional: a post's own page moves it too. Here a post is dragged to another day, or moved by
// Alt and an arrow; what is sent is the form that it lies in.
"use strict";

let dragged = null;

function moveTo(form, day) {
  if (!day || form.elements.day.value === day) return;
  form.elements.day.value = day;
  form.submit();
}

for (const form of document.querySelectorAll("form.planned")) {
  form.addEventListener("dragstart", (event) => {
    dragged = form;
    event.dataTransfer.setData("text/plain", form.textContent.trim());
  });
  form.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
    if (!event.altKey || !steps) return;
    event.preventDefault();
    const day = new Date(`${form.elements.day.value}T12:00:00Z`);
    day.setUTCDate(day.getUTCDate() + steps);
    moveTo(form, day.toISOString().slice(0, 10));
  });
}

for (const day of document.querySelectorAll(".day")) {
  day.addEventListener("dragover", (event) => { if (dragged) event.preventDefault(); });
  day.addEventListener("drop", (event) => {
    event.preventDefault();
    if (dragged) moveTo(dragged, day.dataset.day);
    dragged = null;
  });
}
