// Reviews: what is typed is kept as one goes. What could not be sent yet stays in this browser tab,
// over a reload, a lost connection and an expired log-in, until the server has it; texts of two
// people are put together in the field. Without this file the buttons of the form keep everything.
(() => {
  const printing = document.querySelector("[data-print]");
  if (printing) {
    printing.hidden = false;
    printing.addEventListener("click", () => window.print());
  }
  const form = document.querySelector("[data-review]");
  if (!form) {
    // The whole form was sent, and the server led on to here.
    Object.keys(sessionStorage)
      .filter((key) => key.startsWith("review ") && JSON.parse(sessionStorage.getItem(key)).posted)
      .forEach((key) => sessionStorage.removeItem(key));
    return;
  }
  const line = document.querySelector("[data-keeping]");
  const AGAIN_MS = 5000;
  const lost = new Set(); // groups that wait for the connection
  const refused = new Set();
  const sent = new WeakMap(); // what was said in a group when it was sent

  const groupOf = (element) => element.closest("[id^=card-]");
  const keptOf = (group) => group.querySelector("[id^=kept-]");
  const senderOf = (group) => (group.matches("[hx-post]") ? group : group.querySelector("[hx-post]"));
  const groups = () => [...form.querySelectorAll("[id^=card-]")].filter(senderOf);
  const said = (group) => JSON.stringify(
    [...group.querySelectorAll("textarea, input:checked")].map((one) => [one.name, one.value]),
  );
  const versionOf = (group) => group.querySelector("[name$=-version]");

  // The tab may be used by the other side of the meeting next: drafts are kept by who writes.
  const keyOf = (group) => `review ${form.dataset.review} ${location.pathname} ${group.id}`;
  const remember = (group, posted = false) => {
    const seen = versionOf(group);
    const draft = { said: said(group), version: seen ? seen.value : "", posted };
    sessionStorage.setItem(keyOf(group), JSON.stringify(draft));
  };
  const recall = (group) => JSON.parse(sessionStorage.getItem(keyOf(group)) || "null");
  const forget = (group) => sessionStorage.removeItem(keyOf(group));

  const note = (group, text) => {
    keptOf(group).querySelectorAll("span, button").forEach((old) => old.remove());
    const line = document.createElement("span");
    line.textContent = text;
    keptOf(group).append(line);
    return line;
  };

  const show = () => {
    const waits = groups().some((group) => recall(group) !== null);
    const state = lost.size ? "lost" : refused.size ? "refused" : waits ? "waits" : "kept";
    line.dataset.keeping = state;
    line.textContent = line.dataset[state];
  };
  const send = (group) => {
    const sender = senderOf(group);
    htmx.trigger(sender, sender.matches("[data-words]") ? "again" : "change");
  };

  const restore = (group) => {
    const draft = recall(group);
    if (draft === null) return;
    if (draft.said === said(group)) {
      forget(group);
      return;
    }
    JSON.parse(draft.said).forEach(([name, value]) => {
      const fields = [...group.querySelectorAll("textarea, input")].filter((one) => one.name === name);
      const words = fields.find((one) => one.matches("textarea"));
      const choice = fields.find((one) => one.value === value);
      if (words) words.value = value;
      else if (choice) choice.checked = true;
    });
    const seen = versionOf(group);
    if (seen) seen.value = draft.version; // so that what is newer is put together, not replaced
    send(group);
  };

  const typed = (event) => {
    const group = groupOf(event.target);
    if (!group || !senderOf(group)) return;
    remember(group);
    show();
  };
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);

  form.addEventListener("htmx:beforeRequest", (event) => {
    const group = groupOf(event.detail.elt);
    if (group) sent.set(group, said(group));
  });
  const isLost = (event) => {
    const group = groupOf(event.detail.elt);
    if (!group || (event.detail.xhr.status >= 400 && event.detail.xhr.status < 500)) return;
    event.stopPropagation(); // this page says it itself, and tries again
    lost.add(group);
    note(group, form.dataset.lost).className = "text-danger";
    show();
  };
  form.addEventListener("htmx:sendError", isLost);
  form.addEventListener("htmx:responseError", isLost);

  // What somebody else wrote meanwhile is put together with this text, also with what was typed
  // since it was sent.
  form.addEventListener("htmx:afterSwap", (event) => {
    const merged = event.detail.target.querySelector("template[data-merged]");
    if (!merged) return;
    const field = document.getElementById(merged.dataset.merged);
    const group = groupOf(field);
    const before = JSON.parse(sent.get(group))[0][1];
    const isUntouched = field.value === before;
    const since = field.value.startsWith(before) ? field.value.slice(before.length) : `\n${field.value}`;
    field.value = merged.content.textContent + (isUntouched ? "" : since);
    if (isUntouched) sent.set(group, said(group));
    else send(group);
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    const group = groupOf(event.detail.elt);
    const xhr = event.detail.xhr;
    if (!group || !xhr.status || xhr.status >= 500 || xhr.getResponseHeader("HX-Redirect")) return;
    lost.delete(group);
    if (event.detail.successful) refused.delete(group);
    else refused.add(group);
    const isNewest = said(group) === sent.get(group);
    if (isNewest && (event.detail.successful || !group.querySelector("textarea"))) forget(group);
    show();
  });

  // What the other side changed meanwhile takes the place of what nobody touches here. Where
  // somebody is writing it is offered: then both texts are put together.
  const isSame = (one, other) => (one && other ? Number(one) === Number(other) : one === other);
  const takeOver = (group, newer) => {
    const { version, level } = newer.dataset;
    const words = group.querySelector("textarea");
    const was = group.querySelector("[name$=-was]");
    if (words) words.value = newer.content.textContent;
    if (was) was.value = level;
    group.querySelectorAll("[type=radio]").forEach((one) => { one.checked = isSame(one.value, level); });
    versionOf(group).value = version;
    note(group, form.dataset.taken);
    group.dispatchEvent(new Event("newer", { bubbles: true }));
  };
  const offer = (group, newer) => {
    note(group, `${form.dataset.offered} `);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm";
    button.textContent = form.dataset.show;
    button.dataset.version = newer.dataset.version;
    button.addEventListener("click", () => {
      if (recall(group) === null) takeOver(group, newer);
      else send(group);
    });
    keptOf(group).append(button);
  };
  const meet = (newer) => {
    const group = document.getElementById(`card-${newer.dataset.newer}`);
    if (!group || lost.has(group) || Number(versionOf(group).value) >= Number(newer.dataset.version)) return;
    const words = group.querySelector("textarea");
    if (recall(group) === null && (!words || words !== document.activeElement)) takeOver(group, newer);
    else if (words && keptOf(group).querySelector("button")?.dataset.version !== newer.dataset.version) offer(group, newer);
  };
  const newest = document.querySelector("[data-newest]");
  if (newest) {
    newest.addEventListener("htmx:afterSwap", () => newest.querySelectorAll("template").forEach(meet));
    newest.addEventListener("htmx:beforeRequest", (event) => { if (document.hidden) event.preventDefault(); });
    newest.addEventListener("htmx:beforeOnLoad", (event) => { // an expired log-in shows on keeping
      if (new URL(event.detail.xhr.responseURL).pathname !== newest.getAttribute("hx-get")) event.preventDefault();
    });
    ["htmx:sendError", "htmx:responseError"].forEach((fault) => {
      newest.addEventListener(fault, (event) => event.stopPropagation()); // what is typed tells of it
    });
  }

  const sendAgain = () => {
    const waiting = [...lost];
    lost.clear();
    waiting.forEach(send);
  };
  window.addEventListener("online", sendAgain);
  setInterval(() => { if (lost.size && navigator.onLine) sendAgain(); }, AGAIN_MS);
  window.addEventListener("beforeunload", (event) => { if (lost.size) event.preventDefault(); });
  form.addEventListener("submit", (event) => {
    const waiting = groups().filter((group) => recall(group) !== null);
    if (navigator.onLine) {
      waiting.forEach((group) => remember(group, true));
      return;
    }
    event.preventDefault();
    waiting.forEach((group) => lost.add(group));
    line.dataset.keeping = "lost";
    line.textContent = line.dataset.lost;
  });

  document.addEventListener("DOMContentLoaded", () => {
    groups().forEach(restore);
    show();
  });
})();
