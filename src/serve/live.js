// SPDX-License-Identifier: GPL-3.0-or-later
// In pages of `diptych serve` only: reloads the page when the site was loaded again, and shows
// what is wrong while it can't be.
(() => {
  "use strict";
  const { state, report } = document.currentScript.dataset;
  let events = null;
  let panel = null;

  const make = (name, text = "", attributes = {}) => {
    const element = document.createElement(name);
    element.textContent = text;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };

  const place = ({ path, line, column }) => (path ? [path, line, column].filter(Boolean).join(":") : "");

  function item(diagnostic) {
    const entry = make("li");
    const where = place(diagnostic);
    if (where) entry.append(make("code", where), " ");
    entry.append(`${diagnostic.text} `, make("small", `[${diagnostic.rule}]`));
    for (const note of diagnostic.notes) {
      const from = place(note);
      entry.append(make("p", `${from}${from && ": "}${note.text}`));
    }
    return entry;
  }

  function hide() {
    panel?.remove();
    panel = null;
  }

  // A shadow keeps the page's styles out of it, and it out of the page's text.
  function show(errors, more) {
    hide();
    if (!errors.length) return;
    panel = make("diptych-report", "", { lang: "en", dir: "ltr" });
    const shadow = panel.attachShadow({ mode: "open" });
    const box = make("section", "", { role: "alert", "aria-labelledby": "title", tabindex: "0" });
    const total = errors.length + more;
    const list = make("ol");
    const close = make("button", "Close", { type: "button" });
    list.append(...errors.map(item));
    close.addEventListener("click", hide);
    box.addEventListener("keydown", (event) => event.key === "Escape" && hide());
    box.append(
      make("h2", `${total} ${total === 1 ? "error" : "errors"}: this page is from before`, { id: "title" }),
      list,
    );
    if (more) box.append(make("p", `and ${more} more`));
    box.append(make("a", "All of it, with the lines", { href: "/.diptych/" }), close);
    shadow.append(make("link", "", { rel: "stylesheet", href: "/.diptych/live.css" }), box);
    (document.body ?? document.documentElement).append(panel);
  }

  function told(event) {
    const news = JSON.parse(event.data);
    if (report ? news.report !== report : news.state !== state) {
      leave();
      location.reload();
    } else if (!report) {
      show(news.errors, news.more);
    }
  }

  function join() {
    if (events || document.hidden) return;
    events = new EventSource("/.diptych/events");
    events.addEventListener("news", told);
  }

  // A browser has six connections to a server: pages that nobody sees must not hold them.
  function leave() {
    events?.close();
    events = null;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : join()));
  addEventListener("pagehide", leave);
  addEventListener("pageshow", join);
  join();
})();
