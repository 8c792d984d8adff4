// Sube cada archivo en cuanto se elige, por partes: si la conexión se corta, sigue donde se quedó.
const forma = document.querySelector("form[data-subir]");
const dicho = document.querySelector("#subida-dicho");
const lista = forma.querySelector(".subiendo");
const PARTE = 1024 * 1024;
let faltan = 0;
let fila = Promise.resolve();

class Rechazo extends Error {}
const espera = (ms) => new Promise((sigue) => setTimeout(sigue, ms));

async function marca(archivo) {
  if (!crypto.subtle) return `${archivo.size}/${archivo.lastModified}/${archivo.name}`;
  const suma = await crypto.subtle.digest("SHA-256", await archivo.arrayBuffer());
  return [...new Uint8Array(suma)].map((o) => o.toString(16).padStart(2, "0")).join("");
}

async function pide(url, opciones, intentos = 4) {
  const headers = { "X-CSRFToken": forma.elements.csrfmiddlewaretoken.value, ...opciones.headers };
  for (let n = 1; ; n += 1) {
    try {
      const respuesta = await fetch(url, { ...opciones, headers });
      if (respuesta.status < 500) return respuesta;
      throw new Error(respuesta.status);
    } catch (error) {
      if (n === intentos) throw error;
      await espera(300 * 2 ** n);
    }
  }
}

async function empieza(archivo, suya) {
  const datos = new FormData(forma);
  datos.delete("archivos");
  for (const [campo, valor] of [["nombre", archivo.name], ["tamano", archivo.size], ["marca", suya]]) datos.append(campo, valor);
  return pide(forma.dataset.subir, { method: "POST", body: datos });
}

async function lee(respuesta) {
  const va = await respuesta.json();
  if (va.error) throw new Rechazo(va.error);
  return va;
}

async function sube(archivo, avanza) {
  const suya = await marca(archivo);
  let va = await lee(await empieza(archivo, suya));
  while (!va.listo) {
    avanza(va.recibidos / archivo.size);
    const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": va.recibidos };
    const respuesta = await pide(va.url, { method: "PATCH", headers, body: archivo.slice(va.recibidos, va.recibidos + PARTE) });
    va = await lee(respuesta.status === 404 ? await empieza(archivo, suya) : respuesta);
  }
}

async function refresca() {
  const respuesta = await pide(forma.dataset.subir, { method: "GET" });
  if (!respuesta.ok) return;
  document.querySelector("#archivos-del-oficio").outerHTML = await respuesta.text();
  window.htmx?.process(document.querySelector("#archivos-del-oficio"));
}

function renglon(nombre) {
  const li = lista.appendChild(document.createElement("li"));
  li.append(Object.assign(document.createElement("span"), { textContent: nombre }));
  const barra = li.appendChild(document.createElement("progress"));
  barra.setAttribute("aria-label", `Avance de ${nombre}`);
  return { li, barra, texto: li.appendChild(document.createElement("span")) };
}

async function intenta(archivo, r) {
  try {
    await sube(archivo, (parte) => {
      r.barra.value = parte;
      r.texto.textContent = `${Math.round(parte * 100)} %`;
    });
    r.li.remove();
    dicho.textContent = `${archivo.name} quedó guardado.`;
    await refresca();
  } catch (error) {
    r.barra.remove();
    r.li.className = "subiendo__error";
    r.texto.textContent = error instanceof Rechazo ? error.message : "Se cortó la conexión. Lo que llegó está guardado.";
    r.texto.setAttribute("role", "alert");
    if (!(error instanceof Rechazo)) reanudable(archivo, r.li);
  }
  faltan -= 1;
}

function reanudable(archivo, li) {
  const boton = li.appendChild(Object.assign(document.createElement("button"), { type: "button", className: "boton-liga", textContent: "Reanudar" }));
  const otra = () => {
    if (!li.isConnected) return;
    li.remove();
    agrega([archivo]);
  };
  boton.addEventListener("click", otra);
  window.addEventListener("online", otra, { once: true });
}

function agrega(archivos) {
  for (const archivo of archivos) {
    const r = renglon(archivo.name);
    faltan += 1;
    fila = fila.then(() => intenta(archivo, r));
  }
}

forma.querySelectorAll("input[type=file]").forEach((campo) => {
  campo.addEventListener("change", () => {
    if (!campo.files.length) return;
    agrega([...campo.files]);
    campo.value = "";
    campo.dispatchEvent(new Event("change"));
  });
});

const zona = forma.querySelector(".soltar");
zona.addEventListener("dragover", (evento) => evento.preventDefault());
zona.addEventListener("drop", (evento) => {
  if (evento.defaultPrevented) return; // ya lo recibió el botón
  evento.preventDefault();
  agrega([...evento.dataTransfer.files]);
});

forma.addEventListener("submit", (evento) => {
  if (!faltan) return;
  evento.preventDefault();
  dicho.textContent = "Espera a que terminen de subir los archivos.";
  lista.scrollIntoView({ block: "center" });
});
