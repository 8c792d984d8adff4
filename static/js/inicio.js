// Arranque de la página: marca que hay JavaScript e inicia los componentes de govuk-frontend.
// Lo mismo para lo que htmx intercambie después. Sin este archivo todo sigue funcionando.
import { initAll, isSupported } from "../vendor/govuk-frontend/govuk-frontend.min.js";

document.body.classList.add("js-enabled");
if (isSupported()) document.body.classList.add("govuk-frontend-supported");
initAll();

document.addEventListener("htmx:after:swap", () => {
  initAll({ onError() {} }); // los ya iniciados avisan; aquí no importa
  document.querySelector("main .govuk-error-summary")?.focus();
});

// El menú de la cuenta se cierra con Escape o al pulsar fuera.
const cuenta = document.querySelector("details.cuenta");
if (cuenta) {
  document.addEventListener("click", (evento) => {
    if (!cuenta.contains(evento.target)) cuenta.open = false;
  });
  cuenta.addEventListener("keydown", (evento) => {
    if (evento.key !== "Escape" || !cuenta.open) return;
    cuenta.open = false;
    cuenta.querySelector("summary").focus();
  });
}
