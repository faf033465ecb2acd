/* The button that prints the page: there for those whose browser can run it, absent for all others. */

document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
