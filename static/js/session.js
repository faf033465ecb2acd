/* The session of the person at the page: warns before it ends, and leaves nothing behind when it is ended. */

const EVERY = 15000;
const MINUTE = 60000;
const form = document.getElementById("step-form");
const warning = document.getElementById("idle-warning");
const idleMinutes = Number(document.body.dataset.idleMinutes);
const warnMinutes = 5;
let last = Date.now();

/* Other windows hear that somebody is signed in, so that one whose session had ended goes on by itself. */
export const signedIn = new BroadcastChannel("signed-in");
signedIn.postMessage(document.body.dataset.user);

const signOut = document.querySelector("form.sign-out");
if (signOut) {
  signOut.addEventListener("submit", () => {
    Object.keys(localStorage)
      .filter((key) => key.startsWith("journal:"))
      .forEach((key) => localStorage.removeItem(key));
    sessionStorage.clear();
    if (form) {
      form.dataset.leaving = "sign-out";
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
