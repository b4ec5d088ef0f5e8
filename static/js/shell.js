// What every page needs: "/" for search, "o" for an observation, tooltips, menus that close, and errors of fragment requests.
(() => {
  const isTyping = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

  document.querySelector(".sidebar-link[aria-current]")?.scrollIntoView({ block: "nearest" });

  // On a phone the row of tabs scrolls: begin it where one is.
  const tab = document.querySelector(".nav-tabs [aria-current]");
  const tabs = tab?.closest(".nav-tabs");
  if (tabs) tabs.scrollLeft += tab.getBoundingClientRect().right - tabs.getBoundingClientRect().right;

  document.addEventListener("keydown", (event) => {
    const search = document.getElementById("global-search");
    const observe = document.getElementById("global-observe");
    const isPlain = !isTyping(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "/" && search && isPlain) {
      event.preventDefault();
      search.focus();
    }
    if (event.key === "o" && observe && isPlain) observe.click();
    if (event.key === "Escape") {
      document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; });
    }
  });

  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    const dismiss = event.target.closest("[data-dismiss-notice]");
    if (dismiss) dismiss.closest(".notice").remove();
  });

  const showError = (kind) => {
    const toast = document.getElementById("error-toast").content.cloneNode(true);
    const text = toast.querySelector("[data-offline]");
    text.textContent = text.dataset[kind];
    document.getElementById("toasts").append(toast);
  };
  document.addEventListener("htmx:sendError", () => showError("offline"));
  document.addEventListener("htmx:responseError", (event) => {
    showError(event.detail.xhr.status >= 500 ? "offline" : "refused");
  });

  // A filter form sends itself when a choice changes; its button is for people without JavaScript.
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form && form.matches("[data-autosubmit]") && event.target.matches("select, [type=checkbox], [type=search], [type=text]")) {
      form.requestSubmit();
    }
  });

  // What is not filtered by does not stand in the address.
  document.addEventListener("formdata", (event) => {
    if (event.target.getAttribute("method") !== "get") return;
    [...event.formData].forEach(([name, value]) => { if (value === "") event.formData.delete(name); });
  });

  // What is on its way is not sent again by a second click; coming back to the page opens it again.
  const SENDING_MS = 10_000;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "yes";
    setTimeout(() => { delete form.dataset.sending; }, SENDING_MS);
  });
  addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sending]").forEach((form) => { delete form.dataset.sending; });
  });

  // What scrolls sideways can be reached and scrolled with the keyboard.
  const openScrollers = (root) => {
    root.querySelectorAll(".table-wrap, .table-responsive, .map-wrap").forEach((box) => {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    });
  };
  openScrollers(document);
  document.addEventListener("htmx:afterSettle", (event) => openScrollers(event.target));

  // A timeline whose current week is out of sight opens at it, right of the names that stay in place.
  document.querySelectorAll(".timeline thead .is-now").forEach((week) => {
    const [box, names] = [week.closest(".table-wrap"), week.parentElement.firstElementChild];
    if (week.offsetLeft + week.offsetWidth > box.clientWidth) box.scrollLeft = week.offsetLeft - names.offsetWidth;
  });

  new tabler.Tooltip(document.body, { selector: '[data-bs-toggle="tooltip"]', trigger: "hover focus" });
})();
