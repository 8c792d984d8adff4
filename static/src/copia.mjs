// Copia a ../vendor y ../fonts lo que se sirve: htmx, el módulo de govuk-frontend, las fuentes y sus licencias.
// Se quitan las referencias a mapas de código: el almacén con manifiesto exige que todo lo referido exista.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

const DE = "node_modules";
const copias = [
  ["htmx.org/dist/htmx.min.js", "../vendor/htmx/htmx.min.js"],
  ["htmx.org/LICENSE", "../vendor/htmx/LICENSE"],
  ["govuk-frontend/dist/govuk/govuk-frontend.min.js", "../vendor/govuk-frontend/govuk-frontend.min.js"],
  ["@fontsource-variable/noto-sans/files/noto-sans-latin-wght-normal.woff2", "../fonts/noto-sans-latin.woff2"],
  ["@fontsource-variable/noto-sans/files/noto-sans-latin-ext-wght-normal.woff2", "../fonts/noto-sans-latin-ext.woff2"],
  ["@fontsource-variable/noto-sans/files/noto-sans-latin-wght-italic.woff2", "../fonts/noto-sans-latin-cursiva.woff2"],
  ["@fontsource-variable/noto-sans/LICENSE", "../fonts/OFL.txt"],
];

for (const [origen, destino] of copias) {
  mkdirSync(dirname(destino), { recursive: true });
  if (destino.endsWith(".js")) {
    const texto = readFileSync(`${DE}/${origen}`, "utf8").replace(/\/\/# sourceMappingURL=.*$/gm, "").trimEnd();
    writeFileSync(destino, texto + "\n");
  } else {
    copyFileSync(`${DE}/${origen}`, destino);
  }
}
