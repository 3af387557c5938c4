// Starts the design system's own scripts, and ours for repeated rows and growing boxes.

const frontend = import(document.getElementById("govuk-frontend").href);

async function start(scope = document) {
  const { initAll } = await frontend;
  initAll({ scope });
}

// Repeated rows: "Add another" and "Remove" without a round trip. Without this script the same buttons ask the server.

function renumber(box) {
  const { prefix, one } = box.dataset;
  const rows = [...box.querySelectorAll(":scope > [data-row]")];
  const pattern = new RegExp(`\\b(id_)?${prefix}-\\d+-`, "g");
  rows.forEach((row, number) => {
    for (const element of [row, ...row.querySelectorAll("*")]) {
      for (const { name, value } of [...element.attributes]) {
        if (name !== "value" && pattern.test(value)) {
          element.setAttribute(name, value.replace(pattern, `$1${prefix}-${number}-`));
        }
        pattern.lastIndex = 0;
      }
    }
    const title = `${one.charAt(0).toUpperCase()}${one.slice(1)} ${number + 1}`;
    row.querySelector("[data-row-title]").textContent = title;
    row.querySelector("[data-row-name]").textContent = ` ${one} ${number + 1}`;
    const remove = row.querySelector(":scope > .app-rows__remove");
    remove.value = number;
    remove.hidden = rows.length <= Math.max(Number(box.dataset.minimum), 1);
  });
  box.querySelector("[data-count]").value = rows.length;
  box.querySelector("[data-add]").hidden = rows.length >= Number(box.dataset.maximum);
}

function emptied(row) {
  const copy = row.cloneNode(true);
  copy.querySelectorAll(".govuk-error-message").forEach((element) => element.remove());
  for (const element of [copy, ...copy.querySelectorAll("*")]) {
    for (const name of [...element.classList]) if (name.endsWith("--error")) element.classList.remove(name);
    for (const { name } of [...element.attributes]) if (/^data-govuk-.*-init$/.test(name)) element.removeAttribute(name);
  }
  copy.querySelectorAll("input, textarea, select").forEach((box) => {
    if (box.type === "radio" || box.type === "checkbox") box.checked = false;
    else if (box.tagName === "SELECT") box.selectedIndex = 0;
    else box.value = "";
  });
  // What was found for the row that was copied belongs to that row alone.
  copy.querySelectorAll("[data-clear]").forEach((element) => element.replaceChildren());
  return copy;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-add], .app-rows__remove");
  const box = button?.closest("[data-add-another]");
  if (!box) return;
  event.preventDefault();
  if (button.matches("[data-add]")) {
    const rows = box.querySelectorAll(":scope > [data-row]");
    const fresh = emptied(rows[rows.length - 1]);
    rows[rows.length - 1].after(fresh);
    renumber(box);
    window.htmx?.process(fresh);
    showReveals(fresh);
    await start(fresh);
    fresh.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  } else {
    button.closest("[data-row]").remove();
    renumber(box);
    box.querySelector("[data-add]").focus();
  }
  box.dispatchEvent(new Event("change", { bubbles: true }));
});

// Boxes for long text grow with what is written in them.

function grow(box) {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 4}px`;
}

document.addEventListener("input", (event) => {
  if (event.target.matches("textarea[data-grow]")) grow(event.target);
});

// Questions that are asked only after one answer. The design system's own script for this marks radios with
// aria-expanded, which a radio may not carry.

function showReveals(scope) {
  scope.querySelectorAll("input[data-reveals]").forEach((box) => {
    const more = document.getElementById(box.dataset.reveals);
    more?.classList.toggle(`govuk-${box.type === "radio" ? "radios" : "checkboxes"}__conditional--hidden`, !box.checked);
  });
}

document.addEventListener("change", (event) => {
  if (event.target.matches("input[type=radio], input[type=checkbox]")) showReveals(event.target.form ?? document);
});

function showDependent(select) {
  document.querySelectorAll(`[data-shown-when="${select.id}"]`).forEach((part) => {
    part.hidden = part.dataset.shownFor !== select.value;
  });
}

function startOwn() {
  showReveals(document);
  document.querySelectorAll("textarea[data-grow]").forEach((box) => box.value && grow(box));
  document.querySelectorAll("[data-shown-when]").forEach((part) => {
    const select = document.getElementById(part.dataset.shownWhen);
    showDependent(select);
    select.addEventListener("change", () => showDependent(select));
  });
}

start();
startOwn();
