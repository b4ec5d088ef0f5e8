// The skill map: says how many columns lie beyond the right edge, and goes to them.
(() => {
  const box = document.querySelector(".map-wrap");
  const more = document.querySelector(".map-more");
  if (!box || !more) return;
  const heads = [...box.querySelectorAll("thead tr:last-child th:not(.map-corner)")];

  const beyond = () => {
    const edge = box.getBoundingClientRect().left + box.clientLeft + box.clientWidth + 1;
    return heads.filter((head) => head.getBoundingClientRect().right > edge);
  };
  const count = () => {
    const n = beyond().length;
    const words = n === 1 ? more.dataset.one : more.dataset.many.replace("%n", n);
    if (n) more.firstElementChild.textContent = words;
    else if (document.activeElement === more) box.focus();
    more.hidden = box.scrollWidth <= box.clientWidth;
    more.classList.toggle("invisible", n === 0); // keeps its place, or the table would jump
    box.parentElement.classList.toggle("has-more", n > 0);
  };
  more.addEventListener("click", () => {
    const [next] = beyond();
    const names = box.querySelector(".map-corner").offsetWidth;
    box.scrollLeft = next.offsetLeft - names;
  });
  box.addEventListener("scroll", count, { passive: true });
  new ResizeObserver(count).observe(box);
  count();
})();
