/* The person at the page: warns before an idle session ends, says who else is at this step or review and what
   was decided there meanwhile, and leaves nothing behind on a shared PC when signing out. */
"use strict";

(() => {
  const EVERY = 15000;
  const MINUTE = 60000;
  const form = document.getElementById("step-form");
  const warning = document.getElementById("idle-warning");
  const idleMinutes = Number(document.body.dataset.idleMinutes);
  const warnMinutes = 5;
  let last = Date.now();

  const signOut = document.querySelector("form.sign-out");
  if (signOut) {
    signOut.addEventListener("submit", () => {
      Object.keys(localStorage)
        .filter((key) => key.startsWith("journal:"))
        .forEach((key) => localStorage.removeItem(key));
      sessionStorage.clear();
      if (form) {
        form.dataset.leaving = "yes";
      }
    });
  }

  const stay = async () => {
    last = Date.now();
    warning.hidden = true;
    await fetch(document.body.dataset.stay, { redirect: "manual" });
  };

  if (warning && idleMinutes) {
    warning.querySelector("button").addEventListener("click", stay);
    if (form) {
      form.addEventListener("saved", () => {
        last = Date.now();
        warning.hidden = true;
      });
    }
    setInterval(() => {
      last = Math.min(last, Date.now()); // the clock may have been set back
      const idle = (Date.now() - last) / MINUTE;
      warning.hidden = idle < idleMinutes - warnMinutes || idle >= idleMinutes;
    }, EVERY);
  }

  const page = document.querySelector("[data-presence]");
  if (!page) {
    return;
  }
  const tab = sessionStorage.getItem("tab") || Math.random().toString(36).slice(2);
  sessionStorage.setItem("tab", tab);
  const shown = document.getElementById("presence");
  const leftBehind = document.getElementById("left-behind"); // on the page of a review
  const token = () => {
    const name = `${page.dataset.csrfCookie}=`;
    const cookie = document.cookie.split("; ").find((each) => each.startsWith(name));
    return cookie ? cookie.slice(name.length) : "";
  };

  const tell = async () => {
    if (document.hidden) {
      return;
    }
    try {
      const response = await fetch(page.dataset.presence, {
        method: "POST",
        redirect: "manual",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
        body: JSON.stringify({ tab, seen: Number(page.dataset.seen) }),
      });
      if (response.ok) {
        const answer = await response.json();
        const words = answer.left || answer.told || "";
        if (shown.textContent !== words) {
          shown.textContent = words;
          shown.hidden = !words;
        }
        if (leftBehind) {
          leftBehind.hidden = !answer.left;
        }
      }
    } catch (error) {
      // Whoever else is here is unknown while the network is away; saving says so already.
    }
  };

  tell();
  setInterval(tell, EVERY);
  document.addEventListener("visibilitychange", tell);
})();
