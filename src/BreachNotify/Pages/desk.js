// Pages work without this. It keeps countdowns running, and what was typed into a form through a reload.
"use strict";

const { now, left, over, days, hours } = document.body.dataset;
const ahead = Number(now) - Date.now();

function fill(text, ...values) {
  return text.replace(/\{(\d)\}/g, (_, i) => values[i]);
}

function count() {
  for (const element of document.querySelectorAll("[data-due]")) {
    const minutes = Math.floor((Number(element.dataset.due) - Date.now() - ahead) / 60000);
    const rest = minutes < 0 ? -minutes - 1 : minutes;
    const span = rest >= 1440 ? fill(days, Math.floor(rest / 1440), Math.floor(rest % 1440 / 60)) : fill(hours, Math.floor(rest / 60), rest % 60);
    element.textContent = fill(minutes < 0 ? over : left, span);
    element.classList.toggle("over", minutes < 0);
    element.classList.toggle("near", minutes >= 0 && rest < 1440);
  }
}

const ticks = field => field.type === "radio" || field.type === "checkbox";

// What nobody touched is not kept: it would come back over what somebody else has changed meanwhile.
function touched(field) {
  return ticks(field) ? field.checked !== field.defaultChecked
    : field.options ? !field.selectedOptions[0]?.defaultSelected && field.selectedIndex !== 0 || [...field.options].some(option => option.defaultSelected && !option.selected)
    : field.value !== field.defaultValue;
}

function keep(form) {
  const place = "form " + location.pathname;
  const fields = () => [...form.elements].filter(field => field.name && field.type !== "hidden" && field.type !== "password" && touched(field));
  try {
    for (const [id, value] of Object.entries(JSON.parse(sessionStorage.getItem(place) ?? "{}"))) {
      const field = document.getElementById(id);
      if (field && ticks(field)) {
        field.checked = value;
      } else if (field) {
        field.value = value;
      }
    }
  } catch {
    sessionStorage.removeItem(place);
  }
  form.addEventListener("input", () => sessionStorage.setItem(place, JSON.stringify(
    Object.fromEntries(fields().map(field => [field.id, ticks(field) ? field.checked : field.value])))));
  form.addEventListener("submit", () => sessionStorage.removeItem(place));
}

if (document.querySelector("[data-due]")) {
  setInterval(count, 15000);
}
document.querySelectorAll("form[data-keep]").forEach(keep);
if (location.pathname === "/sign-in") {
  sessionStorage.clear();
}
