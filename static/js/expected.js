/* Says anew what 现行有效 may be expected to be while what it follows from is typed. The server says it too. */

const COUNT = /^\d{1,12}$/;
document.querySelectorAll(".expected[data-last-year]").forEach((shown) => {
  const { lastYear, issued, repealed } = shown.dataset;
  const [made, gone] = [issued, repealed].map((address) => document.getElementById(address));

  const say = () => {
    const figures = [made, gone].map(({ value }) => value.trim());
    if (figures.every((each) => COUNT.test(each))) {
      const [more, less] = figures.map(Number);
      shown.textContent = `推算 ${Number(lastYear) + more - less}（上年 ${lastYear}＋${more}－${less}）`;
    } else {
      shown.textContent = `上年 ${lastYear}＋制发－废止`;
    }
  };

  [made, gone].forEach((input) => input.addEventListener("input", say));
});
