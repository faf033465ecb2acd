/* Pasting a block into the official table: a preview in the page says what goes where, then one act enters it
   and one 撤销 takes it back. Totals in the block are compared and never written; a blank leaves its cell as it
   is; a single value is the browser's own business. */
"use strict";

(() => {
  if (!Grid) {
    return;
  }
  const { grid, places, measureOf, apply, ask, close, isBlank } = Grid;
  const layout = Blocks.layoutOf(grid);
  const MOST_NAMED = 3;
  const LONGEST_SHOWN = 20;
  const inputOf = new Map(Grid.inputs.map((input) => [input.name, input]));

  const nameOf = (input) => input.getAttribute("aria-label");
  const short = (text) => (text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text);
  const same = (input, value) => Figures.display(input.value, measureOf(input)) === value;

  /* What pasting would do, cell by cell, without doing it. */
  const planOf = ({ placed, labels, outside }) => {
    const plan = { writes: new Map(), nothings: 0, blanks: 0, unreadable: [], totals: [], labels, outside };
    for (const { text, target } of placed) {
      if (target.total) {
        plan.totals.push({ target, text });
      } else if (Blocks.isBlank(text)) {
        plan.blanks += 1;
      } else if (Figures.saysNothing(text)) {
        plan.nothings += 1;
        plan.writes.set(target.input, "0");
      } else {
        const fault = Figures.fault(text, measureOf(target.input));
        plan.writes.set(target.input, fault ? text.replace(/\s+/g, " ") : Figures.display(text, measureOf(target.input)));
        if (fault) {
          plan.unreadable.push(`${nameOf(target.input)}“${short(text)}”：${fault}`);
        }
      }
    }
    plan.totals = plan.totals.filter(({ text }) => !Blocks.isBlank(text));
    plan.overwritten = [...plan.writes].filter(([input, value]) => !isBlank(input) && !same(input, value));
    plan.disagreeing = plan.totals.map((each) => disagreement(each, plan.writes)).filter(Boolean);
    return plan;
  };

  /* The sentence on a pasted total that is not what its entries will make; empty while that is not known. */
  const disagreement = ({ target, text }, writes) => {
    const parts = target.total.dataset.parts.split(" ").map((address) => inputOf.get(address));
    const figures = parts.map((input) => Figures.read(writes.has(input) ? writes.get(input) : input.value, measureOf(input)));
    const pasted = Figures.saysNothing(text) ? 0 : Figures.read(text, "count");
    if (!figures.every((each) => typeof each === "number")) {
      return "";
    }
    const sum = figures.reduce((all, each) => all + each, 0);
    if (pasted === sum) {
      return "";
    }
    const row = layout.rows.findIndex(({ cells }) => cells.includes(target));
    const heading = grid.querySelector(`thead th[data-column="${target.column}"]`);
    const isOfRow = layout.entryRows.includes(layout.rows[row]);
    const where = isOfRow || !heading ? `第 ${row + 1} 行` : `${heading.textContent.trim()}列`;
    return `${where}粘贴的总计 ${short(text)} 与合计 ${sum} 不一致，请核对`;
  };

  const some = (sentences, unit) =>
    sentences.length > MOST_NAMED
      ? [...sentences.slice(0, MOST_NAMED), `另有 ${sentences.length - MOST_NAMED} ${unit}`]
      : sentences;

  const linesOf = (plan, isCut) =>
    [
      plan.overwritten.length && `将覆盖已填的 ${plan.overwritten.length} 格`,
      plan.unreadable.length && `其中 ${plan.unreadable.length} 格不是数字，将原样填入，请核对：`,
      ...some(plan.unreadable, "格"),
      plan.nothings && `将 ${plan.nothings} 处“—”按 0 处理`,
      plan.totals.length && `总计 ${plan.totals.length} 格只核对，不写入`,
      ...some(plan.disagreeing, "处不一致"),
      plan.blanks && `空格 ${plan.blanks} 格不粘贴，原有内容不变`,
      plan.labels && `标题和项目名称 ${plan.labels} 格不粘贴`,
      plan.outside && `超出表格范围 ${plan.outside} 格不粘贴`,
      isCut && "内容过长，只读取了前一部分",
    ].filter(Boolean);

  const saidAfter = (plan) =>
    [
      `已粘贴 ${plan.writes.size} 格`,
      plan.nothings && `已将 ${plan.nothings} 处“—”按 0 处理`,
      plan.unreadable.length && `其中 ${plan.unreadable.length} 格不是数字，请核对`,
      plan.disagreeing.length && `${plan.disagreeing.length} 处总计不一致，请核对`,
      plan.outside && `超出表格范围 ${plan.outside} 格未粘贴`,
    ]
      .filter(Boolean)
      .join("；");

  /* The values stand over their cells until the question is answered. */
  const show = (plan) => {
    const overwritten = new Map(plan.overwritten);
    for (const [input, value] of plan.writes) {
      const cell = input.parentElement;
      cell.classList.add("is-proposed");
      cell.dataset.pasted = value;
      if (overwritten.has(input)) {
        cell.dataset.before = input.value;
      }
    }
  };

  const hide = (plan) => {
    for (const input of plan.writes.keys()) {
      const cell = input.parentElement;
      cell.classList.remove("is-proposed");
      delete cell.dataset.pasted;
      delete cell.dataset.before;
    }
  };

  const preview = (text, input) => {
    const { rows, isCut } = Blocks.parse(text);
    const { cell } = places.get(input);
    const row = layout.rows.find(({ cells }) => cells.some((each) => each.input === input));
    const plan = planOf(Blocks.place(rows, layout, { row, column: cell.from }));
    const yesLabel = plan.writes.size && (plan.overwritten.length ? "粘贴并覆盖" : "粘贴");
    ask({
      title: plan.writes.size ? `可粘贴 ${plan.writes.size} 格` : "没有可粘贴的数",
      lines: linesOf(plan, isCut),
      yesLabel,
      noLabel: "不粘贴",
      accept: () => apply([...plan.writes], Sources.PASTED, saidAfter(plan)),
      dismiss: () => hide(plan),
    });
    show(plan);
  };

  grid.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain");
    if (!places.has(event.target) || !/[\t\n\r]/.test(text.replace(/[\r\n]+$/, ""))) {
      return;
    }
    event.preventDefault();
    preview(text, event.target);
  });

  // Whoever types on has answered: what was to be overwritten is no longer what was counted.
  grid.addEventListener("input", () => close(false));
})();
