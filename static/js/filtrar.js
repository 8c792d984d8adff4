// Una caja de búsqueda sobre una lista de casillas: esconde las que no traen lo escrito. Lo ya marcado se queda a la vista.
const plano = (texto) => texto.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

document.querySelectorAll("[data-filtra]").forEach((caja) => {
  const campo = caja.querySelector("input");
  const dicho = caja.querySelector("[role=status]");
  const opciones = [...document.querySelectorAll(`${caja.dataset.filtra} .govuk-checkboxes__item`)];
  if (opciones.length < 6) return;
  caja.hidden = false;
  campo.addEventListener("input", () => {
    const palabras = plano(campo.value).split(/\s+/).filter(Boolean);
    for (const opcion of opciones) {
      const marcada = opcion.querySelector("input").checked;
      opcion.hidden = !marcada && !palabras.every((palabra) => plano(opcion.textContent).includes(palabra));
    }
    const quedan = opciones.filter((opcion) => !opcion.hidden).length;
    dicho.textContent = palabras.length ? `Se muestran ${quedan} de ${opciones.length}.` : "";
  });
  campo.addEventListener("keydown", (evento) => {
    if (evento.key === "Enter") evento.preventDefault(); // buscar no es enviar
  });
});
