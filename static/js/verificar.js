// Compara un archivo local con las huellas de la página. El archivo no sale del equipo: lo lee Web Crypto, que pide https (o localhost).
const campo = document.querySelector("#archivo");
const resultado = document.querySelector("#resultado");

async function huella(archivo) {
  const suma = await crypto.subtle.digest("SHA-256", await archivo.arrayBuffer());
  return [...new Uint8Array(suma)].map((octeto) => octeto.toString(16).padStart(2, "0")).join("");
}

function di(texto, clase) {
  resultado.textContent = texto;
  resultado.className = `acuse__resultado ${clase}`;
}

async function compara() {
  const [archivo] = campo.files;
  document.querySelectorAll(".acuse__igual").forEach((n) => n.classList.remove("acuse__igual"));
  if (!archivo) return di("", "");
  di("Calculando…", "");
  try {
    const suya = await huella(archivo);
    const igual = [...document.querySelectorAll("[data-huella]")].find((n) => n.textContent === suya);
    igual?.classList.add("acuse__igual");
    if (igual) di(`Es el mismo: «${archivo.name}» es ${igual.dataset.huella}, signo por signo.`, "grupo-cumplida");
    else di(`No es el mismo: «${archivo.name}» no coincide con ninguna huella de esta página. La suya es ${suya}.`, "grupo-vencida");
  } catch {
    di("No se pudo leer el archivo. Elígelo otra vez o compáralo a mano.", "grupo-vencida");
  }
}

if (crypto.subtle && campo) {
  document.querySelector("#comparador").hidden = false;
  document.querySelector("#a-mano").open = false;
  campo.addEventListener("change", compara);
}
