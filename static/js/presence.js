/* Says to the server that this step or review is open, and to the person who else is at it and what was decided. */
import * as Tab from "./tab.js";
import * as Transport from "./transport.js";
import { signedIn } from "./session.js";

const EVERY = 15000;
const EVERY_IN_COMPANY = 5000;
const form = document.getElementById("step-form"); // null on the page of a review
const page = document.querySelector("[data-presence]");
const shown = document.getElementById("presence");
const leftBehind = document.getElementById("left-behind"); // on the page of a review
/* A review begins when its page is seen, which this script says; the button is for when it cannot. */
const opening = document.getElementById("open-review");
const offerToOpen = (isOffered) => {
  if (opening) {
    opening.hidden = !isOffered;
  }
};
offerToOpen(false);
const show = (answer) => {
  const words = answer.left || answer.told || "";
  if (shown.textContent !== words) {
    shown.textContent = words;
    shown.hidden = !words;
  }
  if (leftBehind) {
    leftBehind.hidden = !answer.left;
  }
};

/* The form hears what was answered: where others changed something, it asks what. */
const pass = (answer) => {
  if (form) {
    form.dispatchEvent(new CustomEvent("told", { detail: answer }));
  }
};

const reached = (kind) => {
  if (form) {
    form.dispatchEvent(new CustomEvent("reached", { detail: kind }));
  }
};

const tell = async () => {
  // Said under a name that lasts only until the window's own is certain, the page would count as another window.
  await Tab.settled;
  if (document.hidden) {
    return;
  }
  const { seen, version, revision } = page.dataset;
  const body = { tab: Tab.current(), seen: Number(seen), revision: Number(revision) || undefined, version, user: document.body.dataset.user };
  try {
    const { kind, answer } = await Transport.post(page.dataset.presence, body);
    if (kind === "done") {
      show(answer);
      pass(answer);
    }
    offerToOpen(kind !== "done");
    if (kind === "done" || kind === "signed_out") {
      reached(kind);
    }
  } catch (error) {
    offerToOpen(true);
    reached("away");
  }
};

/* More often while somebody else is here too. */
const goOnTelling = async () => {
  await tell();
  setTimeout(goOnTelling, shown.hidden ? EVERY : EVERY_IN_COMPANY);
};

goOnTelling();
document.addEventListener("visibilitychange", tell);
if (form) {
  form.addEventListener("ask", tell);
}
signedIn.addEventListener("message", ({ data }) => data === document.body.dataset.user && tell());
