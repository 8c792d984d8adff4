// Arranque de la página: marca que hay JavaScript e inicia los componentes de govuk-frontend.
// Lo mismo para lo que htmx intercambie después. Sin este archivo todo sigue funcionando.
import { initAll } from "../vendor/govuk-frontend/govuk-frontend.min.js";

function inicia() {
  initAll({ onError() {} }); // los ya iniciados avisan; aquí no importa
  // La coma oculta del botón de archivo separa su nombre accesible del texto que se ve (WCAG 2.5.3).
  document.querySelectorAll('.govuk-file-upload-button [id$="-comma"]').forEach((coma) => coma.remove());
}

document.body.classList.add("js-enabled", "govuk-frontend-supported");
inicia();

document.addEventListener("htmx:after:swap", () => {
  inicia();
  document.querySelector("main .govuk-error-summary")?.focus();
});

// Los menús plegables del marco se cierran con Escape o al pulsar fuera.
document.querySelectorAll("details.cuenta, details.nav-mas").forEach((menu) => {
  document.addEventListener("click", (evento) => {
    if (!menu.contains(evento.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (evento) => {
    if (evento.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});
