/* A page that waits for long work: how far it is comes in every two seconds, and the whole page once it is done. */

const EVERY = 2000;

const look = async () => {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.getElementById("work");
    const shown = document.getElementById("work");
    const isLeft = Boolean(page.querySelector("button[value=resume]"));
    if (!now || isLeft !== Boolean(document.querySelector("button[value=resume]"))) {
      location.reload();
      return;
    }
    if (shown.textContent !== now.textContent) {
      shown.replaceChildren(...now.childNodes);
    }
  } catch (error) {
    /* The network is away for a moment: the next look may find it again. */
  }
  setTimeout(look, EVERY);
};

setTimeout(look, EVERY);
