/* Keeps what is said of a report on the page of its review, without leaving that page. */
import * as Transport from "./transport.js";

/* The answer to a post is that page: its list, marks, counts and form take the place of those that are shown. Without
   this script the forms post, and words are written on a page of their own, where no other form could lose them. */

const panel = document.querySelector(".review-panel");
const said = document.getElementById("said");
const page = document.querySelector("[data-presence]");
const KEPT = "，尚未记入，所写内容仍在本页。";
const SHOWN_FOR = 8000; // milliseconds, of what went well
const SAME_PAGE = ["seen", "revision"];
let isSending = false;
let fading = 0;

const say = (words, isTrouble, link) => {
  clearTimeout(fading);
  said.hidden = false;
  said.className = `said notice notice-${isTrouble ? "error" : "success"}`;
  said.setAttribute("role", isTrouble ? "alert" : "status");
  said.textContent = words;
  if (link) {
    said.append(link);
  } else if (!isTrouble) {
    fading = setTimeout(() => {
      said.hidden = true;
    }, SHOWN_FOR);
  }
};

const offerInPlace = () => {
  document.querySelectorAll("[data-in-place], [data-elsewhere]").forEach((each) => {
    each.hidden = "elsewhere" in each.dataset;
  });
};

const signIn = () => {
  const link = document.createElement("a");
  link.href = location.pathname + location.search + location.hash;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = "登录后继续";
  return link;
};

/* What somebody is writing elsewhere in a part that is renewed stays, and its fold stays open. */
const renew = (old, now, sent) => {
  const written = Array.from(old.querySelectorAll("textarea")).filter((each) => each.value && !sent.contains(each));
  old.replaceWith(now);
  written.forEach(({ id, value }) => {
    const field = document.getElementById(id);
    if (field && !field.value) {
      const fold = field.closest("details");
      field.value = value;
      if (fold) {
        fold.open = true;
      }
    }
  });
};

const renewMarks = (answer) => {
  const shown = document.querySelectorAll(".sheet [data-at]");
  answer.querySelectorAll(".sheet [data-at]").forEach((place, number) => {
    const host = shown[number];
    const [old, now] = [host, place].map((each) => each.querySelector(":scope > .opinion-marks"));
    if (old) {
      old.remove();
    }
    if (now) {
      host[host.tagName === "DIV" ? "prepend" : "append"](now);
    }
  });
};

const renewPage = (answer, sent) => {
  renewMarks(answer);
  answer.querySelectorAll("#opinions, .changes, .explanation[id]").forEach((now) => {
    const old = now.id ? document.getElementById(now.id) : document.querySelector(".changes");
    if (old) {
      renew(old, now, sent);
    }
  });
  offerInPlace();
  document.dispatchEvent(new CustomEvent("opinions"));
};

/* The form for a new opinion stays the same element, to which other scripts listen. */
const renewForm = (answer) => {
  const [shown, now] = [document, answer].map((each) => each.querySelector("#opinion-new form"));
  if (shown && now) {
    shown.action = now.getAttribute("action");
    shown.replaceChildren(...now.childNodes);
  }
  return shown;
};

const goTo = (element) => {
  if (element) {
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
  }
};

const isOverturned = (answer) => {
  const now = answer.querySelector("[data-presence]");
  return !now || SAME_PAGE.some((key) => now.dataset[key] !== page.dataset[key]);
};

/* What became of a post whose answer is the page of the review. */
const takeOver = (answer, form, address) => {
  const isNew = form.closest("#opinion-new");
  const errors = answer.querySelector("#opinion-new .error-summary");
  const messages = Array.from(answer.querySelectorAll("[data-message]"));
  const trouble = messages.find((each) => each.dataset.message === "error");
  if (isOverturned(answer)) {
    say((trouble || { textContent: `报告已有变化${KEPT}` }).textContent, true);
    document.getElementById("left-behind").hidden = false;
    return;
  }
  const at = [scrollX, scrollY, panel.scrollTop];
  const owner = form.closest("[id]");
  if (isNew && errors) {
    renewForm(answer).querySelector(".error-summary").focus();
    if (getComputedStyle(panel).position === "sticky") {
      scrollTo(at[0], at[1]); // the form is in view beside the sheet, which stays where it is
    }
    return;
  }
  renewPage(answer, form);
  history.replaceState(null, "", address + location.hash);
  say(messages.map((each) => each.textContent).join(""), Boolean(trouble));
  scrollTo(at[0], at[1]);
  panel.scrollTop = at[2];
  if (isNew && !trouble) {
    renewForm(answer).dispatchEvent(new CustomEvent("kept"));
  } else if (!isNew) {
    goTo(document.getElementById(owner.id) || document.getElementById("opinions-title"));
  }
};

const wordsOf = (answer, response) => {
  const [title, text] = ["h1", "main p"].map((each) => (answer.querySelector(each) || {}).textContent || "");
  return title ? `${title}：${text.trim().replace(/。$/, "")}` : `系统没有响应（${response.status}）`;
};

const post = async (form, submitter) => {
  const body = new FormData(form);
  if (submitter && submitter.name) {
    body.append(submitter.name, submitter.value);
  }
  body.set("csrfmiddlewaretoken", Transport.token());
  body.append("user", document.body.dataset.user);
  const response = await fetch(form.action, { method: "POST", body });
  const text = await response.text();
  if ((response.headers.get("Content-Type") || "").startsWith("application/json")) {
    say(`${JSON.parse(text).error}${KEPT}`, true);
    return;
  }
  const answer = new DOMParser().parseFromString(text, "text/html");
  if (answer.getElementById("opinions")) {
    takeOver(answer, form, response.url);
  } else if (response.ok) {
    say(`登录已超时${KEPT}`, true, signIn());
  } else {
    say(`${wordsOf(answer, response)}${KEPT}`, true);
  }
};

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!panel.contains(form) || form.method !== "post") {
    return;
  }
  event.preventDefault();
  if (isSending) {
    return;
  }
  isSending = true;
  try {
    await post(form, event.submitter);
  } catch (error) {
    say(`网络中断${KEPT}请在网络恢复后重试。`, true);
  }
  isSending = false;
});

offerInPlace();
