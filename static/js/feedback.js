// Anonymous feedback: what is chosen is kept in this tab until it is sent, and a link with a code
// behind its # opens one's own answer. Neither ever goes into an address that a server could log.
(() => {
  // "/external/" serves every code that a browser opens: the page says whose answer it is
  const marked = document.querySelector("[data-feedback-sent], [data-feedback]");
  const mark = marked ? marked.dataset.feedbackSent || marked.dataset.feedback || "" : "";
  const key = `feedback ${location.pathname} ${mark}`;

  addEventListener("hashchange", () => location.reload()); // the link, on the page that is open

  if (document.querySelector("[data-feedback-sent]")) {
    sessionStorage.removeItem(key);
    return;
  }

  const code = new URLSearchParams(location.hash.slice(1)).get("code");
  if (code) history.replaceState(null, "", location.pathname + location.search);
  const opener = document.querySelector("[data-feedback-code]");
  if (opener && code) {
    opener.querySelector("[name=code]").value = code;
    opener.submit();
    return;
  }

  const form = document.querySelector("[data-feedback]");
  if (!form) return;
  const fields = () => [...form.querySelectorAll("input[type=radio], textarea")];

  const keep = () => {
    const chosen = fields()
      .filter((field) => field.type !== "radio" || field.checked)
      .map((field) => [field.name, field.value]);
    sessionStorage.setItem(key, JSON.stringify(chosen));
  };

  const restore = () => {
    const kept = new Map(JSON.parse(sessionStorage.getItem(key) || "[]"));
    for (const field of fields()) {
      if (!kept.has(field.name)) continue;
      if (field.type === "radio") field.checked = field.value === kept.get(field.name);
      else field.value = kept.get(field.name);
    }
  };

  const isFresh = !form.hasAttribute("data-given") && !form.querySelector("[role=alert]");
  if (isFresh) restore();
  form.querySelector("[data-kept-here]").hidden = false;
  form.addEventListener("change", keep);
  document.addEventListener("DOMContentLoaded", () => {
    form.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
