// Optional: what is saved is checked too. Here the sizes of a platform's text are counted while it
// is typed, by the server, which counts as each platform does.
"use strict";

const PAUSE_MILLISECONDS = 200;

for (const form of document.querySelectorAll("form[data-measured]")) {
  let timer = 0;
  let asked = 0;
  const places = new Map(
    [...form.querySelectorAll("[data-field]")].map((place) => [place.dataset.field, place]));
  const button = form.querySelector("button");

  const count = async () => {
    const number = ++asked;
    try {
      const answer = await fetch("/plan/measure", {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(new FormData(form)),
      });
      if (!answer.ok || number !== asked) return;
      const { sizes } = await answer.json();
      for (const size of sizes) {
        const place = places.get(size.field);
        if (!place) continue;
        place.textContent = size.told;
        place.classList.toggle("over", size.is_over);
      }
      button.toggleAttribute("aria-disabled", sizes.some((size) => size.is_over));
    } catch {
      // It is counted when it is saved.
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(count, PAUSE_MILLISECONDS);
  });
}
