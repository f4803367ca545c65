"use strict";

const part = (id) => document.getElementById(id);
const PATIENCE = 30_000;
let asked = 0;
let ended = false;
let waiting = null;

/* Puts a new report in the place of the old one once it is there, scrolled to where that was. */
function turn(number) {
  const main = part("page");
  asked = number;
  if (waiting) waiting.remove();
  const next = document.createElement("iframe");
  waiting = next;
  next.className = "next";
  next.title = "The page and the report about it";
  next.src = `report?${number}`;
  next.addEventListener("load", () => {
    if (waiting !== next) return;
    const last = main.querySelector("iframe:not(.next)");
    const focused = last && document.activeElement === last;
    if (last) {
      const from = last.contentWindow;
      next.contentWindow.scrollTo(from.scrollX, from.scrollY);
      last.remove();
    }
    next.className = "";
    if (focused) next.focus();
    waiting = null;
    document.body.dataset.page = String(number);
  });
  main.append(next);
}

/* The texts that the last save brought on the page or took from it. */
function list(changes) {
  const names = { came: ["+", "new"], went: ["−", "gone"], reworded: ["~", "worded anew"] };
  const items = changes.map(([kind, text]) => {
    const item = document.createElement("li");
    const sign = document.createElement("b");
    item.className = kind;
    sign.textContent = names[kind][0];
    sign.setAttribute("role", "img");
    sign.setAttribute("aria-label", names[kind][1]);
    item.append(sign, text);
    return item;
  });
  part("changes").replaceChildren(...items);
}

/* What stands above the report; the state is told in words too, not by colour alone. */
function tell(view) {
  const made = view.page ? ` The page below was made at ${view.when}.` : "";
  const older = view.page ? ` The page below is older: it was made at ${view.when}.` : "";
  const notes = {
    failed: `The page could not be made anew.${older}`,
    making: view.errors && `Making the page anew …${older}`,
    ended: `tailor watch has ended: nothing is renewed any more.${made}`,
    lost: `tailor watch does not answer any more.${made}`,
  };
  const lines = { making: "Making the page …", failed: "Waiting for a mend", ended: "Ended", lost: "Ended" };
  const good = view.state === "good" || (view.state === "making" && view.page > 0 && !view.errors);
  part("line").textContent = good ? `${view.when} · ${view.line}` : lines[view.state];
  part("note").textContent = notes[view.state] || "";
  part("errors").textContent = view.errors;
  part("trouble").hidden = !notes[view.state];
  part("pdf").hidden = !view.page || view.state === "ended" || view.state === "lost";
  list(good ? view.changes : []);
  document.body.dataset.state = view.state === "lost" ? "ended" : view.state;
  const marks = { good: "✓", making: "…" };
  document.title = `${marks[view.state] || "✗"} ${view.title || "tailor watch"}`;
}

let last = { state: "making", title: "", line: "", when: "", errors: "", changes: [], page: 0 };
const news = new EventSource("events");
news.addEventListener("message", (event) => {
  last = JSON.parse(event.data);
  tell(last);
  if (last.page > asked) turn(last.page);
  ended = last.state === "ended";
  if (ended) news.close();
});
news.addEventListener("error", () => {
  if (ended) return;
  tell({ ...last, state: "lost", errors: "" });
  setTimeout(() => {
    if (news.readyState !== EventSource.OPEN) news.close();
  }, PATIENCE);
});
