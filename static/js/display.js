/* What a page says of its saving: in the bar at the foot of the window, at each field, and in the list beside them. */
import * as Describing from "./describing.js";

const bar = document.querySelector(".action-bar");
const status = document.getElementById("save-status");
const block = document.getElementById("save-block");
const signedOut = document.getElementById("signed-out");
const retry = document.getElementById("retry");
const toConflicts = document.getElementById("to-conflicts");
const sentences = new Map(); // by address, why its value cannot stand, as the server said last; empty where it can

/* How saving stands, in a few words; `acts` names what can be done about it: retry, sign_in or choose. */
export const say = (words, look = "", act = "") => {
  if (status.textContent !== words) {
    status.textContent = words;
  }
  status.className = `save-status ${look}`;
  signedOut.hidden = act !== "sign_in";
  retry.hidden = act !== "retry";
  toConflicts.hidden = act !== "choose";
};

export const sayBlock = (words) => {
  block.hidden = !words;
  block.querySelector("p").textContent = words || "";
};

export const notice = (words) => {
  const shown = document.createElement("div");
  shown.className = "notice notice-info";
  shown.setAttribute("role", "status");
  shown.textContent = words;
  document.getElementById("restored").before(shown);
};

const wayOf = (element) => element.getAttribute("href") || element.value;

/* The list beside the fields, drawn anew where it says something else; the focus stays on the link or button where it
   was. */
export const showFound = (drawn) => {
  const now = document.querySelector(".found");
  const next = new DOMParser().parseFromString(drawn, "text/html").querySelector(".found");
  if (now.innerHTML === next.innerHTML) {
    return;
  }
  const focused = now.contains(document.activeElement) ? wayOf(document.activeElement) : "";
  now.replaceChildren(...next.childNodes);
  const again = focused && [...now.querySelectorAll("a, button")].find((each) => wayOf(each) === focused);
  if (again) {
    again.focus({ preventScroll: true });
  }
};

const mark = (field, sentence) => {
  const cell = field.closest("td");
  if (cell) {
    cell.classList.toggle("is-faulty", Boolean(sentence));
  } else {
    field.classList.toggle("is-invalid", Boolean(sentence));
  }
  if (sentence) {
    field.setAttribute("aria-invalid", "true");
    field.title = sentence;
  } else {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("title");
  }
};

/* Above a text stands why it cannot stay as it is: the server's sentence comes and goes there too, but never while
   the caret is in the field, for it would move the line that somebody is writing. */
export const showSentence = (field) => {
  const question = field.closest(".question");
  if (!question || !sentences.has(field.name) || document.activeElement === field) {
    return;
  }
  const sentence = sentences.get(field.name);
  const id = `${field.id}_error`;
  let error = document.getElementById(id);
  if (sentence && !error) {
    error = Object.assign(document.createElement("p"), { id, className: "error" });
    field.before(error);
  }
  if (sentence) {
    error.textContent = sentence;
  } else if (error) {
    error.remove();
  }
  question.classList.toggle("is-faulty", Boolean(sentence));
  Describing.set(field, id, Boolean(sentence));
};

/* `sentenceOf` an address is its fault, empty where there is none, undefined where that is not known. */
export const markAll = (fields, sentenceOf) => {
  for (const field of [...fields].filter((each) => sentenceOf(each.name) !== undefined)) {
    sentences.set(field.name, sentenceOf(field.name));
    mark(field, sentences.get(field.name));
    showSentence(field);
  }
};

/* Whatever sticks to the foot of the window stands on the bar, however many lines it takes. */
new ResizeObserver(() => {
  document.documentElement.style.setProperty("--bar", `${bar.offsetHeight}px`);
}).observe(bar);

/* A table that scrolls in its own region ends above the bar: it has what is left below the place where it begins. */
const region = document.querySelector(".grid-region");
const measure = () => requestAnimationFrame(() => {
  const top = Math.round(region.getBoundingClientRect().top + window.pageYOffset);
  document.documentElement.style.setProperty("--region-top", `${top}px`);
});
if (region) {
  new ResizeObserver(measure).observe(document.body);
}
