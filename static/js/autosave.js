/* Saves while somebody types, and loses nothing: what is not acknowledged stays in a journal of the browser. */
import * as Display from "./display.js";
import * as Journal from "./journal.js";
import * as Restoring from "./restoring.js";
import * as Sources from "./sources.js";
import * as State from "./saving-state.js";
import * as Values from "./values.js";
import { compose, goOn, isSaving, resolveConflicts, save, schedule, writeJournal } from "./saving.js";
import "./leaving.js";

/* Every edit is sent with what its editor had seen; the server merges or answers with a conflict. This module hears
   what happens to the page, and has the others act. */
const JOURNAL_DELAY = 200;
const form = document.getElementById("step-form");
const isOurs = (field) => Values.base.has(field.name);
let journalTimer;

form.addEventListener("input", (event) => {
  if (!isOurs(event.target) || (event.detail && event.detail.isStored)) {
    return;
  }
  Sources.note(event.target, event.inputType);
  delete form.dataset.leaving; // whoever types on has stayed
  State.sayTyped();
  clearTimeout(journalTimer);
  journalTimer = setTimeout(writeJournal, JOURNAL_DELAY);
  schedule();
});
form.addEventListener("compositionstart", () => compose(true));
form.addEventListener("compositionend", () => {
  compose(false);
  schedule();
});
form.addEventListener("change", (event) => {
  if (isOurs(event.target)) {
    writeJournal();
    save();
  }
});
form.addEventListener("focusout", (event) => {
  if (isOurs(event.target)) {
    setTimeout(() => {
      if (Values.show(event.target.name)) {
        event.target.dispatchEvent(new CustomEvent("shown", { bubbles: true }));
      }
      Display.showSentence(event.target);
    });
  }
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    writeJournal();
    save(true);
  }
});

/* The network and the session, as the browser and other requests of the page meet them. */
window.addEventListener("offline", () => State.meet("away"));
window.addEventListener("online", () => {
  if (State.isAway()) {
    goOn();
  } else {
    save();
  }
});
form.addEventListener("reached", ({ detail }) => (detail === "done" ? goOn() : State.meet(detail)));
form.addEventListener("arrived", () => {
  if (!State.hasTrouble() && !isSaving()) {
    State.sayState();
  }
});

form.addEventListener("save", () => {
  writeJournal();
  save();
});
document.getElementById("resolve-conflicts").addEventListener("click", resolveConflicts);
document
  .querySelectorAll("[data-retry]")
  .forEach((button) => button.addEventListener("click", () => save() || form.dispatchEvent(new CustomEvent("ask"))));
document.getElementById("discard-restored").addEventListener("click", () => {
  Journal.forget();
  form.dataset.leaving = "yes";
  location.reload();
});

Journal.ready.then(() => {
  Restoring.start();
  if (Values.changed().length) {
    save();
  }
});
