/* Shows what other people, or another window, save while a step is open. */
import * as Checksum from "./checksum.js";
import * as Conflicts from "./conflicts.js";
import * as Describing from "./describing.js";
import * as Display from "./display.js";
import * as Transport from "./transport.js";
import * as Values from "./values.js";
import { base, fields, waiting, valueOf, isTouched } from "./values.js";

/* Untouched fields follow, a touched one shows both, and the caret stays where it is. The page hears of it when it says
   that it is open (presence.js), and asks once for what differs from what it holds. */

const form = document.getElementById("step-form");
const news = document.getElementById("arrived");
const link = document.getElementById("to-arrived");
const heldBack = new Map(); // by address, what is not shown while the caret is there, and what stood there
let fates = new Map(); // by address, what became of each change of the last news
let heading = "";
let isAsking = false;

/* A sum for each value that the page holds, in the order in which the page was drawn with them. */
const held = () =>
  [...base.keys()].map((address) => Checksum.of(waiting.has(address) ? waiting.get(address) : base.get(address)));

/* ---- the mark at a field: who changed it, when, and what stood there ---- */

const idOf = (field) => `${field.id}_arrived`;

const unmark = (field) => {
  const note = document.getElementById(idOf(field));
  if (note) {
    note.remove();
    Describing.set(field, idOf(field), false);
    field.closest("td, .question").classList.remove("has-arrived");
  }
};

/* A field that has the caret still shows what stood there: its mark says what comes once the caret leaves it. */
const mark = (field, change, before, isShown) => {
  unmark(field);
  const place = field.closest("td, .question");
  const isFigure = place.matches("td");
  const template = document.getElementById(isFigure ? "arrived-figure" : "arrived-text");
  const note = template.content.firstElementChild.cloneNode(true);
  const yet = `${isFigure ? `为 ${change.stored || "（空）"}` : ""}（离开后显示）`;
  note.id = idOf(field);
  note.querySelector(".who").textContent = `${change.editor} ${change.at} 修改${isShown ? "" : yet}`;
  note.querySelector(".was").textContent = before || "（空）";
  place.classList.add("has-arrived");
  place.prepend(note);
  Describing.set(field, note.id, true);
  form.classList.add("has-arrivals");
};

/* ---- taking over ---- */

/* Totals, marks and counters follow as if it were typed; autosave sees that it is not. */
const redraw = (field) =>
  field.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: { isStored: true } }));

const follow = (change) => {
  const field = fields.get(change.address);
  const before = base.get(change.address);
  waiting.set(change.address, change.stored);
  const isShown = document.activeElement !== field;
  if (isShown && Values.show(change.address)) {
    redraw(field);
  }
  mark(field, change, before, isShown);
  if (!isShown) {
    heldBack.set(change.address, { change, before });
  }
  return isShown ? "shown" : "waits";
};

/* A touched text is left to the next save, which merges the paragraphs; of anything else only one can stand. */
const oppose = (change) => {
  if (fields.get(change.address).tagName === "TEXTAREA") {
    return "merges";
  }
  Conflicts.open.set(change.address, change);
  return "";
};

/* What became of a change: it is shown, it waits for the caret to leave, it merges with what is typed there, or
   nothing is to be said of it here. */
const takeOne = (change) => {
  const { address, stored } = change;
  if (!fields.has(address)) {
    base.set(address, stored);
  } else if (Conflicts.open.has(address)) {
    Conflicts.open.set(address, change);
  } else if (valueOf(address) === stored) {
    base.set(address, stored);
    waiting.delete(address);
  } else if (isTouched(address)) {
    return oppose(change);
  } else {
    return follow(change);
  }
  return "";
};

/* ---- the news in the bar, which says of each change whether it is shown ---- */

const count = (fate) => [...fates.values()].filter((each) => each === fate).length;

const sayNews = () => {
  const [shown, waits, merges] = ["shown", "waits", "merges"].map(count);
  const parts = [
    waits || merges ? shown && `已显示 ${shown} 处` : "已显示",
    waits && `${waits} 处正在填写，离开后显示`,
    merges && `${merges} 处您也在修改，保存时合并`,
  ];
  news.firstElementChild.textContent = [heading, ...parts.filter(Boolean)].join("，");
};

const announce = (changes) => {
  const fated = changes.map((change) => [change, takeOne(change)]).filter(([, fate]) => fate);
  if (!fated.length) {
    return;
  }
  fates = new Map(fated.map(([change, fate]) => [change.address, fate]));
  const names = [...new Set(fated.map(([change]) => change.editor))].join("、");
  heading = `${names} ${fated[fated.length - 1][0].at} 修改 ${fated.length} 处`;
  news.hidden = false;
  link.href = `#${fated[0][0].address}`;
  sayNews();
};

const settle = (address, fate) => {
  heldBack.delete(address);
  if (fates.get(address) === "waits") {
    fates.set(address, fate);
    sayNews();
  }
};

const take = (answer, asked) => {
  // What was sent or acknowledged while the question was under way is asked again.
  const known = answer.changes.filter((change) => !Values.isNewer(change.address, asked));
  announce(known);
  Values.remember();
  Conflicts.draw(valueOf);
  Display.showFound(answer.found);
  Display.markAll(fields.values(), (address) => (isTouched(address) ? undefined : answer.errors[address] || ""));
  if (known.length === answer.changes.length) {
    form.dataset.version = answer.version;
  }
  form.dispatchEvent(new CustomEvent("arrived"));
};

const ask = async () => {
  const asked = Values.now();
  const body = { user: form.dataset.user, held: held() };
  try {
    const { kind, answer } = await Transport.post(form.dataset.presence, body);
    if (kind === "done") {
      take(answer, asked);
    }
  } catch (error) {
    // The network is away, which the next ping says.
  }
};

form.addEventListener("told", async ({ detail }) => {
  if (detail.version && detail.version !== form.dataset.version && !isAsking) {
    isAsking = true;
    await ask();
    isAsking = false;
  }
});

/* What waited for the caret to leave is shown, and whoever types over it has seen the mark. */
form.addEventListener("shown", ({ target }) => {
  redraw(target);
  if (heldBack.has(target.name)) {
    const { change, before } = heldBack.get(target.name);
    mark(target, change, before, true);
  }
  settle(target.name, "shown");
});
form.addEventListener("input", ({ target, detail }) => {
  if (fields.has(target.name) && !(detail && detail.isStored)) {
    unmark(target);
    settle(target.name, "merges");
  }
});
