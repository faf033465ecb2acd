/* Which window of the browser a page is in. */

/* The name is kept by the window's session storage, which a browser copies when it duplicates a window: so a page first
   asks the others, and takes a new name where one answers to its own. */

const WAIT = 150; // milliseconds, in which every page that is not asleep has answered
const newName = () => Math.random().toString(36).slice(2);
const load = newName(); // of this one loading of the page
export const others = new Set(); // the names of the other windows that are open
let name = sessionStorage.getItem("tab") || newName();
let isSettled = false;

const channel = new BroadcastChannel("tabs");
channel.addEventListener("message", ({ data }) => {
  if (data.isQuestion) {
    channel.postMessage({ name, load, isSettled });
  } else if (isSettled || data.isSettled || data.load < load) {
    others.add(data.name);
  }
});
channel.postMessage({ isQuestion: true });

const settle = () => {
  if (others.has(name)) {
    name = newName();
  }
  sessionStorage.setItem("tab", name);
  isSettled = true;
};

export const settled = new Promise((resolve) => {
  setTimeout(() => {
    settle();
    resolve();
  }, WAIT);
});

/* The name of this window; until it is certain, one that nobody else can have. */
export const current = () => (isSettled ? name : load);
