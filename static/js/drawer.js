// Opens links marked data-drawer in the drawer; the server answers with a fragment that has data-drawer-title.
(() => {
  const panel = document.getElementById("drawer");
  const body = document.getElementById("drawer-body");
  const title = document.getElementById("drawer-title");
  let opener = null;

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-drawer]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!panel.contains(link)) opener = link; // a link inside opens in place, and goes with the panel
    body.textContent = panel.dataset.loading;
    tabler.Offcanvas.getOrCreateInstance(panel).show();
    htmx.ajax("GET", link.href, { target: body, swap: "innerHTML", headers: { "X-Drawer": "1" } });
  });

  body.addEventListener("htmx:afterSwap", () => {
    const named = body.querySelector("[data-drawer-title]");
    if (named) title.textContent = named.dataset.drawerTitle;
  });

  panel.addEventListener("hidden.bs.offcanvas", () => {
    body.replaceChildren();
    if (opener) opener.focus();
  });
})();
