// La mesa de captura con teclado y selección. Sin esto todo son formularios.
const $ = (que, en = document) => en.querySelector(que);
const fichas = () => [...document.querySelectorAll(".pieza")];
const LLAVE = "captura-atajos";
let actual = null;

const pendiente = () => $(".pieza--propuesto") || $(".pieza");
const ficha = () => document.activeElement?.closest?.(".pieza") || (actual && document.getElementById(actual));

function ir(destino) {
  if (!destino) return;
  destino.focus({ preventScroll: true });
  destino.scrollIntoView({ block: "nearest" });
}

function resalta(id) {
  document.querySelectorAll("[data-c]").forEach((m) => m.classList.toggle("viva", m.dataset.c === id));
}

document.addEventListener("focusin", (e) => {
  const en = e.target.closest(".pieza");
  if (!en) return;
  actual = en.id;
  resalta(en.dataset.id);
  const numero = document.getElementById(`t-${en.dataset.id}`), caja = numero?.closest(".renglon__texto");
  if (caja && caja.scrollHeight > caja.clientHeight) caja.scrollTop += numero.getBoundingClientRect().top - caja.getBoundingClientRect().top - 40;
});
document.addEventListener("mouseover", (e) => {
  const id = e.target.closest(".pieza")?.dataset.id || e.target.closest("[data-c]")?.dataset.c;
  if (id) resalta(id);
});

// Al abrir «Descartar» se escribe el motivo.
document.addEventListener("toggle", (e) => e.target.open && $(".pieza__motivo input", e.target)?.focus(), true);

// Ancla a una ficha: recibe el foco.
const alAncla = () => location.hash.startsWith("#c-") && ir(document.getElementById(location.hash.slice(1)));
addEventListener("hashchange", alAncla);
alAncla();

// Tras un gesto, el foco pasa a lo siguiente por confirmar; una hoja recién abierta o devuelta con error, lo recibe.
document.addEventListener("htmx:after:swap", () => {
  const noticia = $("#noticia"), hoja = $(".pieza--hoja:not([data-vista])");
  if (hoja) {
    hoja.dataset.vista = "";
    ($(".govuk-error-summary", hoja) || $("textarea", hoja)).focus();
  } else if (noticia.dataset.siguiente) {
    ir(document.getElementById(`c-${noticia.dataset.siguiente}`));
    delete noticia.dataset.siguiente;
  } else if (!document.activeElement.closest(".pieza")) ir(document.getElementById(actual));
});

// Atajos de una tecla (WCAG 2.1.4): se apagan en la ayuda y no actúan mientras se escribe.
const dialogo = $("#atajos"), casilla = $("#atajos-si");
casilla.checked = localStorage.getItem(LLAVE) !== "no";
casilla.addEventListener("change", () => localStorage.setItem(LLAVE, casilla.checked ? "si" : "no"));
document.addEventListener("click", (e) => {
  if (e.target.closest("[data-abre]")) dialogo.showModal();
  if (e.target.closest("[data-cierra]")) dialogo.close();
});

function mueve(paso) {
  const todas = fichas(), desde = todas.indexOf(ficha());
  ir(desde < 0 ? pendiente() : todas[desde + paso]);
}

document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || dialogo.open) return;
  if (e.target.closest("input, textarea, select") && e.key !== "Escape") return;
  if (!casilla.checked && e.key !== "Escape") return;
  const paso = { j: 1, k: -1 }[e.key];
  if (paso) mueve(paso);
  else if (e.key === "?") dialogo.showModal();
  else if (["a", "e", "d", "Escape"].includes(e.key)) $(`[data-tecla="${e.key}"]`, ficha() || pendiente())?.click();
  else return;
  e.preventDefault();
});

// Lo seleccionado, medido en letras sobre su párrafo: para agregarlo o para que sea la cita de un compromiso de ahí.
const barra = $("#seleccion"), citas = $("[data-citas]", barra);
document.addEventListener("selectionchange", () => {
  const s = getSelection(), tramo = s.rangeCount && s.getRangeAt(0).cloneRange(), nodo = tramo?.startContainer;
  const p = nodo && (nodo.closest ? nodo : nodo.parentElement).closest("[data-parrafo]");
  if (p && !p.contains(tramo.endContainer)) tramo.setEnd(p, p.childNodes.length);
  barra.hidden = !p || `${tramo}`.trim().length < 8;
  if (barra.hidden) return;
  const antes = tramo.cloneRange();
  antes.selectNodeContents(p);
  antes.setEnd(tramo.startContainer, tramo.startOffset);
  const inicio = [...antes.toString()].length, fin = inicio + [...tramo.toString()].length;
  const lugar = `?parrafo=${p.dataset.parrafo}&inicio=${inicio}&fin=${fin}`, renglon = p.closest(".renglon");
  $("[data-nuevo]", barra).href = $("[data-agrega]", renglon).href + lugar;
  citas.replaceChildren(
    ...[...renglon.querySelectorAll("[data-cita]")].map((a) => {
      const c = Object.assign(document.createElement("a"), { className: "pieza__numero", href: a.href + lugar, textContent: a.dataset.cita });
      c.ariaLabel = `Usar como cita del compromiso ${a.dataset.cita}`;
      return c;
    }),
  );
  citas.parentElement.hidden = !citas.children.length;
});
