// The chat rate of live streams, as the server tells it; without it the page says since when.


const KEPT = 60;
const heard = new Map();
const place = document.querySelector("[data-live]");
const news = new EventSource(place.dataset.live);

news.addEventListener("message", (event) => {
  for (const { stream, rate } of JSON.parse(event.data)) {
    const known = heard.get(stream) || [];
    known.push(rate);
    heard.set(stream, known.slice(-KEPT));
    const text = document.querySelector(`[data-rate="${CSS.escape(stream)}"]`);
    if (text) text.textContent = `${rate.toFixed(1)} messages a second`;
    draw(stream);
  }
});

function draw(stream) {
  const svg = document.querySelector(`[data-line="${CSS.escape(stream)}"]`);
  const rates = heard.get(stream);
  if (!svg || rates.length < 2) return;
  const most = Math.max(1, ...rates);
  const points = rates.map((rate, n) => `${(120 * n / (KEPT - 1)).toFixed(1)},${(23 - 21 * rate / most).toFixed(1)}`);
  const line = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
  line.setAttribute("points", points.join(" "));
  svg.replaceChildren(line);
}
