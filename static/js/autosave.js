/* Saves while somebody types, and loses nothing: what is not acknowledged stays in a journal of the browser
   until it is. Every edit is sent with what its editor had seen; the server merges or answers with a conflict.
   One request is under way at a time. */
"use strict";

(() => {
  const form = document.getElementById("step-form");
  if (!form) {
    return;
  }
  const PAUSE = 2000;
  const RETRY = [3000, 6000, 12000, 30000];
  const JOURNAL_DELAY = 200;
  const FAILURES_BEFORE_BLOCK = 3;
  const JOURNAL = `journal:${form.dataset.user}:${form.dataset.save}`;

  const base = new Map(Object.entries(JSON.parse(form.elements.seen.value)));
  const fields = new Map([...base.keys()].map((address) => [address, form.elements.namedItem(address)]));
  const conflicts = new Map();
  const sentences = new Map(); // by address, why its value cannot stand, as the server said last; empty where it can
  const waiting = new Map(); // by address, what is stored there and not yet shown
  const status = document.getElementById("save-status");
  const block = document.getElementById("save-block");
  let timer;
  let journalTimer;
  let underWay = null;
  let isComposing = false;
  let failures = 0;
  let hasLeft = false;

  const normal = (value) => value.replace(/\r\n/g, "\n");
  const valueOf = (address) => normal(fields.get(address).value);
  const changed = () =>
    [...base.keys()].filter((address) => fields.get(address) && valueOf(address) !== base.get(address));
  const editOf = (address, now) => [address, base.get(address), now, Sources.of(address, now)];
  const sendable = () => changed().filter((address) => !conflicts.has(address));

  const say = (words, look = "") => {
    status.textContent = words;
    status.className = `save-status ${look}`;
  };

  const sayBlock = (words) => {
    block.hidden = !words;
    block.querySelector("p").textContent = words || "";
  };

  /* The journal is written before anything is sent, and forgotten when all of it is acknowledged. */
  const writeJournal = () => {
    const edits = changed().map((address) => editOf(address, valueOf(address)));
    try {
      if (edits.length) {
        localStorage.setItem(JOURNAL, JSON.stringify({ at: new Date().toISOString(), edits }));
      } else {
        localStorage.removeItem(JOURNAL);
      }
    } catch (error) {
      say("有未保存的修改", "is-dirty");
    }
  };

  const replayJournal = () => {
    const kept = JSON.parse(localStorage.getItem(JOURNAL) || "null");
    if (!kept) {
      return;
    }
    let replayed = 0;
    for (const [address, seen, now, source] of kept.edits) {
      const field = fields.get(address);
      if (field && valueOf(address) !== now) {
        base.set(address, seen);
        field.value = now;
        Sources.during(source, () => field.dispatchEvent(new Event("input", { bubbles: true })));
        replayed += 1;
      }
    }
    if (replayed) {
      const at = new Date(kept.at).toTimeString().slice(0, 5);
      document.getElementById("restored").hidden = false;
      document.getElementById("restored-at").textContent = at;
    }
  };

  const token = () => {
    const name = `${form.dataset.csrfCookie}=`;
    const cookie = document.cookie.split("; ").find((each) => each.startsWith(name));
    return cookie ? cookie.slice(name.length) : form.elements.csrfmiddlewaretoken.value;
  };

  const post = (url, body, keepalive = false) =>
    fetch(url, {
      method: "POST",
      redirect: "manual",
      keepalive,
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify(body),
    });

  /* What stands in a field becomes what is stored there (cleaned, or merged with what others wrote), unless
     somebody has typed on. While the caret is in it, it waits: nothing moves under the fingers. */
  const settle = (address, sent, stored) => {
    base.set(address, sent);
    Sources.settle(address, sent);
    waiting.set(address, stored);
    if (document.activeElement !== fields.get(address)) {
      showStored(address);
    }
  };

  const showStored = (address) => {
    const stored = waiting.get(address);
    if (stored === undefined || valueOf(address) !== base.get(address)) {
      return;
    }
    waiting.delete(address);
    base.set(address, stored);
    if (valueOf(address) !== stored) {
      fields.get(address).value = stored;
    }
  };

  const take = (answer, sent) => {
    for (const [address, stored] of Object.entries(answer.values)) {
      settle(address, sent.get(address), stored);
    }
    for (const conflict of answer.conflicts) {
      conflicts.set(conflict.address, conflict);
    }
    for (const [address, sentence] of Object.entries(answer.refused)) {
      conflicts.delete(address);
      base.set(address, base.get(address));
      mark(address, sentence);
    }
    document.querySelector(".found").outerHTML = answer.found;
    markAll(answer.errors, answer.refused);
    answer.notices.forEach(notice);
    drawConflicts();
    form.elements.seen.value = JSON.stringify(Object.fromEntries(base));
    form.dispatchEvent(new CustomEvent("saved"));
  };

  const mark = (address, sentence) => {
    const field = fields.get(address);
    const cell = field.closest("td");
    if (cell) {
      cell.classList.toggle("is-faulty", Boolean(sentence));
    } else {
      field.classList.toggle("is-invalid", Boolean(sentence));
    }
    if (sentence) {
      field.setAttribute("aria-invalid", "true");
      field.title = sentence;
    } else {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("title");
    }
  };

  const markAll = (errors, refused) => {
    for (const address of fields.keys()) {
      if (fields.get(address)) {
        sentences.set(address, refused[address] || errors[address] || "");
        mark(address, sentences.get(address));
        showSentence(fields.get(address));
      }
    }
  };

  /* Above a text stands why it cannot stay as it is: the server's sentence comes and goes there too, but never while
     the caret is in the field, for it would move the line that somebody is writing. */
  const showSentence = (field) => {
    const question = field.closest(".question");
    if (!question || !sentences.has(field.name) || document.activeElement === field) {
      return;
    }
    const sentence = sentences.get(field.name);
    const ids = [`${field.id}_helptext`, `${field.id}_error`];
    let error = document.getElementById(ids[1]);
    if (sentence && !error) {
      error = Object.assign(document.createElement("p"), { id: ids[1], className: "error" });
      field.before(error);
    }
    if (sentence) {
      error.textContent = sentence;
    } else if (error) {
      error.remove();
    }
    question.classList.toggle("is-faulty", Boolean(sentence));
    const there = ids.filter((id) => document.getElementById(id)).join(" ");
    if (there) {
      field.setAttribute("aria-describedby", there);
    } else {
      field.removeAttribute("aria-describedby");
    }
  };

  const notice = (words) => {
    const shown = document.createElement("div");
    shown.className = "notice notice-info";
    shown.setAttribute("role", "status");
    shown.textContent = words;
    block.before(shown);
  };

  const drawConflicts = () => {
    const panel = document.getElementById("conflicts");
    const rows = panel.querySelector("tbody");
    rows.replaceChildren(...[...conflicts.values()].map(conflictRow));
    panel.hidden = conflicts.size === 0;
    document.getElementById("conflict-count").textContent = conflicts.size;
    if (conflicts.size) {
      say(`有 ${conflicts.size} 处与他人的修改冲突，请选择`, "is-failed");
    }
  };

  const conflictRow = (conflict) => {
    const row = document.getElementById("conflict-row").content.cloneNode(true);
    row.querySelector("th").textContent = conflict.name;
    for (const choice of ["theirs", "mine"]) {
      const label = row.querySelector(`.${choice}`);
      const radio = label.querySelector("input");
      radio.name = `choice:${conflict.address}`;
      radio.checked = choice === "mine";
      const words = choice === "theirs" ? conflict.stored : valueOf(conflict.address);
      label.querySelector("span").textContent = words || "（空）";
    }
    row.querySelector(".editor").textContent = `${conflict.editor} ${conflict.at}`;
    return row;
  };

  const resolveConflicts = () => {
    for (const [address, conflict] of conflicts) {
      const chosen = form.querySelector(`input[name="choice:${CSS.escape(address)}"]:checked`);
      if (chosen.value === "theirs") {
        fields.get(address).value = conflict.stored;
        fields.get(address).dispatchEvent(new Event("input", { bubbles: true }));
      }
      base.set(address, conflict.stored);
    }
    conflicts.clear();
    drawConflicts();
    save();
  };

  const fail = (words, delay) => {
    failures += 1;
    Sources.fail();
    say(words, "is-failed");
    if (failures >= FAILURES_BEFORE_BLOCK) {
      sayBlock("暂时无法保存。请勿关闭本页，网络恢复后自动保存");
    }
    schedule(delay || RETRY[Math.min(failures, RETRY.length) - 1]);
  };

  const signedOut = () => {
    Sources.fail();
    say("未保存：登录已超时", "is-failed");
    document.getElementById("signed-out").hidden = false;
  };

  const leave = (words) => {
    hasLeft = true;
    clearTimeout(timer);
    say("未保存", "is-failed");
    sayBlock(`${words}当前未保存的内容仍在本页，可复制留存`);
  };

  const acknowledge = (answer, sent) => {
    failures = 0;
    sayBlock("");
    document.getElementById("signed-out").hidden = true;
    take(answer, sent);
    writeJournal();
    if (!conflicts.size) {
      say(sendable().length ? "有未保存的修改" : `已保存 ${answer.at}`);
    }
    if (sendable().some((address) => valueOf(address) !== sent.get(address))) {
      schedule(PAUSE);
    }
  };

  const save = (keepalive = false) => {
    clearTimeout(timer);
    const addresses = sendable();
    if (!underWay && !hasLeft && !isComposing && addresses.length) {
      underWay = send(addresses, keepalive).finally(() => {
        underWay = null;
      });
    }
    return underWay;
  };

  const send = async (addresses, keepalive) => {
    say("正在保存…");
    const sent = new Map(addresses.map((address) => [address, valueOf(address)]));
    const edits = addresses.map((address) => editOf(address, sent.get(address)));
    Sources.send(addresses);
    try {
      const response = await post(form.dataset.save, { edits }, keepalive);
      await handle(response, sent);
    } catch (error) {
      fail("未保存：网络中断，将自动重试");
    }
  };

  const handle = async (response, sent) => {
    if (response.ok) {
      acknowledge(await response.json(), sent);
    } else if (response.type === "opaqueredirect" || response.status === 401) {
      signedOut();
    } else if (response.status === 409) {
      leave((await response.json()).left);
    } else if (response.status === 400) {
      signedOut();
    } else {
      fail("未保存：系统暂时无法处理，将自动重试");
    }
  };

  const schedule = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(() => save(), delay);
  };

  form.addEventListener("input", (event) => {
    if (!base.has(event.target.name)) {
      return;
    }
    Sources.note(event.target, event.inputType);
    say("有未保存的修改", "is-dirty");
    clearTimeout(journalTimer);
    journalTimer = setTimeout(writeJournal, JOURNAL_DELAY);
    schedule(PAUSE);
  });
  form.addEventListener("compositionstart", () => {
    isComposing = true;
  });
  form.addEventListener("compositionend", () => {
    isComposing = false;
    schedule(PAUSE);
  });
  form.addEventListener("change", (event) => {
    if (base.has(event.target.name)) {
      writeJournal();
      save();
    }
  });
  form.addEventListener("focusout", (event) => {
    if (base.has(event.target.name)) {
      setTimeout(() => {
        showStored(event.target.name);
        showSentence(event.target);
      });
    }
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      writeJournal();
      save(true);
    }
  });
  window.addEventListener("online", () => save());
  window.addEventListener("pagehide", writeJournal);
  window.addEventListener("pageshow", () => delete form.dataset.leaving);
  window.addEventListener("beforeunload", (event) => {
    writeJournal();
    if (!form.dataset.leaving && changed().length && !hasLeft) {
      event.preventDefault();
      event.returnValue = "";
    }
  });
  /* A button first saves like everything else; the page is left only when nothing typed is at stake. */
  form.addEventListener("submit", async (event) => {
    form.elements.seen.value = JSON.stringify(Object.fromEntries(base));
    if (form.dataset.leaving || !changed().length) {
      form.dataset.leaving = "yes";
      return;
    }
    event.preventDefault();
    const button = event.submitter;
    await underWay;
    await save();
    if (!changed().length) {
      form.dataset.leaving = "yes";
      form.requestSubmit(button);
    }
  });
  form.addEventListener("save", () => save());
  document.getElementById("resolve-conflicts").addEventListener("click", resolveConflicts);
  document.querySelectorAll("[data-retry]").forEach((button) => button.addEventListener("click", () => save()));
  document.getElementById("discard-restored").addEventListener("click", () => {
    localStorage.removeItem(JOURNAL);
    form.dataset.leaving = "yes";
    location.reload();
  });

  replayJournal();
  if (changed().length) {
    save();
  }
})();
