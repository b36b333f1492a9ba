// Looks for organizations and filters them, in every part of a year's page. Without this script all of them are shown.
(() => {
  "use strict";
  const filters = document.querySelector(".filters");
  if (!filters) return;
  filters.hidden = false;
  const search = document.getElementById("search");
  const none = document.getElementById("none");
  const elsewhere = document.getElementById("elsewhere");
  const choices = [...filters.querySelectorAll("select")];
  const entries = [...document.querySelectorAll("[data-search]")];
  const names = typeof everyBody === "undefined" ? [] : everyBody;
  const most = 50;
  // An organization may stand on another page than the one that a link to it names.
  const asked = decodeURIComponent(location.hash.slice(1));
  const there = asked && !document.getElementById(asked) && names.find(([code]) => code === asked);
  if (there) location.replace(`${there[2]}#${encodeURIComponent(asked)}`);
  const others = (wanted) => {
    const here = (page) => decodeURIComponent(location.pathname).endsWith(`/${page}`);
    const found = wanted.length < 2 ? [] : names.filter(([code, name, page]) => `${code} ${name}`.toLowerCase().includes(wanted) && !here(page));
    elsewhere.hidden = !found.length;
    elsewhere.querySelector("ul").replaceChildren(...found.slice(0, most).map(([code, name, page]) => {
      const entry = document.createElement("li");
      const link = document.createElement("a");
      link.href = `${page}#${encodeURIComponent(code)}`;
      link.textContent = `${name} (${code})`;
      entry.append(link);
      return entry;
    }));
    return found.length;
  };
  const show = () => {
    const wanted = search.value.trim().toLowerCase();
    let shown = others(wanted);
    for (const entry of entries) {
      const fits = entry.dataset.search.includes(wanted) && choices.every((one) => !one.value || entry.dataset[one.dataset.filter] === one.value);
      entry.hidden = !fits;
      shown += fits;
    }
    none.textContent = shown ? "" : none.dataset.none;
  };
  filters.addEventListener("input", show);
  show();
})();
