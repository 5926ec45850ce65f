"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const folded = "details.words, details.more, tr.clash details";

  const reveal = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) return;
    for (let up = target; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    all(".now").forEach((mark) => mark.classList.remove("now"));
    const marks = all("[data-words]").filter((mark) => mark.dataset.words.split(" ").includes(id));
    marks.forEach((mark) => mark.classList.add("now"));
    if (!marks.length) target.classList.add("now");
    (marks[0] || target).scrollIntoView({ block: "center" });
  };

  const buttons = all("button.toggle");
  const toggle = (story) => {
    const parts = all(folded, story);
    const open = !parts.every((part) => part.open);
    parts.forEach((part) => { part.open = open; });
  };
  buttons.forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => toggle(button.closest("article")));
  });

  const nextClash = () => {
    const clashes = all("tr.clash summary").filter((one) => one.offsetParent);
    const here = clashes.indexOf(document.activeElement);
    const next = clashes[(here + 1) % clashes.length];
    if (next) { next.parentElement.open = true; next.focus(); next.scrollIntoView({ block: "center" }); }
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog[open]")) return;
    if (event.key === "w") toggle(document);
    if (event.key === "d") nextClash();
  });

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details:not([open])").filter((one) => !one.closest(".alone, .entry, .why"));
    closed.forEach((one) => { one.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((one) => { one.open = false; }));
  addEventListener("hashchange", reveal);
  reveal();
})();
