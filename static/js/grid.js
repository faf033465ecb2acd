/* The official table as a spreadsheet: marks in its cells, fills, and taking them back. */
import * as Describing from "./describing.js";
import * as Figures from "./figures.js";
import * as Sources from "./sources.js";

/* Every change made here is an `input` event of its cell and one `change` at the end, so that totals and saving follow. */

export const grid = document.getElementById("grid");
const tools = document.getElementById("grid-tools");
export const form = document.getElementById("step-form");
export const inputs = [...grid.querySelectorAll("td.entry input")];
const said = document.getElementById("grid-said");
const undoButton = document.getElementById("undo");
export const measureOf = (input) => input.dataset.measure || "count";

/* The entries row by row, each with the columns that it covers. */
export const rows = [...grid.querySelectorAll("tbody tr")]
  .map((row) =>
    [...row.querySelectorAll("td.entry")].map((cell) => ({
      input: cell.querySelector("input"),
      from: Number(cell.dataset.column),
      to: Number(cell.dataset.column) + cell.colSpan,
    }))
  )
  .filter((row) => row.length);
export const places = new Map();
rows.forEach((row, number) => row.forEach((cell, index) => places.set(cell.input, { row: number, index, cell })));

/* ---- marks: why a figure cannot be read, said in its cell while it is typed ---- */

const shown = new Map(inputs.map((input) => [input, errorOf(input).textContent]));
const ofServer = new Map(inputs.map((input) => [input, Figures.fault(input.value, measureOf(input)) ? "" : shown.get(input)]));

function errorOf(input) {
  return input.parentElement.querySelector(".cell-error") || document.createElement("span");
}

const describe = (input) => {
  const shows = grid.classList.contains("shows-last-year") && input.parentElement.querySelector(".last-year");
  Describing.set(input, `${input.id}_last`, Boolean(shows));
  Describing.set(input, `${input.id}_error`, Boolean(shown.get(input)));
};

const mark = (input) => {
  const sentence = Figures.fault(input.value, measureOf(input)) || ofServer.get(input);
  if (sentence === shown.get(input)) {
    return;
  }
  shown.set(input, sentence);
  const error = errorOf(input);
  error.className = "cell-error";
  error.id = `${input.id}_error`;
  error.textContent = sentence;
  if (sentence) {
    input.after(error);
    input.setAttribute("aria-invalid", "true");
  } else {
    error.remove();
    input.removeAttribute("aria-invalid");
  }
  input.parentElement.classList.toggle("is-unreadable", Boolean(sentence));
  describe(input);
};

/* After a save the server's sentences stand in the titles of the fields; a cell says them itself. */
const takeSentences = () => {
  for (const input of inputs) {
    ofServer.set(input, input.title);
    input.removeAttribute("title");
    mark(input);
    if (shown.get(input)) {
      input.setAttribute("aria-invalid", "true");
    }
  }
};

/* ---- changing cells, and taking it back ---- */

const done = [];

export const say = (words) => {
  said.textContent = words;
  tools.classList.toggle("has-said", Boolean(words));
  undoButton.hidden = !done.length;
};

const enter = (changes, source) => {
  Sources.during(source, () => {
    for (const [input, value] of changes) {
      input.value = value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  if (changes.length) {
    changes[changes.length - 1][0].dispatchEvent(new Event("change", { bubbles: true }));
  }
};

/* Enter values into cells as one act that one 撤销 takes back; `source` says how they came in. */
export const apply = (changes, source, words) => {
  const real = changes.filter(([input, value]) => input.value !== value);
  if (real.length) {
    done.push(real.map(([input, value]) => [input, input.value, value]));
  }
  enter(real, source);
  say(words);
};

/* A cell that was typed into since keeps what was typed. Saving may have rewritten the figure meanwhile. */
const undo = () => {
  const act = done.pop();
  const same = (input, value) =>
    Figures.display(input.value, measureOf(input)) === Figures.display(value, measureOf(input));
  const back = act.filter(([input, , entered]) => same(input, entered));
  enter(back.map(([input, before]) => [input, before]), Sources.UNDONE);
  say(
    back.length === act.length
      ? `已撤销，${back.length} 格恢复原样`
      : `已撤销，${back.length} 格恢复原样，${act.length - back.length} 格后来改过，未动`
  );
  (undoButton.hidden ? act[0][0] : undoButton).focus();
};

/* ---- a question in the page ---- */

const question = document.getElementById("grid-question");
const [yes, no] = question.querySelectorAll("button");
let answer = null;

export const close = (isYes) => {
  if (!answer) {
    return;
  }
  const { accept, dismiss, back } = answer;
  const hadFocus = question.contains(document.activeElement);
  answer = null;
  question.hidden = true;
  if (dismiss) {
    dismiss();
  }
  if (isYes) {
    accept();
  }
  if (hadFocus && back && back.isConnected) {
    back.focus();
  }
};

/* Ask in words; `accept` is done on yes, `dismiss` in any case; the focus goes back where it was. */
export const ask = ({ title, lines, yesLabel, noLabel, accept, dismiss }) => {
  const back = answer ? answer.back : document.activeElement;
  close(false);
  answer = { accept, dismiss, back };
  question.querySelector("h2").textContent = title;
  question.querySelector("ul").replaceChildren(
    ...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line }))
  );
  yes.hidden = !yesLabel;
  yes.textContent = yesLabel || "";
  no.textContent = noLabel;
  question.hidden = false;
  (yesLabel ? yes : no).focus();
};

yes.addEventListener("click", () => close(true));
no.addEventListener("click", () => close(false));
question.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing) {
    event.preventDefault();
    close(false);
  }
});

/* ---- fills ---- */

export const isBlank = (input) => Figures.read(input.value, measureOf(input)) === null;
const isZero = (input) => Figures.display(input.value, measureOf(input)) === "0";
const withZeros = (cells) => cells.map((input) => [input, "0"]);

const fillBlanks = () => {
  const blanks = inputs.filter(isBlank);
  apply(withZeros(blanks), Sources.NIL, blanks.length ? `已将 ${blanks.length} 个空格填为 0` : "没有空格");
};

const fillAll = () => {
  const wanted = inputs.filter((input) => !isZero(input));
  const overwritten = wanted.filter((input) => !isBlank(input));
  const words = wanted.length ? `已将 ${wanted.length} 格填为 0` : "全表已经是 0";
  const accept = () => apply(withZeros(wanted), Sources.NIL, words);
  if (!overwritten.length) {
    accept();
    return;
  }
  ask({
    title: `将覆盖已填的 ${overwritten.length} 格`,
    lines: ["这些格填的不是 0，将改为 0，可以撤销"],
    yesLabel: "全表填 0",
    noLabel: "不填",
    accept,
  });
};

const carryForward = () => {
  const changes = inputs.filter((input) => input.dataset.proposed).map((input) => [input, input.dataset.proposed]);
  const overwritten = changes.filter(
    ([input, value]) => !isBlank(input) && Figures.display(input.value, measureOf(input)) !== value
  );
  const accept = () => apply(changes, Sources.CARRIED_OVER, `已按上年结转填入 ${changes.length} 格`);
  if (!overwritten.length) {
    accept();
    return;
  }
  ask({
    title: `将覆盖已填的 ${overwritten.length} 格`,
    lines: overwritten.map(([input, value]) => `${input.getAttribute("aria-label")}：${input.value} 改为 ${value}`),
    yesLabel: "填入并覆盖",
    noLabel: "不填入",
    accept,
  });
};

/* ---- last year's figures: whether they are shown is remembered, nothing else ---- */

const toggle = document.getElementById("show-last-year");
const REMEMBERED = `hides-last-year:${form.dataset.user}`;

const showLastYear = () => {
  grid.classList.toggle("shows-last-year", toggle.checked);
  inputs.forEach(describe);
};

if (toggle) {
  toggle.checked = localStorage.getItem(REMEMBERED) !== "yes";
  toggle.addEventListener("change", () => {
    if (toggle.checked) {
      localStorage.removeItem(REMEMBERED);
    } else {
      localStorage.setItem(REMEMBERED, "yes");
    }
    showLastYear();
  });
  showLastYear();
}

const carryButton = document.getElementById("carry-forward");
const acts = [
  [document.getElementById("fill-blanks"), fillBlanks],
  [document.getElementById("fill-all"), fillAll],
  [carryButton, carryForward],
  [undoButton, undo],
];
acts
  .filter(([button]) => button)
  .forEach(([button, act]) =>
    button.addEventListener("click", () => {
      button.focus();
      act();
    })
  );
/* Pressed, a button leaves the focus in its cell until the click: the note of a faulty cell would go at once, the row
   close up, and the button no longer be under the mouse when it is let go. */
tools.addEventListener("mousedown", (event) => {
  if (event.target.closest("button")) {
    event.preventDefault();
  }
});
document.querySelectorAll(".grid-acts, .grid-keys").forEach((part) => {
  part.hidden = false;
});
if (carryButton) {
  carryButton.hidden = false;
}
document.documentElement.classList.add("has-grid");

/* What the server said of a cell was said of the figure before; it says it again after the save, where it is still so. */
grid.addEventListener("input", (event) => {
  ofServer.set(event.target, "");
  event.target.parentElement.classList.remove("is-faulty");
  mark(event.target);
});
form.addEventListener("saved", takeSentences);
form.addEventListener("arrived", takeSentences);
inputs.forEach(mark);
