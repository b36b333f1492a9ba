// Marks in the contents the section that is being read, and has the other languages open at it; at the top of the page, at that of its address.
(() => {
  const contents = document.querySelector(".contents");
  if (!contents) return;
  const links = [...contents.querySelectorAll("ol ol a")];
  const heads = links.map(link => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  const languages = document.querySelectorAll(".languages a");
  let current, isAsked = false;
  const mark = () => {
    isAsked = false;
    let found = -1;
    heads.forEach((head, place) => { if (head && head.getBoundingClientRect().top < innerHeight * 0.3) found = place; });
    const link = links[found];
    if (link === current) return;
    current?.removeAttribute("aria-current");
    current = link;
    for (const other of languages) other.hash = link ? link.hash : location.hash;
    if (!link) return;
    link.setAttribute("aria-current", "true");
    if (contents.scrollHeight > contents.clientHeight) contents.scrollTop = link.offsetTop - contents.clientHeight / 2;
  };
  contents.classList.add("live");
  addEventListener("scroll", () => { if (!isAsked) { isAsked = true; requestAnimationFrame(mark); } }, { passive: true });
  mark();
})();
