/* A file beside what was read of it: shows where in it each figure was read, and leads back from there. */

/* The figure that is pointed at or has the focus is marked in the file, and a click on a place of the file leads to its
   figure. Without this script the list of places below the form leads there. */

const form = document.getElementById("understood");
const view = document.getElementById("source-view");
const said = document.getElementById("from-where");
const MARKED = "is-marked";
const MARGIN = 60; // pixels that stay in sight around a marked place
let marked = null;

const bringIntoSight = (place) => {
  const [outer, inner] = [view.getBoundingClientRect(), place.getBoundingClientRect()];
  if (inner.top < outer.top + MARGIN || inner.bottom > outer.bottom - MARGIN) {
    view.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
  }
};

const mark = (carrier) => {
  const place = document.getElementById(carrier.dataset.mark);
  if (marked) {
    marked.classList.remove(MARKED);
  }
  marked = place;
  said.hidden = false;
  said.textContent = `读自文件${carrier.dataset.where}`;
  if (place) {
    place.classList.add(MARKED);
    bringIntoSight(place);
  }
};

const carrierOf = (target) =>
  target.closest("[data-mark]") || (target.closest("td") || target).querySelector("[data-mark]");

form.addEventListener("focusin", ({ target }) => {
  if (target.dataset.mark) {
    mark(target);
  }
});
form.addEventListener("mouseover", ({ target }) => {
  const cell = target.closest("td");
  const carrier = cell && carrierOf(target);
  if (carrier) {
    mark(carrier);
  }
});

view.addEventListener("click", ({ target }) => {
  const place = target.closest(".read-place");
  const field = place && [...form.querySelectorAll("[data-mark]")].find((each) => each.dataset.mark === place.id);
  if (field) {
    field.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
    mark(field);
  }
});
