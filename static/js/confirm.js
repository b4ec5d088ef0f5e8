// A form (or submit button) with data-confirm says what will happen and waits for a yes.
(() => {
  const dialog = document.getElementById("confirm");
  const text = document.getElementById("confirm-text");
  const go = dialog.querySelector("[data-confirm-go]");
  const goWords = go.textContent;
  let waiting = null;

  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    const question = (button && button.dataset.confirm) || event.target.dataset.confirm;
    if (!question || event.target.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = { form: event.target, button };
    text.textContent = question;
    go.textContent = (button && button.textContent.trim()) || goWords;
    dialog.showModal();
  }, true);

  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "go" && waiting) {
      waiting.form.dataset.confirmed = "yes";
      waiting.form.requestSubmit(waiting.button || undefined);
      delete waiting.form.dataset.confirmed;
    }
    dialog.returnValue = "";
    waiting = null;
  });
})();
