// Reviews: words that could not be sent are sent again, texts of two people are put together in
// the field, and in the meeting J and K move between skills, digits choose the agreed level.
(() => {
  const form = document.querySelector("[data-review]");
  if (!form) return;
  const lost = new Set();
  const keptOf = (element) => document.querySelector(element.getAttribute("hx-target"));

  const isLost = (event) => {
    const element = event.detail.elt;
    if (!element.hasAttribute("hx-target")) return;
    lost.add(element);
    const note = document.createElement("span");
    note.className = "text-danger";
    note.textContent = form.dataset.lost;
    keptOf(element).querySelectorAll("span").forEach((old) => old.remove());
    keptOf(element).append(note);
  };
  const sendAgain = () => {
    const waiting = [...lost];
    lost.clear();
    waiting.forEach((element) => htmx.trigger(element, element.matches("[data-words]") ? "again" : "change"));
  };
  form.addEventListener("htmx:sendError", isLost);
  form.addEventListener("htmx:responseError", isLost);
  window.addEventListener("online", sendAgain);
  setInterval(() => { if (lost.size && navigator.onLine) sendAgain(); }, 5000);
  window.addEventListener("beforeunload", (event) => { if (lost.size) event.preventDefault(); });

  const sent = new WeakMap();
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.matches("[data-words]")) sent.set(event.detail.elt, event.detail.elt.value);
  });
  form.addEventListener("htmx:afterSwap", (event) => {
    const merged = event.detail.target.querySelector("template[data-merged]");
    if (!merged) return;
    const field = document.getElementById(merged.dataset.merged);
    const typedSince = sent.get(field) !== undefined && field.value !== sent.get(field);
    const since = typedSince && field.value.startsWith(sent.get(field)) ? field.value.slice(sent.get(field).length) : "";
    field.value = merged.content.textContent + (typedSince ? since || `\n${field.value}` : "");
    if (typedSince) htmx.trigger(field, "again");
  });

  const skills = [...form.querySelectorAll("[data-skill]")].filter((one) => !one.querySelector("input:disabled"));
  if (!skills.length) return;
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
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("textarea, select, input:not([type=radio])");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const inside = skills.findIndex((one) => one.contains(event.target));
    if (inside >= 0) place = inside;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") {
      event.preventDefault();
      go(place + (key === "j" ? 1 : -1));
    } else if (/^[0-9]$/.test(key) && place >= 0) {
      event.preventDefault();
      choose(key);
    }
  });
})();
