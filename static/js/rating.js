// Keys 0 to 9 choose a level of the card in focus, the same key again adds a half step, N is "cannot judge".
(() => {
  const form = document.querySelector("[data-rating]");
  if (!form) return;
  const cards = () => [...form.querySelectorAll("[data-card]")];

  const count = () => {
    const answered = cards().filter((card) => card.querySelector("input:checked")).length;
    form.querySelector("[data-answered]").textContent = answered;
  };

  const choose = (card, value) => {
    const input = card.querySelector(`input[value="${value}"]`);
    if (!input) return false;
    input.checked = true;
    input.focus();
    input.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  };

  const step = (card, key) => {
    const checked = card.querySelector("input:checked");
    const whole = [`${key}`, `${key}.0`].find((value) => card.querySelector(`input[value="${value}"]`));
    if (checked && whole && checked.value === whole && choose(card, `${key}.5`)) return;
    if (whole) choose(card, whole);
  };

  form.addEventListener("change", count);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("textarea, input[type=search]")) return;
    const card = event.target.closest("[data-card]") || cards().find((one) => !one.querySelector("input:checked"));
    if (!card) return;
    if (/^[0-9]$/.test(event.key)) {
      event.preventDefault();
      step(card, event.key);
    } else if (event.key.toLowerCase() === "n") {
      event.preventDefault();
      choose(card, "cannot_judge");
    }
  });
})();
