// La bandeja con teclado. Sin esto todo son enlaces y botones. Se apaga, por persona, en la ayuda (WCAG 2.1.4).
const $ = (que) => document.querySelector(que);
const ayuda = $("#atajos");
const elige = { a: "aceptar", o: "observar", r: "ajena" };

function mueve(paso) {
  const enlace = $(paso > 0 ? 'a[rel="next"]:not(.govuk-link)' : 'a[rel="prev"]:not(.govuk-link)');
  if (enlace) return enlace.click();
  const filas = [...document.querySelectorAll(".bandeja__titulo")];
  const desde = filas.indexOf(document.activeElement);
  filas[desde < 0 ? 0 : Math.min(Math.max(desde + paso, 0), filas.length - 1)]?.focus();
}

document.addEventListener("click", (e) => {
  if (e.target.closest("[data-abre]")) ayuda.showModal();
  if (e.target.closest("[data-cierra]")) ayuda.close();
});

document.addEventListener("keydown", (e) => {
  if (!ayuda || ayuda.dataset.atajos !== "si" || ayuda.open || e.ctrlKey || e.metaKey || e.altKey) return;
  if (e.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]")) return;
  const opcion = elige[e.key] && $(`input[name="decision"][value="${elige[e.key]}"]`);
  if (e.key === "j" || e.key === "k") mueve(e.key === "j" ? 1 : -1);
  else if (opcion) {
    opcion.click();
    opcion.focus();
  } else if (e.key === "?") ayuda.showModal();
  else return;
  e.preventDefault();
});
