// Opens a panel that says how a figure was made when its number is clicked; without it, or where the browser cannot unpack the entries,
// the number leads to the page that has them all. On that page it searches the entries.
(() => {
  const field = document.getElementById("how-search");
  if (field) {
    const told = document.getElementById("how-none");
    const topics = [...document.querySelectorAll(".topic")].map(topic => [topic, [...topic.querySelectorAll(".how")]]);
    const names = new Map(topics.flatMap(([, entries]) => entries).map(entry => [entry, entry.querySelector("h3").textContent.toLowerCase()]));
    field.closest("[hidden]").hidden = false;
    field.addEventListener("input", () => {
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const [topic, entries] of topics) {
        let inside = 0;
        for (const entry of entries) inside += !(entry.hidden = !words.every(word => names.get(entry).includes(word)));
        topic.hidden = !inside;
        shown += inside;
      }
      told.textContent = shown ? "" : told.dataset.none;
    });
    // An entry that a link leads to is shown whatever was searched for before.
    const unfold = () => {
      const aim = document.getElementById(location.hash.slice(1));
      if (!aim?.closest("[hidden]")) return;
      field.value = "";
      field.dispatchEvent(new Event("input"));
      aim.scrollIntoView();
    };
    addEventListener("hashchange", unfold);
  }

  const block = document.getElementById("derivations");
  if (!block || !self.DecompressionStream || !self.HTMLDialogElement) return;
  const figures = "a[href^='how.']";
  const wide = matchMedia("(min-width: 60rem)");
  const signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%.()*+-;,=>?@^_`{|}~";
  let entries, panel, opener, way = [];

  const read = async () => {
    const text = block.textContent.trim(), bytes = new Uint8Array(Math.ceil(text.length / 5) * 4), view = new DataView(bytes.buffer);
    for (let place = 0; place < text.length; place += 5) {
      const number = [...text.slice(place, place + 5).padEnd(5, "~")].reduce((sum, sign) => sum * 85 + signs.indexOf(sign), 0);
      view.setUint32(place / 5 * 4, number);
    }
    const content = bytes.subarray(0, Math.floor(text.length * 4 / 5));
    return new Response(new Blob([content]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).json();
  };
  const made = (name, parent, text) => {
    const element = parent.appendChild(document.createElement(name));
    if (text) element.textContent = text;
    return element;
  };
  const wanted = link => decodeURIComponent(link.split("#")[1] || "");

  const build = () => {
    panel = made("dialog", document.body);
    panel.className = "how-panel how";
    panel.setAttribute("aria-labelledby", "how-title");
    const bar = made("div", panel);
    bar.className = "bar";
    panel.back = made("button", bar, block.dataset.back);
    panel.back.addEventListener("click", () => { way.pop(); show(); });
    panel.close_ = made("button", bar, block.dataset.close);
    panel.close_.addEventListener("click", () => panel.close());
    panel.body_ = made("div", panel);
    panel.body_.className = "body";
    panel.all = made("a", made("p", panel), block.dataset.all);
    // The event comes late: by then the panel may stand again in its other form.
    panel.addEventListener("close", () => { if (panel.open) return; way = []; opener?.focus(); });
    // Beside the text the panel is not modal, and the browser does not close it by itself.
    document.addEventListener("keydown", event => { if (event.key === "Escape" && panel.open) { event.preventDefault(); panel.close(); } });
    wide.addEventListener("change", () => { if (panel.open) { panel.close(); show(); } });
  };

  const show = () => {
    const link = way.at(-1);
    const name = wanted(link), lines = entries.entries[name].map(line => typeof line === "string" ? line : entries.lines[line]);
    const html = lines.join("\n").replaceAll(entries.own, name);
    const parts = new DOMParser().parseFromString(html, "text/html").body;
    const title = document.createElement("h2");
    title.id = "how-title";
    title.tabIndex = -1;
    title.append(...parts.firstElementChild.childNodes);
    parts.firstElementChild.remove();
    panel.body_.replaceChildren(title, ...parts.childNodes);
    panel.back.hidden = way.length < 2;
    panel.all.href = link;
    if (!panel.open) wide.matches ? panel.show() : panel.showModal();
    panel.scrollTop = 0;
    title.focus({ preventScroll: true });
  };

  document.addEventListener("click", async event => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest?.(figures);
    const isInside = link && panel?.contains(link);
    if (!link || link === panel?.all || !(isInside || link.querySelector("data,text,[data-figure]") || link.closest("svg"))) return;
    event.preventDefault();
    const href = link.getAttribute("href");
    try {
      entries ??= await read();
      if (!Object.hasOwn(entries.entries, wanted(href))) throw new Error(href);
    } catch {
      location.href = href;
      return;
    }
    if (!panel) build();
    if (!isInside) { opener = link; way = []; }
    way.push(href);
    show();
  });
  for (const link of document.querySelectorAll(figures)) if (link.querySelector("data") || link.closest("svg")) link.setAttribute("aria-haspopup", "dialog");
})();
