"use strict";
// Charts: a pointer, a finger or the arrow keys read the values at a time.
for (const chart of document.querySelectorAll(".chart")) {
  const data = JSON.parse(chart.querySelector("script").textContent);
  const plot = chart.querySelector(".plot"), cursor = chart.querySelector(".cursor"), tip = chart.querySelector(".tip");
  const names = [...chart.querySelectorAll(".legend .key")].map((key) => key.textContent);
  let at = data.x.length - 1;
  const hide = () => { cursor.hidden = true; tip.hidden = true; };
  const show = (index) => {
    if (!data.x.length) return;
    at = Math.max(0, Math.min(data.x.length - 1, index));
    cursor.style.left = data.x[at] * 100 + "%";
    const texts = data.curves.map((curve, place) => curve.texts[at] && names[place] + ": " + curve.texts[at]);
    tip.replaceChildren(...[data.names[at], ...texts.filter(Boolean)].map((text) => {
      const line = document.createElement("span");
      line.textContent = text;
      return line;
    }));
    cursor.hidden = false;
    tip.hidden = false;
    const room = chart.clientWidth - tip.offsetWidth, x = data.x[at] * plot.clientWidth;
    tip.style.left = Math.max(0, Math.min(room, x > plot.clientWidth / 2 ? x - tip.offsetWidth - 12 : x + 12)) + "px";
  };
  plot.addEventListener("pointermove", (event) => {
    const box = plot.getBoundingClientRect(), x = (event.clientX - box.left) / box.width;
    let low = 0, high = data.x.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (data.x[middle] < x) low = middle + 1; else high = middle;
    }
    show(low > 0 && x - data.x[low - 1] < data.x[low] - x ? low - 1 : low);
  });
  plot.addEventListener("pointerleave", hide);
  chart.addEventListener("blur", hide);
  chart.addEventListener("keydown", (event) => {
    const page = Math.max(1, Math.round(data.x.length / 20));
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -page, PageDown: page, Home: -data.x.length, End: data.x.length }[event.key];
    if (event.key === "Escape") hide();
    if (step === undefined) return;
    event.preventDefault();
    show(tip.hidden ? at : at + step);
  });
}
// Tables: headings sort, a word filters.
for (const table of document.querySelectorAll(".sortable")) {
  const body = table.tBodies[0], rows = [...body.rows];
  const key = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.value === undefined ? cell.textContent : cell.dataset.value === "" ? NaN : Number(cell.dataset.value);
  };
  for (const [column, head] of [...table.tHead.rows[0].cells].entries()) {
    head.querySelector("button").addEventListener("click", () => {
      const isAscending = head.getAttribute("aria-sort") !== "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", isAscending ? "ascending" : "descending");
      const sign = isAscending ? 1 : -1;
      const compare = (a, b) => {
        const x = key(a, column), y = key(b, column);
        if (typeof x === "string") return sign * x.localeCompare(y);
        // What is not a number comes last in either order.
        if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y);
        return sign * (x - y);
      };
      body.append(...[...rows].sort(compare));
    });
  }
  const filter = document.getElementById(table.dataset.filter), shown = document.getElementById("shown");
  filter.addEventListener("input", () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) count += 1;
    }
    shown.textContent = words.length ? count + " of " + rows.length : "";
  });
}
