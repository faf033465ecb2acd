/* Pinning an opinion to a cell or a sentence of the sheet, by mouse or by keyboard. Without it, the form has lists. */
(function () {
  "use strict";
  const sheet = document.querySelector(".sheet");
  const panel = document.getElementById("opinion-new");
  if (!sheet) { return; }

  const SENTENCE = /[^。！？\n]*[。！？]+[”’』」]?|[^。！？\n]+/g;  // as in reports/checks/sentences.py
  const quoted = new Set(Array.from(document.querySelectorAll(".opinion-quote")).map(function (each) {
    return each.textContent.trim();
  }));

  function cutIntoSentences(paragraph) {
    if (paragraph.children.length) { return; }  // a comparison: its deletions and insertions stay as they are drawn
    const sentences = paragraph.textContent.match(SENTENCE) || [];
    paragraph.textContent = "";
    sentences.forEach(function (text) {
      const span = document.createElement("span");
      span.textContent = text;
      if (quoted.has(text.trim())) { span.className = "is-quoted"; }
      paragraph.append(span);
      if (panel) { makePinnable(span); }
    });
  }

  function makePinnable(element) {
    element.classList.add("pinnable");
    element.tabIndex = 0;
  }

  sheet.querySelectorAll("div[data-at] > p").forEach(cutIntoSentences);

  /* A link to an opinion beside the sheet leads its focus along. */
  window.addEventListener("hashchange", function () {
    const opinion = /^#opinion-\d+$/.test(location.hash) && document.querySelector(location.hash);
    if (opinion) { opinion.focus({ preventScroll: true }); }
  });

  if (!panel) { return; }
  const form = panel.querySelector("form");
  const anchor = document.getElementById("opinion_anchor");
  const sentence = document.getElementById("opinion_sentence");
  const quote = document.getElementById("opinion_quote");
  const words = document.getElementById("opinion_words");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "pin-button";
  button.textContent = "提意见";
  button.hidden = true;
  let place = null;
  let returnTo = null;

  sheet.querySelectorAll("td[data-at], h2[data-at], h3[data-at]").forEach(makePinnable);

  function offer(element) {
    place = element;
    if (element.tagName === "SPAN") { element.after(button); } else { element.append(button); }
    button.hidden = false;
    const frame = sheet.getBoundingClientRect();  // the sheet is what the button is positioned in
    const box = element.getBoundingClientRect();
    button.style.left = Math.max(0, Math.min(box.left, frame.right - 90) - frame.left - sheet.clientLeft) + "px";
    button.style.top = box.bottom - frame.top - sheet.clientTop + "px";
  }

  function withdraw() {
    button.hidden = true;
    place = null;
  }

  sheet.addEventListener("focusin", function (event) {
    if (event.target === button) { return; }
    const element = event.target.closest(".pinnable");
    if (element && element === event.target) { offer(element); } else { withdraw(); }
  });
  sheet.addEventListener("focusout", function (event) {
    if (!event.relatedTarget || !sheet.contains(event.relatedTarget)) { withdraw(); }
  });

  function textOf(element) {
    return element.tagName === "SPAN" ? element.textContent.trim() : "";
  }

  button.addEventListener("click", function () {
    returnTo = place;
    anchor.value = place.closest("[data-at]").dataset.at;
    sentence.value = "";
    quote.value = textOf(place);
    panel.open = true;
    words.focus();
    panel.scrollIntoView({ block: "nearest" });
    withdraw();
  });

  /* An opinion that is written and not yet kept: leaving the page asks first. */
  let isSending = false;
  form.addEventListener("submit", function () { isSending = true; });
  window.addEventListener("pageshow", function () { isSending = false; });
  window.addEventListener("beforeunload", function (event) {
    if (isSending || !words.value.trim()) { return; }
    event.preventDefault();
    event.returnValue = "";
  });

  form.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || event.isComposing || event.keyCode === 229) { return; }
    panel.open = false;
    (returnTo || panel.querySelector("summary")).focus();
  });
}());
