"use strict";
/* Hover, focus or a click on what asks shows what answers it, and the other way round. */
(() => {
  const card = document.getElementById("card");
  const sheets = document.querySelector(".sheets");
  const all = (name, number) => document.querySelectorAll(`[data-${name}~="${number}"]`);
  const numbers = (text) => (text || "").split(" ").filter(Boolean);
  const beside = window.matchMedia("(min-width: 66rem)");
  const MOST = 3;
  let pinned = null;
  let current = null;

  const make = (tag, name, text) => {
    const element = document.createElement(tag);
    element.className = name;
    element.textContent = text;
    return element;
  };

  const clear = () => {
    document.body.classList.remove("busy");
    document.querySelectorAll(".on").forEach((element) => element.classList.remove("on"));
    card.hidden = true;
    current = null;
  };

  const light = (elements) => elements.forEach((element) => element.classList.add("on"));

  const text = (id) => document.getElementById(id)?.textContent ?? "";

  const told = (keyword) => {
    const term = document.getElementById(`keyword-${keyword}`);
    const block = make("div", "told", "");
    block.append(make("b", "", term.textContent), make("p", "", text(`state-${keyword}`)));
    const lines = numbers(term.dataset.lines).map((line) => document.getElementById(`line-${line}`));
    const seen = "printed" in term.dataset && beside.matches;
    for (const line of seen ? [] : lines.filter(Boolean).slice(0, MOST)) {
      const said = line.querySelector(".said") ?? line;
      block.append(make("p", line.closest("#cut") ? "away" : "kept", said.textContent));
    }
    return block;
  };

  const said = (line) => {
    const whole = document.getElementById(`line-${line}`);
    const names = numbers(whole.dataset.answers).map((keyword) => text(`keyword-${keyword}`));
    const block = make("div", "told", "");
    block.append(make("p", "", names.length ? "Answers" : "Answers nothing by name"));
    if (names.length) block.append(make("b", "", names.join(", ")));
    return block;
  };

  const showKeywords = (keywords) => {
    for (const keyword of keywords) {
      light(all("keywords", keyword));
      for (const line of numbers(document.getElementById(`keyword-${keyword}`).dataset.lines)) {
        light(all("line", line));
      }
    }
    card.replaceChildren(...keywords.slice(0, 2).map(told));
  };

  const showLine = (line) => {
    light(all("line", line));
    const whole = document.getElementById(`line-${line}`);
    for (const keyword of numbers(whole && whole.dataset.answers)) {
      light(document.querySelectorAll(`.mark[data-keywords~="${keyword}"], .cell[data-keywords~="${keyword}"]`));
    }
    if (whole) card.replaceChildren(said(line));
  };

  const place = () => {
    if (!current) return;
    card.hidden = false;
    const box = current.getBoundingClientRect();
    const column = current.closest("#posting, #page, .cells").getBoundingClientRect();
    const left = Math.max(16, Math.min(box.left, column.right - card.offsetWidth));
    const below = box.bottom + 10;
    const fits = below + card.offsetHeight < window.innerHeight - 8;
    card.style.left = `${left}px`;
    card.style.top = `${fits ? below : Math.max(8, box.top - card.offsetHeight - 10)}px`;
  };

  /* Several pages: the one with the first answer comes into view. */
  const follow = () => {
    const spot = sheets.querySelector(".spot.on");
    if (!spot || sheets.scrollHeight <= sheets.clientHeight) return;
    const [inner, outer] = [spot.getBoundingClientRect(), sheets.getBoundingClientRect()];
    if (inner.top < outer.top || inner.bottom > outer.bottom) {
      sheets.scrollTop += inner.top - outer.top - outer.height / 3;
    }
  };

  const show = (target) => {
    clear();
    document.body.classList.add("busy");
    card.replaceChildren();
    if (target.dataset.line) showLine(target.dataset.line);
    else showKeywords(numbers(target.dataset.keywords));
    if (!sheets.contains(target)) follow();
    if (target.closest("#posting, #page, .cells") && card.childElementCount) {
      current = target;
      place();
    }
  };

  /* A line that is kept shows where in the posting it is asked for. */
  const reveal = () => {
    const marks = [...document.querySelectorAll(".mark.on")].map((mark) => [mark, mark.getBoundingClientRect()]);
    const inView = ([, box]) => box.top > 60 && box.bottom < window.innerHeight;
    if (beside.matches && marks.length && !marks.some(inView)) marks[0][0].scrollIntoView({ block: "center" });
  };

  const SOURCES = "a[data-keywords], a[data-line], g[data-line], .cells [data-keywords]";
  const source = (event) => event.target.closest(SOURCES);
  const rest = () => {
    const kept = pinned ?? document.activeElement.closest(SOURCES);
    if (kept) show(kept);
    else clear();
  };

  document.addEventListener("pointerover", (event) => {
    const target = source(event);
    if (target) show(target);
  });
  document.addEventListener("pointerout", (event) => {
    if (source(event)) rest();
  });
  document.addEventListener("focusin", (event) => {
    const target = source(event);
    if (target) show(target);
    else rest();
  });
  document.addEventListener("click", (event) => {
    const target = source(event);
    const mouse = event.detail > 0;
    if (target && mouse && target.closest("#posting, #page")) {
      event.preventDefault();
      pinned = pinned === target ? null : target;
      if (!pinned) target.blur();
    } else {
      pinned = null;
    }
    rest();
    if (pinned && sheets.contains(pinned)) reveal();
  });
  window.addEventListener("scroll", place, { capture: true, passive: true });
  window.addEventListener("resize", place, { passive: true });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    pinned = null;
    clear();
  });
})();
