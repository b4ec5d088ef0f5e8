// Rating one skill after the other. Keys 0 to 9 choose a level of the shown card, the same key
// again adds a half step, N is "cannot judge", Enter goes on. Without this file all cards show.
(() => {
  const form = document.querySelector("[data-rating]");
  if (!form) return;
  const cards = [...form.querySelectorAll("[data-card]")];
  const nav = form.querySelector("[data-rating-nav]");
  const isAnswered = (card) => card.querySelector("input:checked") !== null;
  let shown = 0;

  const show = (place, moveFocus) => {
    shown = Math.min(Math.max(place, 0), cards.length - 1);
    cards.forEach((card, index) => { card.hidden = index !== shown; });
    nav.querySelector("[data-back]").disabled = shown === 0;
    nav.querySelector("[data-next]").disabled = shown === cards.length - 1;
    if (moveFocus) {
      (cards[shown].querySelector("input:checked") || cards[shown].querySelector("input")).focus();
      form.scrollIntoView({ block: "start" });
    }
  };

  const count = () => {
    const answered = cards.filter(isAnswered).length;
    form.querySelector("[data-answered]").textContent = answered;
    form.querySelector("progress").value = answered;
  };

  const choose = (value) => {
    const input = cards[shown].querySelector(`input[value="${value}"]`);
    if (!input) return false;
    input.checked = true;
    input.focus();
    input.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  };

  const step = (key) => {
    const card = cards[shown];
    const checked = card.querySelector("input:checked");
    const whole = [`${key}`, `${key}.0`].find((value) => card.querySelector(`input[value="${value}"]`));
    if (checked && whole && checked.value === whole && choose(`${key}.5`)) return;
    if (whole) choose(whole);
  };

  form.addEventListener("change", count);
  nav.hidden = false;
  nav.querySelector("[data-back]").addEventListener("click", () => show(shown - 1, true));
  nav.querySelector("[data-next]").addEventListener("click", () => show(shown + 1, true));

  document.addEventListener("keydown", (event) => {
    const onControl = event.target.matches("textarea, button, a, summary, input[type=search], input[type=url]");
    if (event.ctrlKey || event.metaKey || event.altKey || onControl) return;
    if (/^[0-9]$/.test(event.key)) {
      event.preventDefault();
      step(event.key);
    } else if (event.key.toLowerCase() === "n") {
      event.preventDefault();
      choose("cannot_judge");
    } else if (event.key === "Enter" && event.target.matches("input[type=radio]")) {
      event.preventDefault();
      show(shown + 1, true);
    }
  });

  const faulty = cards.findIndex((card) => card.querySelector(".text-danger"));
  const open = cards.findIndex((card) => !isAnswered(card));
  show(faulty >= 0 ? faulty : Math.max(open, 0), false);
})();
