"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const items = () => all("li.item");
  let last = 0;

  const current = () => {
    const list = items();
    const at = list.findIndex((one) => one.contains(document.activeElement));
    return at < 0 ? Math.min(last, list.length - 1) : at;
  };
  const go = (place) => {
    const list = items();
    if (!list.length) return;
    last = Math.max(0, Math.min(place, list.length - 1));
    list[last].focus();
    list[last].scrollIntoView({ block: "center" });
  };
  const press = (key) => {
    const item = items()[current()];
    const control = item && item.querySelector(`[data-key~="${key}"]`);
    if (!control) return;
    last = current();
    if (control.tagName !== "SUMMARY") { control.click(); return; }
    control.parentElement.open = true;
    const field = control.parentElement.querySelector("input:not([type=hidden]), select");
    if (field) field.focus();
  };

  const help = document.getElementById("help");
  if (help) {
    const opener = document.getElementById("keys");
    opener.hidden = false;
    opener.addEventListener("click", () => help.showModal());
    document.getElementById("help-close").addEventListener("click", () => help.close());
    help.addEventListener("click", (event) => { if (event.target === help) help.close(); });
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest("details.edit")) {
      const item = event.target.closest("li.item");
      event.target.closest("details.edit").open = false;
      if (item) item.focus();
    }
    if (help && help.open) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    if (event.key === "?" && help) { event.preventDefault(); help.showModal(); return; }
    if (event.key === "/" && document.getElementById("q")) { event.preventDefault(); document.getElementById("q").focus(); }
    if (!items().length) return;
    const started = items().some((one) => one.contains(document.activeElement));
    if (event.key === "j") go(started ? current() + 1 : last);
    if (event.key === "k") go(current() - 1);
    if ("areumsn".includes(event.key) && event.key.length === 1) { event.preventDefault(); press(event.key); }
  });
  document.addEventListener("htmx:afterSettle", () => { if (items().length) go(last); });

  const job = document.querySelector("[data-events]");
  if (job) {
    const stream = new EventSource(job.dataset.events);
    const tell = (event) => { document.getElementById("progress").textContent = event.data; };
    stream.addEventListener("progress", tell);
    stream.addEventListener("done", (event) => { tell(event); stream.close(); location.reload(); });
  }
})();
