/* Says in the bar above the table what is wrong with the focused cell, who changed it, or from which file it came. */

/* There it covers none of the rows that are to be mended. A cell under the pointer is told of where none has the focus.
   For a screen reader the same words are the description of the cell. */

const said = document.getElementById("grid-fault");
const grid = document.getElementById("grid");
const tools = document.getElementById("grid-tools");
let pointed = null;

const notesOf = (cell, kinds) => [...cell.querySelectorAll(kinds)].map((note) => note.textContent).join("；");

const draw = () => {
  const focused = grid.contains(document.activeElement) ? document.activeElement.closest("td") : null;
  const cell = focused || (pointed && pointed.isConnected ? pointed : null);
  const fault = cell ? notesOf(cell, ".cell-error, .arrived-note") : "";
  const words = fault || (cell ? notesOf(cell, ".cell-source") : "");
  if (said.textContent !== words) {
    said.textContent = words;
    said.title = words;
    said.classList.toggle("is-source", Boolean(words) && !fault);
    tools.classList.toggle("has-fault", Boolean(words));
  }
};

/* The marks of a cell are drawn by whoever listens to its events; this comes after them. */
const later = () => setTimeout(draw, 0);

["focusin", "focusout", "input"].forEach((name) => grid.addEventListener(name, later));
grid.addEventListener("mouseover", (event) => {
  pointed = event.target.closest("td");
  draw();
});
grid.addEventListener("mouseleave", () => {
  pointed = null;
  draw();
});
["saved", "arrived"].forEach((name) => document.getElementById("step-form").addEventListener(name, later));
