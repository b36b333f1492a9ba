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
    // The number that a page's link has may be another next year: the address gets the name of the entry.
    const named = () => {
      const entry = /^#\d+$/.test(location.hash) && document.getElementById(location.hash.slice(1))?.closest(".how");
      if (entry) history.replaceState(null, "", `#${entry.id}`);
    };
    addEventListener("hashchange", () => { unfold(); named(); });
    named();
  }

  const block = document.getElementById("derivations");
  if (!block || !self.HTMLDialogElement) return;
  const figures = "a[href^='how.']";
  const wide = matchMedia("(min-width: 60rem)");
  const signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%.()*+-;,=>?@^_`{|}~";
  let entries, panel, opener, way = [];

  const binary = text => {
    const bytes = new Uint8Array(Math.ceil(text.length / 5) * 4), view = new DataView(bytes.buffer);
    const values = new Map(Array.from(signs, (sign, value) => [sign, value]));
    for (let place = 0; place < text.length; place += 5) {
      let number = 0;
      for (let at = place; at < place + 5; at++) number = number * 85 + values.get(text[at] ?? "~");
      view.setUint32(place / 5 * 4, number);
    }
    return bytes.subarray(0, Math.floor(text.length * 4 / 5));
  };
  // What bzip2 made, which takes a fifth less room than what browsers unpack by themselves. It pauses often, as `read` does.
  const unpacked = function* (bytes) {
    let place = 32;
    const out = [];
    const bit = () => bytes[place >> 3] >> 7 - (place++ & 7) & 1;
    const bits = count => {
      let found = 0;
      for (; count; count--) found = found * 2 + bit();
      return found;
    };
    const flags = () => { const found = bits(16); return Array.from({ length: 16 }, (_, at) => found >> 15 - at & 1); };
    const front = (list, at) => {
      const found = list[at];
      list.copyWithin(1, 0, at);
      return list[0] = found;
    };
    const table = size => {
      let length = bits(5), code = 0;
      const lengths = Array.from({ length: size }, () => { while (bit()) length += bit() ? -1 : 1; return length; });
      const ends = [0], starts = [0], symbols = [];
      for (let long = 1; long <= 20; long++, code *= 2) {
        starts[long] = symbols.length - code;
        lengths.forEach((each, symbol) => { if (each === long) code += symbols.push(symbol) && 1; });
        ends[long] = code;
      }
      return () => {
        let long = 0, found = 0;
        do { found = found * 2 + bit(); long++; } while (found >= ends[long]);
        return symbols[starts[long] + found];
      };
    };
    while (bits(48) === 0x314159265359) {
      place += 33;
      const start = bits(24), block = new Uint8Array(9e5);
      let size = 0;
      const used = Uint8Array.from(flags().flatMap((has, high) => has ? flags().flatMap((is, low) => is ? [high * 16 + low] : []) : []));
      const count = bits(3), order = Array.from({ length: count }, (_, at) => at);
      const chosen = Array.from({ length: bits(15) }, () => { let at = 0; while (bit()) at++; return front(order, at); });
      const tables = Array.from({ length: count }, () => table(used.length + 2));
      for (let read = 0, run = 0, weight = 1, symbol = 0; ; read++) {
        if (!(read % 500)) yield;
        symbol = tables[chosen[Math.floor(read / 50)]]();
        if (symbol < 2) { run += weight << symbol; weight *= 2; continue; }
        block.fill(used[0], size, size += run);
        run = 0;
        weight = 1;
        if (symbol > used.length) break;
        block[size++] = front(used, symbol - 1);
      }
      const ends = new Uint32Array(257), next = new Uint32Array(size);
      for (let at = 0; at < size; at++) ends[block[at] + 1]++;
      for (let byte = 0; byte < 256; byte++) ends[byte + 1] += ends[byte];
      yield;
      for (let at = 0; at < size; at++) next[ends[block[at]]++] = at;
      for (let left = size, at = next[start], last = -1, same = 0; left; left--, at = next[at]) {
        if (!(left % 9999)) yield;
        const byte = block[at];
        if (same === 4) {
          for (let more = byte; more; more--) out.push(last);
          same = 0;
        } else {
          same = byte === last && same ? same + 1 : 1;
          last = byte;
          out.push(byte);
        }
      }
    }
    return new Uint8Array(out);
  };
  // Its first line has the letters of bytes after ASCII; none where the rest is UTF-8.
  const text = bytes => {
    const end = bytes.indexOf(10), rest = bytes.subarray(end + 1), words = new TextDecoder();
    const letters = words.decode(bytes.subarray(0, end));
    if (!letters) return words.decode(rest);
    return new TextDecoder("utf-16le").decode(new Uint16Array(rest).map(byte => byte < 128 ? byte : letters.charCodeAt(byte - 128)));
  };
  // Lines stand by their kind, each once; the order of an entry names kinds, and how many lines of the kind ago one stood that is not new.
  const read = function* () {
    const bytes = yield* unpacked(binary(block.textContent.trim()));
    yield;
    const content = text(bytes);
    yield;
    const [, head, ids, order, ...columns] = content.split(content[0]);
    const [end, own, link, shown] = head, way = head.slice(4), names = ids.split(end);
    const left = columns.map(column => column.split("\n")[Symbol.iterator]()), seen = columns.map(() => []);
    const line = ([, sign, ago]) => {
      const kind = sign.charCodeAt(0) - 58;
      return seen[kind][seen[kind].push(ago ? seen[kind].at(-ago) : left[kind].next().value) - 1];
    };
    const made = new Map();
    for (const told of order.split("\n")) {
      if (!(made.size % 20)) yield;
      made.set(names[made.size], Array.from(told.matchAll(/(\D)(\d*)/g), line).join("\n"));
    }
    // In two, so that no element of a figure seems to begin here.
    const begun = "<" + 'data value="';
    const value = name => made.get(name).match(`(?<!${link})${begun}([^"]*)"`)[1];
    const html = name => made.get(name).replaceAll(own, () => name)
      .replace(RegExp(`${shown}([^${shown}]*)${shown}`, "g"), (_, to) => `${link}${to}${link}${begun}${value(to)}" data-figure="${to}"`)
      .replace(RegExp(`${link}([^${link}]*)${link}`, "g"), (_, to) => `<a href="${way}${to}">`);
    return { names, html, has: name => made.has(name) };
  };
  // Entries are unpacked before they are asked for, a little whenever the browser is idle; a click that comes earlier does the rest.
  const steps = read();
  const make = isTime => {
    while (!entries && isTime()) {
      const { done, value } = steps.next();
      if (done) entries = value ?? { names: [], has: () => false };
    }
  };
  const idle = self.requestIdleCallback ?? (work => setTimeout(work, 99));
  const ahead = () => {
    const end = performance.now() + 9;
    try { make(() => performance.now() < end); } catch { return; }
    if (!entries) idle(ahead);
  };
  const made = (name, parent, text) => {
    const element = parent.appendChild(document.createElement(name));
    if (text) element.textContent = text;
    return element;
  };
  // On the page a link has the number of its figure among all, in the panel its id.
  const wanted = link => {
    const name = decodeURIComponent(link.split("#")[1] || "");
    return /^\d+$/.test(name) ? entries.names[name] : name;
  };

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
    const parts = new DOMParser().parseFromString(entries.html(wanted(link)), "text/html").body;
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

  document.addEventListener("click", event => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest?.(figures);
    const isInside = link && panel?.contains(link);
    if (!link || link === panel?.all || !(isInside || link.querySelector("data,text,[data-figure]") || link.closest("svg"))) return;
    event.preventDefault();
    const href = link.getAttribute("href");
    try {
      make(() => true);
      if (!entries.has(wanted(href))) throw new Error(href);
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
  idle(ahead);
})();
