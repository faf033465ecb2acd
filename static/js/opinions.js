/* Pinning an opinion to a cell or a sentence of the sheet, by mouse or by keyboard. Without it, the form has lists. */

const SENTENCE = /[^。！？\n]*[。！？]+[”’』」]?|[^。！？\n]+/g; // as in reports/text/sentences.py
const COMPOSING = 229;
const BUTTON_WIDTH = 90; // pixels, at most
const sheet = document.querySelector(".sheet");
const panel = document.getElementById("opinion-new"); // null for whoever may not give opinions now
const button = Object.assign(document.createElement("button"), {
  type: "button",
  className: "pin-button",
  textContent: "提意见",
  hidden: true,
});
let place = null;
let returnTo = null;

const makePinnable = (element) => {
  element.classList.add("pinnable");
  element.tabIndex = 0;
};

const sentenceOf = (text) => Object.assign(document.createElement("span"), { textContent: text, className: "sentence" });

/* In a comparison, deletions and insertions stay as they are drawn; where words of findings stand, they are cut already. */
const cutIntoSentences = (paragraph) => {
  if (!paragraph.children.length) {
    paragraph.replaceChildren(...(paragraph.textContent.match(SENTENCE) || []).map(sentenceOf));
  }
};

const markTheQuoted = () => {
  const quotes = [...document.querySelectorAll(".opinion-quote")];
  const quoted = new Set(quotes.map((each) => each.firstChild.textContent.trim()));
  sheet.querySelectorAll(".sentence").forEach((each) => {
    each.classList.toggle("is-quoted", quoted.has(each.textContent.trim()));
  });
};

/* ---- the button at the place that has the focus ---- */

const field = (name) => document.getElementById(`opinion_${name}`); // each answer brings new ones
const isSentence = (element) => element.tagName === "SPAN";

const offer = (element) => {
  place = element;
  if (isSentence(element)) {
    element.after(button);
  } else {
    element.append(button);
  }
  button.hidden = false;
  const frame = sheet.getBoundingClientRect(); // the sheet is what the button is positioned in
  const box = element.getBoundingClientRect();
  const left = Math.max(0, Math.min(box.left, frame.right - BUTTON_WIDTH) - frame.left - sheet.clientLeft);
  button.style.left = `${left}px`;
  button.style.top = `${box.bottom - frame.top - sheet.clientTop}px`;
};

const withdraw = () => {
  button.hidden = true;
  place = null;
};

const write = () => {
  returnTo = place;
  field("anchor").value = place.closest("[data-at]").dataset.at;
  field("sentence").value = "";
  field("quote").value = isSentence(place) ? place.textContent.trim() : "";
  field("sentence").closest(".question").hidden = true; // the sheet has said which
  field("quote").closest(".question").hidden = !isSentence(place); // a figure has no words to quote
  panel.open = true;
  field("words").focus();
  panel.scrollIntoView({ block: "nearest" });
  withdraw();
};

/* Back to the place that the opinion is about, which has not moved. */
const close = () => {
  panel.open = false;
  const isBeside = getComputedStyle(panel.closest(".review-panel")).position === "sticky";
  (returnTo || panel.querySelector("summary")).focus({ preventScroll: isBeside });
  returnTo = null;
};

const startPinning = () => {
  sheet.querySelectorAll("td[data-at], h2[data-at], h3[data-at], .sentence").forEach(makePinnable);
  sheet.addEventListener("focusin", ({ target }) => {
    if (target === button) {
      return;
    }
    if (target.classList.contains("pinnable")) {
      offer(target);
    } else {
      withdraw();
    }
  });
  sheet.addEventListener("focusout", ({ relatedTarget }) => {
    if (!relatedTarget || !sheet.contains(relatedTarget)) {
      withdraw();
    }
  });
  button.addEventListener("click", write);
  const form = panel.querySelector("form");
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing && event.keyCode !== COMPOSING) {
      close();
    }
  });
  form.addEventListener("kept", close);
};

sheet.querySelectorAll("div[data-at] > p").forEach(cutIntoSentences);
markTheQuoted();
document.addEventListener("opinions", markTheQuoted);
if (panel) {
  startPinning();
}

/* A link to a place in what is folded opens it. */
const unfold = () => {
  const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const fold = place && place.closest(".unchanged:not([open])");
  if (fold) {
    fold.open = true;
    place.scrollIntoView();
  }
};
unfold();

/* A link to an opinion or to a finding beside the sheet leads its focus along. */
window.addEventListener("hashchange", () => {
  unfold();
  const entry = /^#(?:opinion|found)-\d+$/.test(location.hash) && document.querySelector(location.hash);
  if (entry) {
    entry.focus({ preventScroll: true });
  }
});
