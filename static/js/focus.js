/* A link to a field puts the caret into it, in the middle of the screen: browsers only scroll there. */

const focusTarget = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.matches("input, textarea, select")) {
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  }
};

// The browser scrolls to the fragment itself when the page has loaded; this comes after it.
window.addEventListener("load", () => setTimeout(focusTarget));
window.addEventListener("hashchange", focusTarget);
