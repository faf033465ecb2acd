/* Moving in the official table by keyboard, as in a spreadsheet. */
import { grid, form, inputs, rows, places } from "./grid.js";

/* An input method that is composing, and every key that is not named here, is left to the browser. */

const COMPOSING = 229;
let onEntry = ""; // the value of the focused cell when it got the focus
let column = null; // the column in which ↑ and ↓ move on, across cells that cover several
let runBegan = null; // the column where a run of Tab began, to which Enter returns
let isMoving = false;
let wasClicked = false; // the focused cell was selected by a click, and nothing was typed since
let isEditing = false; // the caret is inside the figure, where clicks place it

const cellOf = (input) => places.get(input);

const go = (input, { keeps = false } = {}) => {
  if (!input) {
    return;
  }
  isMoving = keeps;
  input.focus({ preventScroll: true });
  isMoving = false;
};

const vertically = (input, step, from) => {
  const { row } = cellOf(input);
  const next = rows[row + step];
  if (!next) {
    return;
  }
  const below = next.find((cell) => cell.from <= from && from < cell.to) || next[next.length - 1];
  column = from;
  go(below.input, { keeps: true });
};

const isAllSelected = ({ value, selectionStart, selectionEnd }) => selectionStart === 0 && selectionEnd === value.length;
const isAtEdge = ({ value, selectionStart, selectionEnd }, step) =>
  selectionStart === selectionEnd && selectionStart === (step < 0 ? 0 : value.length);

/* False while the caret has somewhere to go inside the cell. */
const sideways = (input, step) => {
  if (!isAllSelected(input) && !isAtEdge(input, step)) {
    return false;
  }
  const { row, index } = cellOf(input);
  const beside = rows[row][index + step];
  go(beside && beside.input);
  return true;
};

const restore = (input) => {
  if (input.value !== onEntry) {
    input.value = onEntry;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
  isEditing = false;
  wasClicked = false;
  input.select();
};

/* The caret goes behind the last digit. */
const edit = (input) => {
  isEditing = true;
  input.setSelectionRange(input.value.length, input.value.length);
};

const down = (input, step) => {
  const from = runBegan === null ? currentColumn(input) : runBegan;
  runBegan = null;
  vertically(input, step, from);
};

const currentColumn = (input) => (column === null ? cellOf(input).cell.from : column);

/* What each key does; false where it is the browser's after all. */
const KEYS = {
  ArrowUp: (input) => vertically(input, -1, currentColumn(input)),
  ArrowDown: (input) => vertically(input, 1, currentColumn(input)),
  ArrowLeft: (input) => sideways(input, -1),
  ArrowRight: (input) => sideways(input, 1),
  Enter: (input, event) => down(input, event.shiftKey ? -1 : 1),
  Escape: restore,
  F2: edit,
};
const WITH_CONTROL = {
  Home: () => go(inputs[0]),
  End: () => go(inputs[inputs.length - 1]),
};

grid.addEventListener("keydown", (event) => {
  const input = event.target;
  if (event.isComposing || event.keyCode === COMPOSING || !cellOf(input) || event.altKey) {
    return;
  }
  if (event.key === "Tab") {
    runBegan = runBegan === null ? currentColumn(input) : runBegan;
    return;
  }
  const control = event.ctrlKey || event.metaKey;
  const act = control ? WITH_CONTROL[event.key] : KEYS[event.key];
  if (!act || (event.shiftKey && event.key !== "Enter")) {
    return;
  }
  if (act(input, event) !== false) {
    event.preventDefault();
  }
  if (event.key !== "Escape") {
    runBegan = null;
  }
});

/* A cell that gets the focus is selected whole, and comes out from under whatever sticks to the screen. */
grid.addEventListener("focusin", (event) => {
  const input = event.target;
  if (!cellOf(input)) {
    return;
  }
  onEntry = input.value;
  wasClicked = false;
  isEditing = false;
  if (!isMoving) {
    column = null;
  }
  input.select();
  input.scrollIntoView({ block: "nearest", inline: "nearest" });
});

/* A click selects the cell whole, whether or not it had the focus, so that typing replaces; a second click
   or F2 puts the caret into the figure. Whatever is typed in between begins anew. */
grid.addEventListener("mousedown", () => {
  runBegan = null;
});
grid.addEventListener("click", (event) => {
  const input = event.target;
  if (!cellOf(input) || isEditing || document.activeElement !== input) {
    return;
  }
  isEditing = wasClicked;
  wasClicked = true;
  if (!isEditing) {
    input.select();
  }
});
grid.addEventListener("input", (event) => {
  wasClicked = wasClicked && event.target !== document.activeElement;
});

document.addEventListener("keydown", (event) => {
  const isSave = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "s";
  if (isSave && !event.isComposing && event.keyCode !== COMPOSING) {
    event.preventDefault();
    form.dispatchEvent(new CustomEvent("save"));
  }
});
