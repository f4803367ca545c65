"use strict";

const part = (id) => document.getElementById(id);
const form = part("form");
let saved = false;

/* The fields that were changed, and null for each entry and line that is left out. */
function findChanges() {
  const found = {};
  for (const one of form.elements) {
    if (one.type === "checkbox") {
      if (one.checked) found[one.name] = null;
    } else if (one.name && one.value !== one.defaultValue) {
      found[one.name] = one.value;
    }
  }
  return found;
}

/* Says what is wrong, and goes to the field that it is about. */
function complain(text) {
  part("errors").textContent = text;
  part("trouble").hidden = false;
  const keys = text.match(/[\w-]+(?:\/[\w-]+)+/g) || [];
  const field = keys.map(part).find((one) => one?.name);
  field?.setAttribute("aria-invalid", "true");
  (field || part("errors")).focus();
}

async function save() {
  if (saved) return;
  part("trouble").hidden = true;
  for (const one of form.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
  try {
    const reply = await fetch("save", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(findChanges()),
    });
    const answer = reply.headers.get("Content-Type") ? await reply.json() : {};
    if (!reply.ok) {
      complain(answer.error || `tailor refused this (${reply.status}).`);
      return;
    }
    saved = true;
    part("save").disabled = true;
    part("state").textContent = `Saved to ${answer.saved}. You can close this page.`;
  } catch {
    complain("tailor does not answer. It may have been ended in the terminal.");
  }
}

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("click", (event) => {
  const pair = event.target.dataset.exchange?.split(" ").map(part);
  if (pair) [pair[0].value, pair[1].value] = [pair[1].value, pair[0].value];
});
part("save").addEventListener("click", save);
addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  save();
});
addEventListener("beforeunload", (event) => {
  if (!saved && Object.keys(findChanges()).length) event.preventDefault();
});

const news = new EventSource("events");
news.addEventListener("message", (event) => {
  if (JSON.parse(event.data).state !== "ended") return;
  news.close();
  if (!saved) complain("tailor has ended: nothing more can be saved here.");
});
