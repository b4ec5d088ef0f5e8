// Runs before the first paint, so that a dark screen never flashes white.
(() => {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    document.documentElement.dataset.bsTheme = dark.matches ? "dark" : "light";
    document.dispatchEvent(new CustomEvent("skillmap:theme"));
  };
  document.documentElement.classList.add("js");
  dark.addEventListener("change", apply);
  apply();
})();
