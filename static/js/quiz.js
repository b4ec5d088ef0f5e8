// The player of tests. Keys 1 to 9 choose an answer of the question in view, Enter goes on. The
// clock counts what the server said was left, so the clock of this machine does not matter. Without
// this file the page says until when there is time, and its buttons do the rest.
(() => {
  const form = document.querySelector("[data-quiz]");
  if (!form) return;
  const questions = [...form.querySelectorAll("[data-question]")];

  const choose = (number) => {
    const question = questions.find((one) => one.contains(document.activeElement)) || questions[0];
    const inputs = question ? [...question.querySelectorAll("input[type=radio], input[type=checkbox]")] : [];
    const input = inputs[number - 1];
    if (!input) return false;
    input.checked = input.type === "radio" || !input.checked;
    input.focus();
    input.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  };

  document.addEventListener("keydown", (event) => {
    const isWriting = event.target.matches("textarea, select, input[type=text], input[type=search]");
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting) return;
    if (/^[1-9]$/.test(event.key) && choose(Number(event.key))) event.preventDefault();
  });

  // An answer that is being kept does not get lost by leaving the page at once: the form keeps it too.
  const clock = form.querySelector("[data-seconds-left]");
  if (!clock) return;
  const shown = clock.querySelector("[data-clock]");
  const said = form.querySelector("[data-clock-said]");
  const end = performance.now() + Number(clock.dataset.secondsLeft) * 1000;
  const announced = new Set();
  let timer = 0;

  const say = (minutes) => {
    if (announced.has(minutes)) return;
    announced.add(minutes);
    said.textContent = minutes === 1 ? said.dataset.minute : `${minutes} ${said.dataset.minutes}`;
  };

  const tick = () => {
    const left = Math.max(0, Math.round((end - performance.now()) / 1000));
    const two = (number) => String(number).padStart(2, "0");
    shown.textContent = `${two(Math.floor(left / 60))}:${two(left % 60)}`;
    clock.classList.toggle("is-short", left <= 60);
    const milestone = [10, 5, 1].find((minutes) => left <= minutes * 60 && left > minutes * 60 - 5);
    if (milestone) say(milestone);
    if (left === 0) {
      clearInterval(timer);
      said.textContent = said.dataset.over;
      form.requestSubmit(form.querySelector("[data-time-over]"));
    }
  };
  tick();
  timer = setInterval(tick, 1000);
})();
