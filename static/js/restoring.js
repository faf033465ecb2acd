/* Brings back what a page finds in journals when it is opened. */
import * as Journal from "./journal.js";
import * as Sources from "./sources.js";
import { base, fields, valueOf, isTouched } from "./values.js";

/* Its own window's comes back by itself, what a closed window has left is shown and offered. Nothing that stands in a
   field already is overwritten by either. */

const form = document.getElementById("step-form");
const offers = document.getElementById("abandoned");

const put = ([address, seen, now, source]) => {
  const field = fields.get(address);
  base.set(address, seen);
  field.value = now;
  Sources.during(source, () => field.dispatchEvent(new Event("input", { bubbles: true })));
};

/* The edits of a journal that would change something on this page. */
const pending = (kept) =>
  kept.edits.filter(
    (edit) => Array.isArray(edit) && fields.has(edit[0]) && typeof edit[2] === "string" && valueOf(edit[0]) !== edit[2]
  );

/* Put the edits of a journal into the fields that nobody has typed into; says how many, the rest is kept aside. */
const restore = (kept) => {
  const edits = pending(kept);
  const rest = edits.filter(([address]) => isTouched(address));
  const restored = edits.filter(([address]) => !isTouched(address));
  restored.forEach(put);
  Journal.keepAside(kept, rest);
  return restored.length;
};

const time = (at) => {
  const moment = new Date(at);
  return isNaN(moment) ? "" : moment.toTimeString().slice(0, 5);
};

const nameOf = (field) => {
  const label = field.labels && field.labels[0];
  return field.getAttribute("aria-label") || (label ? label.textContent.trim() : field.name);
};

const rowOf = ([address, , now]) => {
  const row = document.getElementById("abandoned-row").content.firstElementChild.cloneNode(true);
  row.querySelector(".name").textContent = nameOf(fields.get(address));
  row.querySelector(".words").textContent = now || "（空）";
  return row;
};

const offer = (kept, edits) => {
  const offered = document.getElementById("abandoned-offer").content.firstElementChild.cloneNode(true);
  offered.querySelector(".at").textContent = time(kept.at);
  offered.querySelector(".count").textContent = edits.length;
  offered.querySelector("dl").replaceChildren(...edits.map(rowOf));
  offered.querySelector(".restore").addEventListener("click", () => {
    restore(kept);
    form.dispatchEvent(new CustomEvent("save"));
    offerAll();
  });
  offered.querySelector(".discard").addEventListener("click", () => {
    Journal.forget(kept.key);
    offerAll();
  });
  return offered;
};

const offerAll = () => {
  const left = Journal.abandoned().map((kept) => [kept, pending(kept)]);
  left.filter(([, edits]) => !edits.length).forEach(([kept]) => Journal.forget(kept.key));
  offers.replaceChildren(...left.filter(([, edits]) => edits.length).map(([kept, edits]) => offer(kept, edits)));
};

const restoreOwn = () => {
  const kept = Journal.own();
  if (kept && restore(kept)) {
    document.getElementById("restored").hidden = false;
    document.getElementById("restored-at").textContent = time(kept.at);
  }
};

export const start = () => {
  restoreOwn();
  offerAll();
};
