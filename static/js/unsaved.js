/* Asks before a page is left on which words were written into a form and not yet kept. */

/* The steps of a report save by themselves and ask by themselves (leaving.js). A form that is being sent takes its own
   words with it, and no other's. */

let sent = null;

/* What the server gave back as faulty was not kept either, though the page was drawn with it. */
const isUnsaved = (field) =>
  field.value.trim() !== "" && (field.value !== field.defaultValue || field.matches(".is-invalid, [aria-invalid=true]"));

const isAtStake = (field) => field.form && field.form !== sent && field.form.id !== "step-form" && isUnsaved(field);

window.addEventListener("submit", (event) => {
  sent = event.defaultPrevented ? sent : event.target;
});
window.addEventListener("pageshow", () => {
  sent = null;
});
window.addEventListener("beforeunload", (event) => {
  if ([...document.querySelectorAll("textarea")].some(isAtStake)) {
    event.preventDefault();
    event.returnValue = "";
  }
  sent = null;
});
