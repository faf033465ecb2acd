/* The part as it will be printed, beside the form: opened by hand, drawn anew after each save. */

const form = document.getElementById("step-form");
const link = document.getElementById("to-preview");
const panel = document.getElementById("part-preview");
const sheet = document.getElementById("part-preview-sheet");
const said = document.getElementById("part-preview-said");
const REMEMBERED = "preview"; // for this window alone: the next part is opened with its preview too
const AWAY = "预览暂时无法更新，填报内容不受影响";
const SIGNED_OUT = "登录已超时，登录后预览继续更新";
let isAsking = false;
let isStale = false;

const isOpen = () => !panel.hidden;

/* Only what the answer says is replaced, so that whoever has scrolled in it stays where they are. */
const take = (page, at) => {
  const place = sheet.scrollTop;
  sheet.replaceChildren(...new DOMParser().parseFromString(page, "text/html").body.childNodes);
  sheet.scrollTop = place;
  said.textContent = `${at} 更新，为已保存的内容`;
};

const clock = () => new Date().toTimeString().slice(0, 5);

const ask = async () => {
  try {
    const response = await fetch(panel.dataset.part, { redirect: "manual" });
    if (response.ok) {
      take(await response.text(), clock());
    } else {
      said.textContent = response.type === "opaqueredirect" ? SIGNED_OUT : AWAY;
    }
  } catch (error) {
    said.textContent = AWAY;
  }
};

/* One question at a time; what was saved while it was under way is asked for once it is answered. */
const refresh = async () => {
  isStale = true;
  if (isAsking || !isOpen()) {
    return;
  }
  isAsking = true;
  while (isStale && isOpen()) {
    isStale = false;
    await ask();
  }
  isAsking = false;
};

const show = (isShown) => {
  panel.hidden = !isShown;
  panel.parentElement.classList.toggle("has-preview", isShown);
  link.setAttribute("aria-expanded", String(isShown));
  sessionStorage.setItem(REMEMBERED, isShown ? "open" : "");
  refresh();
};

link.setAttribute("role", "button");
link.setAttribute("aria-controls", panel.id);
link.removeAttribute("target");
link.addEventListener("click", (event) => {
  event.preventDefault();
  show(!isOpen());
  if (isOpen()) {
    panel.focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest" });
  }
});
link.addEventListener("keydown", (event) => {
  if (event.key === " ") {
    event.preventDefault();
    link.click();
  }
});
document.getElementById("close-preview").addEventListener("click", () => {
  show(false);
  link.focus();
});
form.addEventListener("saved", refresh);
form.addEventListener("arrived", refresh);
show(sessionStorage.getItem(REMEMBERED) === "open");
