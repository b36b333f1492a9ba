// What charts tell to who points at them, by mouse, touch or keyboard. The page is whole without this file: the table of each chart says the same.
(() => {
  "use strict";
  const NAMESPACE = "http://www.w3.org/2000/svg";
  const FORWARD = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 };
  const { keys } = document.currentScript.dataset;
  const isTurned = document.documentElement.dir === "rtl";

  const told = (drawing) => {
    const svg = drawing.querySelector("svg");
    const marks = svg ? [...svg.querySelectorAll("[data-t]")] : [];
    if (!marks.length) return;
    const isSeries = marks.every((mark) => mark.localName === "circle");
    // Points of one series may be drawn in any order: the keyboard goes through them from the start of the line.
    if (isSeries) marks.sort((one, other) => (isTurned ? -1 : 1) * (one.getAttribute("cx") - other.getAttribute("cx")));
    const tip = document.createElement("div");
    tip.className = "tip";
    tip.setAttribute("role", "status");
    tip.hidden = true;
    const line = document.createElementNS(NAMESPACE, "line");
    line.setAttribute("class", "across");
    let at = -1;

    const hide = () => {
      if (at < 0) return;
      marks[at].classList.remove("on");
      svg.classList.remove("asked");
      line.remove();
      tip.hidden = true;
      at = -1;
    };

    const show = (place) => {
      if (place === at) return;
      hide();
      at = place;
      const mark = marks[at];
      svg.classList.add("asked");
      mark.classList.add("on");
      if (isSeries) {
        const box = svg.viewBox.baseVal;
        const x = mark.getAttribute("cx");
        for (const [name, value] of Object.entries({ x1: x, x2: x, y1: 20, y2: box.height - 26 })) line.setAttribute(name, value);
        svg.prepend(line);
      }
      // What a label's link says as well stands there.
      const said = /^#\d+$/.test(mark.dataset.t) && svg.querySelectorAll("a")[mark.dataset.t.slice(1)];
      tip.textContent = said ? said.getAttribute("aria-label") : mark.dataset.t;
      tip.hidden = false;
      const around = drawing.getBoundingClientRect();
      const box = mark.getBoundingClientRect();
      const middle = (box.left + box.right) / 2 - around.left + drawing.scrollLeft;
      const left = Math.min(Math.max(middle - tip.offsetWidth / 2, 0), Math.max(drawing.scrollWidth - tip.offsetWidth, 0));
      const above = box.top - around.top - tip.offsetHeight - 8;
      tip.style.left = `${left}px`;
      tip.style.top = `${above < -tip.offsetHeight ? box.bottom - around.top + 8 : above}px`;
    };

    const nearest = (event) => {
      let best = Infinity;
      let found = -1;
      marks.forEach((mark, place) => {
        const box = mark.getBoundingClientRect();
        const across = Math.max(box.left - event.clientX, 0, event.clientX - box.right);
        const down = Math.max(box.top - event.clientY, 0, event.clientY - box.bottom);
        const away = isSeries ? across + down / 1000 : Math.hypot(across / 8, down);
        if (away < best) [best, found] = [away, place];
      });
      return found;
    };

    drawing.append(tip);
    drawing.tabIndex = 0;
    drawing.setAttribute("role", "group");
    drawing.setAttribute("aria-labelledby", svg.getAttribute("aria-labelledby"));
    drawing.setAttribute("aria-description", keys);
    drawing.addEventListener("pointermove", (event) => show(nearest(event)));
    drawing.addEventListener("pointerdown", (event) => show(nearest(event)));
    drawing.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && hide());
    drawing.addEventListener("focusout", hide);
    drawing.addEventListener("keydown", (event) => {
      if (event.key === "Escape") hide();
      if (event.target !== drawing || event.ctrlKey || event.altKey || event.metaKey) return;
      const ends = { Home: 0, End: marks.length - 1 };
      let step = FORWARD[event.key];
      if (step && isTurned && event.key.match(/Left|Right/)) step = -step;
      if (!step && !(event.key in ends)) return;
      event.preventDefault();
      show(event.key in ends ? ends[event.key] : Math.min(Math.max(at < 0 && step < 0 ? marks.length - 1 : at + step, 0), marks.length - 1));
    });
  };

  document.querySelectorAll(".drawing").forEach(told);
})();
