/* The list of what the checks found on a step: its ways to the words in a text, and 改为 or 删去 as an edit there. */
import * as Passages from "./passages.js";
import * as Sources from "./sources.js";

/* Without this script the ways lead to the field, and the buttons post the page. */

const form = document.getElementById("step-form");
const GONE = "这一处已有改动，没有替换，请核对";
const asked = new URLSearchParams(location.search).get("finding");
const entryOf = (target) => target.closest(".told > li");

const fieldOf = (entry) => document.getElementById(entry.dataset.text);

/* The fields that 改为 changes, of several cells at once; null for one that is not on this page. */
const fieldsOf = (button) => button.dataset.address.split(" ").map((address) => document.getElementById(address));

const say = (words) => {
  document.getElementById("found-said").textContent = words;
};

/* As if it were typed, so that the browser can undo it, autosave hears of it and the history tells who did it. */
const replace = (field, text) => {
  Sources.during(Sources.INSERTED, () => {
    const isDone = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
    if (!isDone) {
      field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
};

const mend = (entry, button) => {
  if (!("words" in button.dataset)) {
    fieldsOf(button).forEach((cell) => {
      cell.scrollIntoView({ block: "center" });
      cell.focus({ preventScroll: true });
      cell.select();
      replace(cell, button.dataset.instead);
    });
  } else if (Passages.select(fieldsOf(button)[0], entry, button.dataset)) {
    replace(fieldsOf(button)[0], button.dataset.instead);
  } else {
    say(GONE);
    return;
  }
  form.dispatchEvent(new CustomEvent("save"));
  say(`已${fieldsOf(button).length > 1 ? "将 " : ""}${button.textContent.trim()}，按 Ctrl+Z 撤销`);
};

form.addEventListener("click", (event) => {
  const entry = entryOf(event.target);
  const button = event.target.closest(".mend");
  if (entry && button && fieldsOf(button).every(Boolean)) {
    event.preventDefault();
    mend(entry, button);
  } else if (entry && entry.dataset.text && event.target.closest(".to-place")) {
    event.preventDefault();
    Passages.select(fieldOf(entry), entry);
  }
});

/* The entry whose words the caret is in is marked in the list: the way back from the text. */
const follow = (field) => {
  for (const entry of document.querySelectorAll(".told > li")) {
    const span = entry.dataset.text === field.id ? Passages.located(field.value, entry.dataset) : null;
    const isHere = Boolean(span) && span[0] <= field.selectionStart && field.selectionEnd <= span[1];
    entry.classList.toggle("is-current", isHere);
    if (isHere && !entry.closest(".found").contains(document.activeElement)) {
      const list = entry.closest(".found").parentElement.matches(".step-side") ? entry.closest(".step-side") : entry.closest(".found");
      list.scrollTop += entry.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;
    }
  }
};

form.addEventListener("input", ({ target }) => Passages.redraw(target));
form.addEventListener("shown", ({ target }) => Passages.redraw(target));
form.addEventListener("keyup", ({ target }) => target.matches("textarea.text-entry") && follow(target));
form.addEventListener("mouseup", ({ target }) => target.matches("textarea.text-entry") && setTimeout(() => follow(target)));
/* The cells that the list asks about are marked in the table. */
const markCells = () => {
  const asked = new Set([...document.querySelectorAll(".told > li[data-asked]")].flatMap((each) => each.dataset.asked.trim().split(" ")));
  document.querySelectorAll(".grid td.is-asked").forEach((each) => each.classList.remove("is-asked"));
  for (const address of asked) {
    const cell = document.getElementById(address);
    if (cell && cell.closest(".grid td")) {
      cell.closest("td").classList.add("is-asked");
    }
  }
};

for (const change of ["saved", "arrived"]) {
  form.addEventListener(change, Passages.drawAll);
  form.addEventListener(change, markCells);
}

Passages.drawAll();
markCells();
window.addEventListener("load", () => setTimeout(() => {
  const entry = asked && document.getElementById(`found-${asked}`);
  if (entry && entry.dataset.text) {
    Passages.select(fieldOf(entry), entry);
    follow(fieldOf(entry));
  } else if (entry) {
    entry.classList.add("is-current");
  }
}));
