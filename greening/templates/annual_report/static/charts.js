// Tables of charts are sorted by the heads of their columns, and saved from the page itself where it was mailed without the files beside it.
// Without this script they stay as they are, and their files are those beside the page.
(() => {
  "use strict";
  const words = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const content = (row, place) => {
    const cell = row.cells[place];
    const figure = cell && cell.querySelector("data");
    const number = figure ? Number(figure.getAttribute("value")) : NaN;
    return Number.isNaN(number) ? (cell ? cell.textContent.trim() : "") : number;
  };
  const order = (one, other) => {
    if (typeof one === typeof other) return typeof one === "number" ? one - other : words.compare(one, other);
    return typeof one === "number" ? -1 : 1;
  };
  const sort = (table, head) => {
    const place = head.cellIndex;
    const falls = head.getAttribute("aria-sort") === "ascending";
    for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", falls ? "descending" : "ascending");
    const rows = [...table.tBodies[0].rows].map((row) => [content(row, place), row]);
    // What is empty comes last either way.
    rows.sort(([one], [other]) => (one === "") - (other === "") || (falls ? order(other, one) : order(one, other)));
    table.tBodies[0].append(...rows.map(([, row]) => row));
  };
  const FORMULA = /^[=+\-@\t\r]/;
  const written = (cell) => {
    const figures = cell.querySelectorAll("data");
    const isOne = figures.length === 1 && !(figures[0].dataset.format || "").endsWith("range");
    const text = isOne ? figures[0].getAttribute("value") : cell.textContent.trim();
    const safe = FORMULA.test(text) && !(isOne && Number.isFinite(Number(text))) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const save = (event) => {
    const link = event.currentTarget;
    const rows = [...link.closest("details").querySelector("table").rows];
    const content = rows.map((row) => `${[...row.cells].map(written).join(",")}\n`).join("");
    const made = document.createElement("a");
    made.href = URL.createObjectURL(new Blob([content], { type: "text/csv" }));
    made.download = decodeURIComponent(link.getAttribute("href").split("/").pop());
    event.preventDefault();
    made.click();
    setTimeout(() => URL.revokeObjectURL(made.href), 10000);
  };
  // Beside other files of a site the link leads to its file; a page alone on a disk, as from a mail, has none.
  if (location.protocol === "file:") for (const link of document.querySelectorAll(".save a")) link.addEventListener("click", save);
  for (const table of document.querySelectorAll(".chart table, .sortable table")) {
    if (!table.tHead || table.tBodies[0].rows.length < 2) continue;
    for (const head of table.tHead.rows[0].cells) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(table, head));
      head.append(button);
    }
  }
})();
