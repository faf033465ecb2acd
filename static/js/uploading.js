/* Says that a file is being sent and read, and does not send it twice. Without it the browser alone says so. */

const form = document.getElementById("upload-form");
const said = form.querySelector(".reading");
let isSent = false;

form.addEventListener("submit", (event) => {
  if (isSent) {
    event.preventDefault();
    return;
  }
  isSent = true;
  said.hidden = false;
});

// Coming back by the browser's own button shows the page as it was left.
window.addEventListener("pageshow", () => {
  isSent = false;
  said.hidden = true;
});
