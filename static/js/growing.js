/* Fields for texts are as tall as what stands in them; Chromium 86 knows no field-sizing. */

const fit = (field) => {
  const borders = field.offsetHeight - field.clientHeight;
  const { scrollX, scrollY } = window;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + borders}px`;
  field.style.overflowY = field.scrollHeight > field.clientHeight ? "auto" : "hidden"; // beyond the limit it scrolls
  window.scrollTo(scrollX, scrollY);
};

const grows = (target) => target instanceof HTMLTextAreaElement && target.offsetParent !== null;

document.addEventListener("input", (event) => {
  if (grows(event.target)) {
    fit(event.target);
  }
});

/* What a script put in, or what was hidden when the page came, is measured once it is gone to. */
document.addEventListener("focusin", (event) => {
  if (grows(event.target)) {
    fit(event.target);
  }
});

document.querySelectorAll("textarea").forEach((field) => {
  if (grows(field)) {
    fit(field);
  }
});
