"use strict";

/* The workbench. What stands in the view comes from the server; every change goes there first, and
   comes back as an event. Nothing is put into the page as HTML. */

const part = (id) => document.getElementById(id);
const make = (tag, name, ...inside) => {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...inside);
  return element;
};
const PATIENCE = 30_000;
const SHORT = 70;
const MOST_MOVES = 5;
const STATES = {
  proved: "answered on the page",
  listed: "listed on the page",
  spared: "another one answers it",
  cut: "in your master, not on the page",
  missing: "not in your master",
};
const KINDS = { must: "Must-haves", nice: "Nice to have", context: "Also mentioned" };

let view = null;
let last = { state: "making", title: "", line: "", when: "", errors: "", changes: [], page: 0, bench: null };
let asked = -1;
let ended = false;
let current = null;
let saving = false;
let lit = [];
const rows = new Map();
const groups = new Map();
const settled = new Set();

const shorten = (text) => (text.length > SHORT ? `${text.slice(0, SHORT - 1).trimEnd()}…` : text);
const lineOf = (key) => view.sections.flatMap((one) => one.lines).find((one) => one.key === key);
const pinOf = (key) => last.bench && Object.hasOwn(last.bench.pins, key);
const isOut = (key) => last.bench && last.bench.excludes.includes(key);

/* Says something that is not on the page otherwise, to the eye and to screen readers. */
let fading = 0;
function say(text) {
  part("said").textContent = text;
  part("said").hidden = false;
  clearTimeout(fading);
  fading = setTimeout(() => { part("said").hidden = true; }, 6000);
}

async function send(where, record) {
  try {
    const reply = await fetch(where, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(record),
    });
    const answer = reply.headers.get("Content-Type") ? await reply.json() : {};
    if (!reply.ok) say(answer.error || "tailor refused this.");
    return reply.ok ? answer : null;
  } catch {
    say("tailor does not answer.");
    return null;
  }
}

function change(action, key = "", value = "") {
  if (last.bench) send("choices", { action, key, value });
}

/* A line is kept or left out; what it is already is taken back. */
function decide(action, key) {
  if (action === "move up" || action === "move down") change("move", key, action.slice(5));
  else if (action === "pin" && pinOf(key) && !last.bench.pins[key]) change("release", key);
  else if (action === "exclude" && isOut(key)) change("release", key);
  else change(action, key);
}

function nextWording(key) {
  const line = lineOf(key);
  if (!line || line.wordings.length < 2) return;
  const chosen = chosenWording(line);
  const number = chosen < 0 ? (line.wording ?? -1) : chosen;
  change("pin", key, line.wordings[(number + 1) % line.wordings.length]);
}

function chosenWording(line) {
  const begin = last.bench?.pins[line.key];
  return begin ? line.wordings.findIndex((text) => text === begin || text.startsWith(begin)) : -1;
}

/* The page */

function drawSheets() {
  const fresh = new Set(last.changes.filter(([kind]) => kind !== "went").map(([, text]) => text));
  const sheets = view.sheets.map((sheet, number) => {
    const figure = make("figure", "");
    const image = new Image(sheet.size[0], sheet.size[1]);
    image.alt = `Picture of page ${number + 1}; its text is below, and each line is in the list.`;
    image.src = `page-${number + 1}.png?${view.page}`;
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", `0 0 ${sheet.size[0]} ${sheet.size[1]}`);
    svg.setAttribute("aria-hidden", "true");
    for (const spot of sheet.spots) {
      const group = document.createElementNS(svg.namespaceURI, "g");
      group.dataset.key = spot.key;
      group.setAttribute("class", fresh.has(lineOf(spot.key)?.text) ? "spot new" : "spot");
      for (const [x, y, width, height] of spot.boxes) {
        const box = document.createElementNS(svg.namespaceURI, "rect");
        const sides = { x: x - 2, y: y - 1, width: width + 4, height: height + 2, rx: 2 };
        for (const [name, value] of Object.entries(sides)) box.setAttribute(name, value);
        group.append(box);
      }
      svg.append(group);
    }
    figure.append(image, svg);
    return [figure, image];
  });
  const ready = sheets.map(([, image]) => image.decode().catch(() => {}));
  const number = view.page;
  Promise.all(ready).then(() => {
    if (number !== view.page) return;
    const place = part("sheets").scrollTop;
    part("sheets").replaceChildren(...sheets.map(([figure]) => figure));
    part("sheets").scrollTop = place;
    document.body.dataset.page = String(number);
  });
  part("text").textContent = view.sheets.map((sheet) => sheet.text).join("\n\n");
}

function fill(select, names, chosen) {
  const options = names.map(([value, text]) => {
    const option = make("option", "", text);
    option.value = value;
    return option;
  });
  select.replaceChildren(...options);
  select.value = chosen;
}

function drawLook() {
  const { bench } = last;
  fill(part("template"), view.templates.map((one) => [one, one]), bench.template);
  fill(part("size"), view.papers.map((one) => [one, one === "a4" ? "A4" : "Letter"]), bench.paper);
  part("headlines").hidden = view.headlines.length < 2;
  const chosen = bench.headline && view.headlines.find((one) => one.startsWith(bench.headline));
  const own = view.headlines.map((one) => [one, one]);
  fill(part("headline"), [["", `tailor’s choice (${shorten(view.headline)})`], ...own], chosen || "");
}

/* Profiles, tags and other forms of the page */

const FORMS = { docx: "Word", md: "Markdown", txt: "Text", json: "JSON Resume" };
const USES = [["", "as usual"], ["prefer", "prefer them"], ["only", "only these"], ["hide", "leave them out"]];

function drawMore() {
  const { bench } = last;
  part("profiles").hidden = !view.profiles.length;
  fill(part("profile"), view.profiles.map((one) => [one, one || "none"]), bench.profile);
  part("tags").hidden = !view.tags.length;
  for (const tag of view.tags) {
    let select = part("tags").querySelector(`select[data-tag="${CSS.escape(tag)}"]`);
    if (!select) {
      select = make("select", "");
      select.dataset.tag = tag;
      select.addEventListener("change", () => change("tag", tag, select.value));
      part("tags").append(make("label", "", `${tag} `, select));
    }
    fill(select, USES, bench.tags[tag] ?? "");
  }
  for (const label of part("tags").querySelectorAll("label")) {
    label.hidden = !view.tags.includes(label.querySelector("select").dataset.tag);
  }
  for (const form of view.forms) {
    let box = part("forms").querySelector(`input[value="${form}"]`);
    if (!box) {
      box = make("input", "");
      Object.assign(box, { type: "checkbox", value: form });
      box.addEventListener("change", () => change("also", form, box.checked ? "on" : ""));
      const link = make("a", "", "see it");
      Object.assign(link, { href: `page.${form}`, target: "_blank", rel: "noopener" });
      link.setAttribute("aria-label", `See the page as ${FORMS[form]}`);
      part("forms").append(make("p", "", make("label", "", box, ` ${FORMS[form]}`), " ", link));
    }
    box.checked = bench.also.includes(form);
    box.closest("p").querySelector("a").hidden = !view.page;
  }
}

/* What the last change did, in one sentence. */
function tellChange() {
  const since = part("since");
  const quiet = saving && view.since && !last.changes.length && !view.since.points;
  saving = false;
  if (quiet) return;
  if (!view.page) {
    since.textContent = "There is no page yet. Change here what stands in its way.";
    return;
  }
  if (!view.since) {
    since.textContent = `${view.proven ? "The best page" : "A good page"} by tailor’s measure: ${view.score} points. Change what you like.`;
    return;
  }
  const { points, gained, lost } = view.since;
  const sign = points > 0 ? "+" : points < 0 ? "−" : "±";
  const score = make("b", points < 0 ? "loss" : "gain", `${sign}${Math.abs(points).toFixed(2)} points`);
  const pieces = [score, ` (now ${view.score}). `];
  if (gained.length) pieces.push(make("span", "gain", `Now answered: ${gained.join(", ")}. `));
  if (lost.length) pieces.push(make("span", "loss", `No longer answered: ${lost.join(", ")}. `));
  const names = { came: "On the page", went: "Off the page", reworded: "Worded differently" };
  const list = make("span", "moved");
  for (const [kind, text] of last.changes.slice(0, MOST_MOVES)) {
    list.append(make("span", kind, make("b", "", `${names[kind]}: `), `${shorten(text)} `));
  }
  if (last.changes.length > MOST_MOVES) list.append(make("span", "", `and ${last.changes.length - MOST_MOVES} more.`));
  if (!last.changes.length && !points) pieces.push("The same lines are on the page.");
  since.replaceChildren(...pieces, list);
}

/* The lines */

function button(action, text, label = "") {
  const element = make("button", "act", text);
  element.type = "button";
  element.tabIndex = -1;
  element.dataset.do = action;
  if (label) {
    element.title = label;
    element.setAttribute("aria-label", label);
  }
  return element;
}

function makeRow(line) {
  const item = make("li", `line ${line.role}`);
  item.dataset.key = line.key;
  item.tabIndex = -1;
  const kept = make("span", "hush");
  const text = make("span", "said");
  const why = make("span", "why");
  const answers = make("span", "chips");
  const body = make("div", "body", kept, text, why, answers);
  const acts = make("div", "acts", button("pin", "Keep"), button("exclude", "Leave out"));
  item.append(body, acts);
  if (line.wordings.length > 1) {
    const select = make("select", "wordings");
    select.tabIndex = -1;
    select.setAttribute("aria-label", "Wording");
    select.addEventListener("change", () => {
      if (select.value) change("pin", line.key, line.wordings[Number(select.value)]);
      else change("release", line.key);
    });
    body.append(select);
  }
  return { item, kept, text, why, answers };
}

function updateRow(line) {
  const row = rows.get(line.key) ?? makeRow(line);
  rows.set(line.key, row);
  row.item.classList.toggle("printed", line.printed);
  row.item.classList.toggle("tie", line.tie);
  row.text.textContent = line.text;
  row.why.textContent = line.why;
  const terms = line.answers.map((number) => view.keywords[number]).filter((one) => one.kind !== "context");
  row.answers.replaceChildren(...terms.map((one) => make("span", `chip ${one.state}`, one.term)));
  if (terms.length) row.answers.prepend(make("span", "hush", " Answers: "));
  const select = row.item.querySelector("select");
  if (select) {
    const names = line.wordings.map((text, number) => [String(number), `${number === line.wording ? "● " : ""}${shorten(text)}`]);
    fill(select, [["", "Wording: tailor’s choice"], ...names], "");
  }
  return row.item;
}

function makeGroup(section) {
  const title = make("h3", "");
  const acts = make("div", "acts");
  if (section.key) {
    acts.append(
      button("move up", "↑", `Move ${section.title} up`),
      button("move down", "↓", `Move ${section.title} down`),
      button("exclude", "Leave out", `Leave out ${section.title}`),
    );
  }
  const head = make("div", "group-head", title, acts);
  const list = make("ul", "");
  list.setAttribute("role", "list");
  const element = make("section", "group", head, list);
  if (section.key) element.dataset.key = section.key;
  return { element, title, list };
}

function arrange(parent, children) {
  const same = parent.children.length === children.length && children.every((one, n) => parent.children[n] === one);
  if (!same) parent.replaceChildren(...children);
}

function drawLines() {
  const held = document.activeElement;
  const known = new Set(view.sections.flatMap((one) => one.lines.map((line) => line.key)));
  for (const key of [...rows.keys()]) if (!known.has(key)) rows.delete(key);
  const found = view.sections.map((section) => {
    const group = groups.get(section.key) ?? makeGroup(section);
    groups.set(section.key, group);
    group.title.textContent = section.title;
    group.title.id = `section-${section.key || "summary"}`;
    group.element.setAttribute("aria-labelledby", group.title.id);
    group.element.classList.toggle("printed", section.printed);
    group.element.classList.toggle("inline", section.lines.some((line) => line.role === "skill"));
    group.list.setAttribute("aria-labelledby", group.title.id);
    arrange(group.list, section.lines.map(updateRow));
    return group.element;
  });
  arrange(part("sections"), found);
  const order = allRows();
  if (order.length) enter(order.find((one) => one.tabIndex === 0) ?? order[0]);
  if (held !== document.activeElement && held.isConnected) held.focus({ preventScroll: true });
}

const allRows = () => [...part("sections").querySelectorAll("li.line")];

/* Marks what was chosen: the only part that changes before the page is there. */
function mark() {
  const { bench } = last;
  for (const element of document.querySelectorAll("#sections [data-key]")) {
    const key = element.dataset.key;
    const states = { pinned: pinOf(key), out: isOut(key) };
    for (const [name, on] of Object.entries(states)) element.classList.toggle(name, Boolean(on));
    for (const one of element.querySelectorAll(":scope > .acts > .act, :scope > .group-head .act")) {
      if (one.dataset.do === "pin") one.setAttribute("aria-pressed", String(Boolean(states.pinned)));
      if (one.dataset.do === "exclude") one.setAttribute("aria-pressed", String(Boolean(states.out)));
    }
    const line = element.matches("li") && lineOf(key);
    if (!line) continue;
    const [keep, leave] = element.querySelectorAll(":scope > .acts > .act");
    keep.textContent = states.pinned ? "Kept" : line.printed ? "Keep" : "Bring in";
    leave.textContent = states.out ? "Left out" : "Leave out";
    leave.hidden = !line.printed && !states.out && !states.pinned;
    const chosen = chosenWording(line);
    const select = element.querySelector("select");
    if (select) select.value = chosen < 0 ? "" : String(chosen);
    const where = line.printed ? "On the page" : "Not on the page";
    rows.get(key).kept.textContent = `${where}${states.pinned ? ", kept by you" : states.out ? ", left out by you" : ""}. `;
  }
  part("undo").disabled = !bench?.undo;
  part("redo").disabled = !bench?.redo;
  part("save").disabled = !bench || bench.saved;
  part("save").textContent = bench && !bench.saved ? "Save" : "Saved";
  if (view && bench) { drawLook(); drawMore(); }
}

function drawTies() {
  const open = view.ties.filter((one) => !settled.has(`${one.key} ${one.other}`) && !isOut(one.key));
  part("ties").hidden = !open.length;
  part("ties").querySelector("ul").replaceChildren(...open.slice(0, 1).map((tie) => {
    const settle = () => { settled.add(`${tie.key} ${tie.other}`); };
    const take = (text, note, act) => {
      const one = make("button", "tie-choice", make("b", "", note), ` ${text}`);
      one.type = "button";
      one.addEventListener("click", act);
      return one;
    };
    const kept = tie.other
      ? take(tie.other_text, "On the page:", () => { settle(); change("prefer", tie.other, tie.key); })
      : take("as it is", "Leave the page", () => { settle(); drawTies(); });
    const other = take(tie.text, "Instead:", () => {
      settle();
      if (tie.other) change("prefer", tie.key, tie.other);
      else change("pin", tie.key);
    });
    const either = take("", "No preference", () => { settle(); drawTies(); part("lines").focus(); });
    either.classList.add("either");
    return make("li", "", kept, other, either);
  }));
}

/* The posting */

/* What is only mentioned and is not in the master is no news. */
function isTold(number) {
  const word = view.keywords[number];
  return word && !(word.kind === "context" && word.state === "missing");
}

function term(number, text) {
  const word = view.keywords[number];
  const keys = word.printed.length ? word.printed : word.others;
  const name = `mark ${word.state} ${word.kind}`;
  const hint = make("span", "hush", ` (${STATES[word.state]})`);
  if (!keys.length) return make("span", name, text, hint);
  const link = make("a", name, text, hint);
  link.href = "#lines";
  link.dataset.keywords = String(number);
  link.title = STATES[word.state];
  link.addEventListener("click", (event) => {
    event.preventDefault();
    light(keys);
    const row = keys.map((key) => rows.get(key)).find(Boolean);
    if (row) { openTab("lines"); go(row.item); }
  });
  return link;
}

function drawPosting() {
  const blocks = view.posting.blocks.map((block) => {
    const runs = block.rows.map((row) => row.map(([text, ...numbers]) => (isTold(numbers[0]) ? term(numbers[0], text) : text)));
    const quiet = block.quiet ? "quiet" : "";
    if (block.kind === "heading") return make("div", quiet, ...runs.map((run) => make("h3", "", ...run)));
    if (block.kind === "item" || block.kind === "step") return make("ul", `${block.kind} ${quiet}`, ...runs.map((run) => make("li", "", ...run)));
    return make("p", quiet, ...runs.flatMap((run, n) => (n ? [document.createElement("br"), ...run] : run)));
  });
  part("advert").lang = view.posting.language;
  part("advert").replaceChildren(...blocks);
  part("coverage").replaceChildren(...view.coverage.filter(([kind]) => kind !== "context").map(([kind, covered, of]) => {
    const bar = make("meter", "");
    Object.assign(bar, { max: of, value: covered });
    bar.setAttribute("aria-hidden", "true");
    return make("li", "", `${KINDS[kind]} `, make("b", "", `${covered} of ${of}`), bar);
  }));
  const gaps = [["cut", "In your master, but not on the page"], ["missing", "Not in your master"]];
  part("gaps").replaceChildren(...gaps.flatMap(([state, title]) => {
    const some = view.keywords.map((one, number) => [one, number]).filter(([one]) => one.state === state && one.kind !== "context");
    some.sort(([one], [other]) => (one.kind === "nice") - (other.kind === "nice"));
    if (!some.length) return [];
    return [make("p", "gap", make("b", "", `${title}: `), ...some.flatMap(([one, number], n) => (n ? [", ", term(number, one.term)] : [term(number, one.term)])))];
  }));
}

/* Shows which lines belong together, on the picture and in the list. */
function light(keys) {
  lit = keys;
  for (const one of document.querySelectorAll(".lit")) one.classList.remove("lit");
  for (const key of keys) {
    for (const one of document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)) one.classList.add("lit");
  }
}

/* The line that Tab leads to, with its buttons and those of its section. */
function enter(row) {
  for (const one of allRows()) one.tabIndex = one === row ? 0 : -1;
  const near = [row, row.closest(".group").querySelector(".group-head")];
  for (const one of part("sections").querySelectorAll("button, select")) {
    one.tabIndex = near.some((owner) => owner.contains(one)) ? 0 : -1;
  }
}

function go(row) {
  enter(row);
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function openTab(name) {
  document.body.dataset.tab = name;
  for (const one of document.querySelectorAll("[role=tab]")) {
    const on = one.id === `tab-${name}`;
    one.setAttribute("aria-selected", String(on));
    one.tabIndex = on ? 0 : -1;
  }
}

/* The card beside a line that was clicked on the picture */

function openCard(key, x, y, from) {
  const line = lineOf(key);
  if (!line) return;
  current = { key, from };
  part("said").hidden = true;
  const card = part("card");
  part("card-text").textContent = line.text;
  part("card-why").replaceChildren(line.why, " ", make("code", "", line.id));
  const terms = line.answers.map((number) => view.keywords[number].term);
  part("card-answers").textContent = terms.length ? `Answers: ${terms.join(", ")}` : "";
  const choices = line.wordings.map((text, number) => {
    const one = make("button", "wording", text);
    one.type = "button";
    one.setAttribute("aria-pressed", String(number === line.wording));
    one.addEventListener("click", () => { change("pin", key, text); closeCard(); });
    return one;
  });
  part("card-wordings").replaceChildren(...(choices.length > 1 ? [make("p", "", "Other wordings:"), ...choices] : []));
  for (const one of card.querySelectorAll("[data-do]")) {
    one.disabled = one.dataset.do === "release" && !pinOf(key) && !isOut(key);
    one.setAttribute("aria-pressed", String(Boolean(one.dataset.do === "pin" ? pinOf(key) : one.dataset.do === "exclude" && isOut(key))));
  }
  card.hidden = false;
  const left = Math.max(8, Math.min(x, window.innerWidth - card.offsetWidth - 8));
  const below = y + 12;
  const fits = below + card.offsetHeight < window.innerHeight - 8;
  card.style.left = `${left}px`;
  card.style.top = `${fits ? below : Math.max(8, y - card.offsetHeight - 12)}px`;
  light([key]);
  card.querySelector("[data-do=exclude]").focus();
}

function closeCard() {
  if (part("card").hidden) return;
  part("card").hidden = true;
  const row = current && rows.get(current.key);
  light([]);
  if (current?.from) current.from.focus();
  else if (row) go(row.item);
  current = null;
}

part("card").addEventListener("click", (event) => {
  const act = event.target.closest("[data-do]");
  if (!act || !current) return;
  decide(act.dataset.do, current.key);
  closeCard();
});
part("card-close").addEventListener("click", closeCard);
document.addEventListener("pointerdown", (event) => {
  if (!part("card").hidden && !part("card").contains(event.target)) { part("card").hidden = true; light([]); current = null; }
});

part("sheets").addEventListener("click", (event) => {
  const spot = event.target.closest(".spot");
  if (spot) openCard(spot.dataset.key, event.clientX, event.clientY, null);
});
part("sheets").addEventListener("pointerover", (event) => {
  const spot = event.target.closest(".spot");
  if (part("card").hidden) light(spot ? [spot.dataset.key] : []);
});
part("sections").addEventListener("pointerover", (event) => {
  const row = event.target.closest("li.line");
  if (row && part("card").hidden) light([row.dataset.key]);
});
part("sections").addEventListener("pointerleave", () => { if (part("card").hidden) light([]); });
part("sections").addEventListener("focusin", (event) => {
  const row = event.target.closest("li.line");
  if (row && part("card").hidden) light([row.dataset.key]);
});

part("sections").addEventListener("click", (event) => {
  const act = event.target.closest(".act");
  const owner = event.target.closest("[data-key]");
  if (act && owner) decide(act.dataset.do, owner.dataset.key);
  else if (event.target.closest("li.skill")) openCard(owner.dataset.key, event.clientX, event.clientY, owner);
  else if (owner?.matches("li") && !event.target.closest("select")) go(owner);
});

part("sections").addEventListener("keydown", (event) => {
  const row = event.target.closest("li.line");
  if (!row || event.target.matches("select") || event.ctrlKey || event.metaKey) return;
  const key = row.dataset.key;
  if (event.altKey) {
    const direction = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    if (!direction) return;
    change("move", row.closest(".group").dataset.key, direction);
    event.preventDefault();
    return;
  }
  const order = allRows();
  const place = order.indexOf(row);
  const moves = { ArrowDown: 1, ArrowUp: -1 };
  const ends = { Home: 0, End: order.length - 1 };
  const acts = { k: "pin", x: "exclude", a: "release", Delete: "exclude" };
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (name in moves) go(order[Math.max(0, Math.min(order.length - 1, place + moves[name]))]);
  else if (name in ends) go(order[ends[name]]);
  else if (name in acts) decide(acts[name], key);
  else if (name === "w") nextWording(key);
  else if (name === "Enter" && event.target === row) {
    const box = row.getBoundingClientRect();
    openCard(key, box.left + 40, box.bottom - 8, row);
  } else return;
  event.preventDefault();
});

part("tabs").addEventListener("click", (event) => {
  const tab = event.target.closest("[role=tab]");
  if (tab) openTab(tab.getAttribute("aria-controls"));
});
part("tabs").addEventListener("keydown", (event) => {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  openTab(document.body.dataset.tab === "posting" ? "lines" : "posting");
  part(`tab-${document.body.dataset.tab}`).focus();
});

for (const [id, action] of [["template", "template"], ["size", "paper"], ["headline", "headline"], ["profile", "profile"]]) {
  part(id).addEventListener("change", () => change(action, "", part(id).value));
}
part("undo").addEventListener("click", () => change("undo"));
part("redo").addEventListener("click", () => change("redo"));
part("back").addEventListener("click", () => change("undo"));
part("save").addEventListener("click", save);
part("copy").addEventListener("click", copyCommand);

async function save() {
  if (part("save").disabled) return;
  saving = true;
  const answer = await send("save", {});
  saving = Boolean(answer);
  if (!answer) return;
  const still = answer.still.length ? ` with ${answer.still.join(", ")} as now` : "";
  say(`Saved in ${answer.saved}: the next tailor --job${still} makes this page.`);
}

async function copyCommand() {
  const reply = await fetch("command").catch(() => null);
  const answer = reply ? await reply.json().catch(() => ({})) : {};
  if (!answer.command) { say(answer.error || "tailor does not answer."); return; }
  part("words").value = answer.command;
  try {
    await navigator.clipboard.writeText(answer.command);
    say("The command is in the clipboard.");
  } catch {
    part("command").showModal();
    part("words").select();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeCard();
  if (!(event.ctrlKey || event.metaKey)) return;
  const name = event.key.toLowerCase();
  if (name === "z") change(event.shiftKey ? "redo" : "undo");
  else if (name === "y") change("redo");
  else if (name === "s") save();
  else return;
  event.preventDefault();
});

/* News */

async function fetchView(number) {
  const reply = await fetch(`view?${number}`).catch(() => null);
  if (!reply?.ok || number < asked) return;
  const found = await reply.json();
  if (number < asked || (view && found.page < view.page)) return;
  view = found;
  const { title, company } = view.posting;
  part("title").textContent = [title, company].filter(Boolean).join(", ") || "The page";
  if (view.page) drawSheets();
  else part("sheets").replaceChildren(make("p", "empty", "There is no page yet."));
  drawLines();
  mark();
  drawTies();
  drawPosting();
  tellChange();
  light(lit);
}

/* What stands above the page; the state is told in words too, not by colour alone. */
function tell() {
  const { state, page, when, errors, bench } = last;
  const older = page ? ` The page below was made at ${when}.` : "";
  const notes = {
    failed: `No page can be made of this.${older}`,
    making: errors && `Making the page …${older}`,
    ended: `tailor has ended, and this page does not change any more.${older}`,
    lost: `tailor does not answer any more.${older}`,
  };
  const saved = bench && !bench.saved ? "not saved · " : "";
  const names = { making: "Making the page …", failed: "There is something wrong", ended: "Ended", lost: "Ended" };
  part("line").textContent = state === "good" ? `${saved}${last.line.replace(/ · \d+ ms$/, "")}` : names[state];
  part("note").textContent = notes[state] || "";
  part("errors").textContent = errors;
  part("errors").hidden = !errors;
  part("trouble").hidden = !notes[state];
  part("back").hidden = state !== "failed" || !bench?.undo;
  const gone = state === "ended" || state === "lost";
  for (const id of ["pdf", "report"]) part(id).hidden = !page || gone;
  document.body.dataset.state = state === "lost" ? "ended" : state;
  document.querySelector("main").setAttribute("aria-busy", String(state === "making"));
  const marks = { good: "✓", making: "…" };
  document.title = `${marks[state] || "✗"} ${last.title || "tailor"}`;
}

const news = new EventSource("events");
news.addEventListener("message", (event) => {
  last = JSON.parse(event.data);
  tell();
  if (last.page > asked && (last.page || last.bench)) {
    asked = last.page;
    fetchView(last.page);
  } else if (view) {
    mark();
  }
  ended = last.state === "ended";
  if (ended) news.close();
});
news.addEventListener("error", () => {
  if (ended) return;
  last = { ...last, state: "lost", errors: "" };
  tell();
  setTimeout(() => { if (news.readyState !== EventSource.OPEN) news.close(); }, PATIENCE);
});
openTab("lines");
