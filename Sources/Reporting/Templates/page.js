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
  const point = (event) => {
    const box = plot.getBoundingClientRect(), x = (event.clientX - box.left) / box.width;
    let low = 0, high = data.x.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (data.x[middle] < x) low = middle + 1; else high = middle;
    }
    show(low > 0 && x - data.x[low - 1] < data.x[low] - x ? low - 1 : low);
  };
  plot.addEventListener("pointerdown", point);
  plot.addEventListener("pointermove", point);
  // A finger covers what it points at: its values stay until something else is touched.
  plot.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") hide(); });
  chart.addEventListener("blur", hide);
  chart.addEventListener("keydown", (event) => {
    const page = Math.max(1, Math.round(data.x.length / 20));
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -page, PageDown: page, Home: -data.x.length, End: data.x.length }[event.key];
    if (event.key === "Escape") hide();
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
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
    head.querySelector("button")?.addEventListener("click", () => {
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
  if (!table.dataset.filter) continue;
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
// Heat maps: any two factors.
for (const box of document.querySelectorAll(".landscape")) {
  const data = JSON.parse(box.querySelector("script").textContent), table = box.querySelector("table");
  const [rows, columns, measure] = ["rows", "columns", "measure"].map((name) => box.querySelector("select." + name));
  const text = (value) => {
    if (!data.share) return (value / 1000).toFixed(3);
    const number = (value / 100).toFixed(2);
    return (value > 0 ? "+" : "") + number + "\u00a0%";
  };
  const cell = (name, content, scope) => {
    const made = document.createElement(name);
    made.textContent = content;
    if (scope) made.scope = scope;
    return made;
  };
  const draw = () => {
    const [down, across] = [Number(rows.value), Number(columns.value)];
    const pair = data.pairs.find((one) => (one.rows === down && one.columns === across) || (one.rows === across && one.columns === down));
    const [first, second] = [data.factors[down], data.factors[across]], values = pair[measure.value];
    const place = (row, column) => pair.rows === down ? row * second.levels.length + column : column * first.levels.length + row;
    const known = values.filter((value) => value !== null), least = Math.min(...known), most = Math.max(...known);
    table.caption.textContent = (measure.value === "best" ? "Best" : "Median") + ": " + first.name + " down, " + second.name + " across";
    const head = document.createElement("tr");
    head.append(cell("th", first.name, "col"), ...second.levels.map((level) => Object.assign(cell("th", level, "col"), { className: "number" })));
    table.tHead.replaceChildren(head);
    table.tBodies[0].replaceChildren(...first.levels.map((level, row) => {
      const line = document.createElement("tr");
      line.append(cell("th", level, "row"), ...second.levels.map((_, column) => {
        const at = place(row, column), value = values[at], made = cell("td", value === null ? "" : text(value));
        made.className = row === first.winner && column === second.winner ? "number winner" : "number";
        made.style.setProperty("--heat", value === null ? 0 : most > least ? (value - least) / (most - least) : 0.5);
        made.title = pair.count[at] + " candidates";
        return made;
      }));
      return line;
    }));
  };
  // Each factor once: who takes the other's gives it his.
  let before = [rows.value, columns.value];
  const choose = () => {
    if (rows.value === columns.value) {
      if (rows.value !== before[0]) columns.value = before[0]; else rows.value = before[1];
    }
    before = [rows.value, columns.value];
    draw();
  };
  for (const select of [rows, columns, measure]) select.addEventListener("change", choose);
  draw();
}
// Pickers: of several drawings the chosen one is there.
for (const picker of document.querySelectorAll(".picker")) {
  const selects = [...picker.querySelectorAll("select")], picked = [...picker.querySelectorAll(".picked")];
  const choose = () => {
    const choice = selects.map((select) => select.value).join(" ");
    for (const one of picked) one.hidden = one.dataset.choice !== choice;
  };
  for (const select of selects) select.addEventListener("change", choose);
  // A page that is gone back to keeps what was chosen.
  choose();
}
