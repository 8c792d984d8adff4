"""Califica una lectura contra su oro: aciertos sobre lo que había y lo que se leyó (F1), por cifra."""

import re
import unicodedata
from collections import Counter

VACIAS = {"a", "al", "con", "de", "del", "el", "en", "la", "las", "lo", "los", "o", "para", "por", "que", "se", "su", "sus", "un", "una", "y", "e", "u"}
SIGLAS = {
    "c5": "centros comando control computo comunicaciones contacto",
    "dggscdt": "direccion general gestion servicios ciberseguridad desarrollo tecnologico",
    "sesnsp": "secretariado ejecutivo sistema nacional seguridad publica",
    "conase": "coordinacion nacional antisecuestro",
    "unidades ciberneticas": "unidades policia cibernetica",
}
CIFRAS = ("reunion", "disposiciones", "parrafos", "referencias", "compromisos", "plazos", "responsables", "naturaleza", "complementa", "citas")


def raices(texto):
    plano = "".join(c for c in unicodedata.normalize("NFD", texto.lower()) if unicodedata.category(c) != "Mn")
    plano = " ".join(re.findall(r"[a-z0-9]+", plano))
    for sigla, nombre in SIGLAS.items():
        plano = re.sub(rf"\b{sigla}\b", nombre, plano)
    return {re.sub(r"(es|s)$", "", p) for p in plano.split() if p not in VACIAS}


def parecido(uno, otro):
    a, b = raices(uno or ""), raices(otro or "")
    if not a or not b:
        return 0.0
    return len(a & b) / min(len(a), len(b)) * (0.5 + 0.5 * len(a & b) / max(len(a), len(b)))


def clave_de_plazo(plazo):
    """Lo que se calendariza de un plazo; ``None`` si no se calendariza."""
    clase = plazo.get("clase") or "sin_plazo"
    if clase in {"sin_plazo", "inmediato", "condicionado"}:
        return None
    extra = {"termino": ("cantidad", "unidad"), "periodo": ("inicio",)}.get(clase, ())
    return (clase, plazo.get("vence"), plazo.get("periodicidad"), *(plazo.get(k) for k in extra))


def emparejar(oro, leidos):
    """Parejas (oro, leído) por acción parecida, de la mejor a la peor, sin repetir."""
    notas = []
    for i, a in enumerate(oro):
        for j, b in enumerate(leidos):
            nota = parecido(a["accion"], b["accion"])
            if nota >= 0.3:
                notas.append((nota + 0.2 * (a["parrafo"] == b["parrafo"]) + 0.3 * (clave_de_plazo(a["plazo"]) == clave_de_plazo(b["plazo"])), i, j))
    pares, de_oro, de_lectura = [], set(), set()
    for _, i, j in sorted(notas, reverse=True):
        if i not in de_oro and j not in de_lectura:
            de_oro.add(i)
            de_lectura.add(j)
            pares.append((oro[i], leidos[j]))
    return pares


def cita_existe(compromiso, parrafos):
    parrafo = parrafos[compromiso["parrafo"] - 1]
    tramo, plazo = compromiso["texto"], compromiso["plazo"]
    dentro = 0 <= tramo["inicio"] < tramo["fin"] <= len(parrafo)
    return dentro and (plazo["clase"] == "sin_plazo" or (bool(plazo["texto"]) and any(plazo["texto"] in p for p in parrafos)))


def califica(lectura, oro):
    """Por cifra, la terna (aciertos, en el oro, leídos); en «silenciosos», los plazos equivocados sin aviso."""
    cuentas = {cifra: Counter() for cifra in CIFRAS}
    silenciosos = []

    def suma(cifra, bien, en_oro, leidos):
        cuentas[cifra].update(bien=bien, oro=en_oro, leidos=leidos)

    for campo, valor in oro["reunion"].items():
        hallado = lectura["reunion"][campo] or ""
        suma("reunion", hallado == valor if campo == "fecha" else parecido(valor, hallado) >= 0.6, 1, 1)
    esperadas = {(d["clase"], d["numero"]): d for d in oro["disposiciones"]}
    leidas = {(d["clase"], d["numero"]): d for d in lectura["disposiciones"]}
    suma("disposiciones", len(esperadas.keys() & leidas.keys()), len(esperadas), len(lectura["disposiciones"]))
    vacia = {"parrafos": [], "referencias": [], "compromisos": []}
    for clave in esperadas.keys() | leidas.keys():
        a, b = esperadas.get(clave, vacia), leidas.get(clave, vacia)
        silenciosos += _califica_disposicion(a, b, suma)
    return cuentas, silenciosos


def _califica_disposicion(a, b, suma):
    if a["parrafos"]:
        suma("parrafos", len(b["parrafos"]) == a["parrafos"], 1, 1)
    referencias = [Counter((r["clase"], r["numero"], r["parrafo"]) for r in d["referencias"]) for d in (a, b)]
    plazos = [Counter(k for c in d["compromisos"] if (k := clave_de_plazo(c["plazo"]))) for d in (a, b)]
    completa = [Counter((x["numero"], x["parrafo"], x["compromiso"]) for c in d["compromisos"] if (x := c.get("complementa"))) for d in (a, b)]
    for cifra, (x, y) in {"referencias": referencias, "plazos": plazos, "complementa": completa}.items():
        suma(cifra, (x & y).total(), x.total(), y.total())
    pares = emparejar(a["compromisos"], b["compromisos"])
    suma("compromisos", len(pares), len(a["compromisos"]), len(b["compromisos"]))
    for c in b["compromisos"]:
        suma("citas", cita_existe(c, b["parrafos"]), 1, 1)
    for x, y in pares:
        suma("naturaleza", x["naturaleza"] == y["naturaleza"], 1, 1)
        libres, bien = list(y["responsables"]), 0
        for r in x["responsables"]:
            mejor = max(libres, key=lambda n, r=r: parecido(r, n), default=None)
            if mejor is not None and parecido(r, mejor) >= 0.5:
                libres.remove(mejor)
                bien += 1
        suma("responsables", bien, len(x["responsables"]), len(y["responsables"]))
    sobran = plazos[1] - plazos[0]
    return [c for c in b["compromisos"] if clave_de_plazo(c["plazo"]) in sobran and not c["avisos"]]


def f1(cuenta):
    """Media armónica de precisión y exhaustividad; 1.0 si no había nada que hallar y nada se halló."""
    total = cuenta["oro"] + cuenta["leidos"]
    return 2 * cuenta["bien"] / total if total else 1.0
