// The meeting: J and K move between skills, digits choose the agreed level, N and P lead to the
// notes, Escape back to the skill; the meter counts what is agreed; a clock counts the minutes.
(() => {
  const form = document.querySelector(".review-meeting");
  const skills = [...form.querySelectorAll("[data-skill]")].filter((one) => !one.querySelector("input:disabled"));
  let place = -1;
  const go = (to) => {
    place = Math.min(Math.max(to, 0), skills.length - 1);
    skills.forEach((one, index) => one.classList.toggle("is-current", index === place));
    const folded = skills[place].closest("details");
    if (folded) folded.open = true;
    skills[place].focus();
    skills[place].scrollIntoView({ block: "nearest" });
  };
  const choose = (key) => {
    const find = (value) => skills[place].querySelector(`input[type=radio][value="${value}"]`);
    const whole = find(key) || find(`${key}.0`);
    const half = find(`${key}.5`);
    const input = whole && whole.checked && half ? half : whole;
    if (!input) return;
    input.checked = true;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const write = (field) => {
    const folded = field && field.closest("details");
    if (folded) folded.open = true;
    if (field) field.focus();
  };
  const keys = {
    j: () => go(place + 1),
    k: () => go(place - 1),
    n: () => write(document.getElementById("text-notes")),
    p: () => write(document.getElementById("text-private")),
  };
  const onKey = (event) => {
    if (event.key === "Escape" && event.target.matches("textarea") && form.contains(event.target)) {
      go(place);
      return;
    }
    const typing = event.target.matches("textarea, select, input:not([type=radio])");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const inside = skills.findIndex((one) => one.contains(event.target));
    if (inside >= 0) place = inside;
    const key = event.key.toLowerCase();
    if (Object.hasOwn(keys, key)) {
      event.preventDefault();
      keys[key]();
    } else if (/^[0-9]$/.test(key) && place >= 0) {
      event.preventDefault();
      choose(key);
    }
  };
  if (skills.length) document.addEventListener("keydown", onKey);

  // The meter says at once what is agreed.
  const count = (kind) => {
    const all = skills.filter((one) => one.dataset.skill === kind);
    const agreed = all.filter((one) => one.querySelector("input:checked:not([value=''])")).length;
    const meter = document.querySelector(`[data-meter=${kind}]`);
    if (!meter || !all.length) return;
    meter.querySelector("[data-agreed]").textContent = agreed;
    meter.querySelector(".share-done").setAttribute("width", `${(100 * agreed) / all.length}%`);
  };
  ["change", "newer"].forEach((changed) => form.addEventListener(changed, (event) => {
    if (event.target.closest("[data-skill]")) ["hard", "soft"].forEach(count);
  }));

  // The clock runs in this browser alone and goes on over a reload.
  const clock = document.querySelector("[data-clock]");
  if (!clock) return;
  const MINUTE_MS = 60_000;
  const FORGOTTEN_MS = 240 * MINUTE_MS; // nobody meets that long
  const kept = `clock ${location.pathname}`;
  const minutes = clock.querySelector("[data-minutes]");
  const tick = () => {
    const since = Number(localStorage.getItem(kept));
    const began = Date.now() - since < FORGOTTEN_MS ? since : 0;
    clock.classList.toggle("is-running", began > 0);
    clock.querySelector("[data-start]").hidden = began > 0;
    clock.querySelector("[data-running]").hidden = !began;
    minutes.textContent = began ? Math.floor((Date.now() - began) / MINUTE_MS) : 0;
  };
  const press = (selector, act) => clock.querySelector(selector).addEventListener("click", () => {
    act();
    tick();
  });
  press("[data-start]", () => localStorage.setItem(kept, Date.now()));
  press("[data-stop]", () => localStorage.removeItem(kept));
  clock.hidden = false;
  tick();
  setInterval(tick, MINUTE_MS / 6);
})();
