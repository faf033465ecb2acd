/* Leaving a step: what is typed stays in the journal, and a button first saves like everything else. */
import { changed, remember } from "./values.js";
import { isLeft } from "./saving-state.js";
import { saveAll, writeJournal } from "./saving.js";

const form = document.getElementById("step-form");

window.addEventListener("pagehide", writeJournal);
window.addEventListener("pageshow", () => delete form.dataset.leaving);
window.addEventListener("beforeunload", (event) => {
  writeJournal();
  if (form.dataset.leaving !== "yes" && changed().length && !isLeft()) {
    event.preventDefault();
    event.returnValue = "";
  }
});

/* The page is left only when nothing typed is at stake. */
form.addEventListener("submit", async (event) => {
  remember();
  if (form.dataset.leaving === "yes" || !changed().length) {
    form.dataset.leaving = "yes";
    return;
  }
  event.preventDefault();
  const button = event.submitter;
  await saveAll();
  if (!changed().length) {
    form.dataset.leaving = "yes";
    form.requestSubmit(button);
  }
});
