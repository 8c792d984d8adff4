"""La lectura en manos de una persona: aceptar, corregir, descartar y agregar compromisos antes de publicar.

Trabaja sobre el objeto de ``leer_acta --json`` al que ``preparar`` da a cada compromiso un ``id`` y una ``revision``.
Ninguna función altera lo que recibe: devuelve una copia. Lo descartado se conserva, para que se vea y se pueda recuperar.
"""

import copy
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from conferencia.domain.errores import NoProcede

PROPUESTO, ACEPTADO, DESCARTADO = "propuesto", "aceptado", "descartado"
MODOS = ("individual", "conjunta_por_entidad", "conjunta_unica")
NATURALEZAS = ("obligacion", "acto")
CLASES_DE_PLAZO = ("fecha", "periodo", "termino", "periodico", "permanente", "inmediato", "condicionado", "sin_plazo")
PERIODICIDADES = ("diaria", "semanal", "quincenal", "mensual", "bimestral", "trimestral", "cuatrimestral", "semestral", "anual")
UNIDADES = ("dias_habiles", "dias_naturales", "dias", "horas", "meses", "años")
CAMPOS = frozenset({"accion", "naturaleza", "modo", "responsables", "entregable", "plazo", "texto"})
SIN_PLAZO: Mapping[str, Any] = {"clase": "sin_plazo", "inicio": None, "vence": None, "periodicidad": None, "texto": "", "explicacion": []}


class CapturaInvalida(NoProcede):
    """Lo capturado no se puede guardar. ``campo``: a cuál se refiere el mensaje."""


def preparar(lectura: Mapping) -> dict:
    """Copia con identidad y revisión en cada compromiso; lo que completa a otro lo señala por su ``id``."""
    nueva = copy.deepcopy(dict(lectura))
    ids: dict[tuple, str] = {}
    for disposicion in nueva["disposiciones"]:
        vistos: dict[int, int] = {}
        for orden, compromiso in enumerate(disposicion["compromisos"], start=1):
            compromiso["id"] = f"{disposicion['clase'][0]}{disposicion['numero']}-{orden}"
            compromiso["revision"] = PROPUESTO
            parrafo = compromiso["parrafo"]
            vistos[parrafo] = vistos.get(parrafo, 0) + 1
            ids[disposicion["clase"], disposicion["numero"], parrafo, vistos[parrafo]] = compromiso["id"]
    for _, compromiso in compromisos(nueva):
        if dicho := compromiso["complementa"]:
            dicho["id"] = ids.get((dicho["clase"], dicho["numero"], dicho["parrafo"], dicho["compromiso"]))
    return nueva


def compromisos(lectura: Mapping) -> Iterator[tuple[dict, dict]]:
    """Pares (disposición, compromiso), en el orden del acta."""
    for disposicion in lectura["disposiciones"]:
        for compromiso in disposicion["compromisos"]:
            yield disposicion, compromiso


def vigentes(disposicion: Mapping) -> list[dict]:
    """Los compromisos no descartados, en orden de aparición en el texto."""
    vivos = [c for c in disposicion["compromisos"] if c.get("revision") != DESCARTADO]
    return sorted(vivos, key=lambda c: (c["parrafo"], c["texto"]["inicio"], disposicion["compromisos"].index(c)))


def por_confirmar(lectura: Mapping) -> list[str]:
    """Los ``id`` que nadie ha aceptado ni descartado."""
    return [c["id"] for _, c in compromisos(lectura) if c["revision"] == PROPUESTO]


def hallar(lectura: Mapping, identidad: str) -> tuple[dict, dict]:
    """(disposición, compromiso) con ese ``id``; ``CapturaInvalida`` si no está."""
    for disposicion, compromiso in compromisos(lectura):
        if compromiso["id"] == identidad:
            return disposicion, compromiso
    raise CapturaInvalida("Ese compromiso no está en la lectura.")


def revisar(lectura: Mapping, identidades: list[str], revision: str) -> dict:
    """Acepta, descarta o devuelve a propuesto los compromisos dados."""
    if revision not in (PROPUESTO, ACEPTADO, DESCARTADO):
        raise CapturaInvalida(f"Revisión desconocida: {revision!r}.")
    nueva = copy.deepcopy(dict(lectura))
    for identidad in identidades:
        hallar(nueva, identidad)[1]["revision"] = revision
    if revision == DESCARTADO:
        _sin_huerfanos(nueva)
    return nueva


def _sin_huerfanos(lectura: dict) -> None:
    """Lo que completaba a un descartado vuelve a valer por sí."""
    fuera = {c["id"] for _, c in compromisos(lectura) if c["revision"] == DESCARTADO}
    for _, compromiso in compromisos(lectura):
        if compromiso["complementa"] and compromiso["complementa"].get("id") in fuera:
            compromiso["complementa"] = None


def cambiar(lectura: Mapping, identidad: str, cambios: Mapping) -> dict:
    """Corrige campos de un compromiso y lo da por aceptado. ``CapturaInvalida`` dice qué campo está mal."""
    if sobran := set(cambios) - CAMPOS:
        raise CapturaInvalida(f"No se puede cambiar: {', '.join(sorted(sobran))}.")
    nueva = copy.deepcopy(dict(lectura))
    disposicion, compromiso = hallar(nueva, identidad)
    compromiso |= copy.deepcopy(dict(cambios))
    _validar(disposicion, compromiso)
    compromiso["avisos"] = _avisos_que_quedan(compromiso)
    compromiso["revision"] = ACEPTADO
    return nueva


def agregar(lectura: Mapping, clase: str, numero: int, parrafo: int, inicio: int, fin: int, campos: Mapping) -> tuple[dict, str]:
    """Un compromiso nuevo sobre un tramo del texto. Devuelve la lectura y el ``id`` que recibió."""
    nueva = copy.deepcopy(dict(lectura))
    disposicion = _disposicion(nueva, clase, numero)
    if not 1 <= parrafo <= len(disposicion["parrafos"]):
        raise CapturaInvalida("Ese párrafo no existe en la disposición.", "texto")
    usados = [int(c["id"].rsplit("-", 1)[1]) for c in disposicion["compromisos"]]
    identidad = f"{clase[0]}{numero}-{max(usados, default=0) + 1}"
    compromiso = {
        "id": identidad,
        "revision": ACEPTADO,
        "agregado": True,
        "parrafo": parrafo,
        "naturaleza": "obligacion",
        "accion": "",
        "texto": {"inicio": inicio, "fin": fin},
        "responsables": [],
        "modo": "individual",
        "plazo": dict(SIN_PLAZO),
        "entregable": None,
        "complementa": None,
        "avisos": [],
    } | copy.deepcopy(dict(campos))
    _validar(disposicion, compromiso)
    compromiso["avisos"] = _avisos_que_quedan(compromiso, nuevos=True)
    disposicion["compromisos"].append(compromiso)
    return nueva, identidad


def citar(lectura: Mapping, identidad: str, parrafo: int, inicio: int, fin: int) -> dict:
    """Vuelve a trazar la cita de un compromiso dentro de su disposición. No lo acepta: solo cambia qué frase lo prueba."""
    nueva = copy.deepcopy(dict(lectura))
    disposicion, compromiso = hallar(nueva, identidad)
    if not 1 <= parrafo <= len(disposicion["parrafos"]):
        raise CapturaInvalida("Ese párrafo no existe en la disposición.", "texto")
    compromiso |= {"parrafo": parrafo, "texto": {"inicio": inicio, "fin": fin}}
    _validar_cita(disposicion, compromiso)
    _reubicar(nueva)
    return nueva


def _reubicar(lectura: dict) -> None:
    """Quien da plazo a otro lo señala por su lugar: si el lugar cambió, se vuelve a decir."""
    donde = {c["id"]: (d, c) for d, c in compromisos(lectura)}
    for _, c in donde.values():
        if c["complementa"] and (par := donde.get(c["complementa"].get("id"))):
            c["complementa"] = _senalado(*par)


def _senalado(disposicion: Mapping, objetivo: Mapping) -> dict:
    del_parrafo = [c["id"] for c in disposicion["compromisos"] if c["parrafo"] == objetivo["parrafo"]]
    lugar = {c: disposicion[c] for c in ("clase", "numero")} | {"parrafo": objetivo["parrafo"]}
    return lugar | {"compromiso": del_parrafo.index(objetivo["id"]) + 1, "id": objetivo["id"]}


def completar(lectura: Mapping, identidad: str, destino: str | None) -> dict:
    """Dice a qué otro compromiso le da plazo este (o a ninguno): no crea obligaciones propias."""
    nueva = copy.deepcopy(dict(lectura))
    _, compromiso = hallar(nueva, identidad)
    if destino is None:
        compromiso["complementa"] = None
        return nueva
    disposicion, objetivo = hallar(nueva, destino)
    if destino == identidad or objetivo["complementa"]:
        raise CapturaInvalida("Un compromiso no puede completarse a sí mismo ni a otro que ya completa a un tercero.", "complementa")
    if objetivo["revision"] == DESCARTADO or objetivo["naturaleza"] != "obligacion":
        raise CapturaInvalida("Solo se da plazo a una obligación que siga en pie.", "complementa")
    compromiso["complementa"] = _senalado(disposicion, objetivo)
    return nueva


def corregir_referencia(lectura: Mapping, clase: str, numero: int, indice: int, destino: Mapping) -> dict:
    """A dónde remite de verdad una cita. Lo que el texto dice (``texto``, ``numero``, ``parrafo``) no se toca."""
    nueva = copy.deepcopy(dict(lectura))
    referencias = _disposicion(nueva, clase, numero)["referencias"]
    if not 0 <= indice < len(referencias):
        raise CapturaInvalida("Esa referencia no existe.")
    citada = _disposicion(nueva, destino["clase"], destino["numero"])
    parrafo = destino.get("parrafo")
    if parrafo is not None and not 1 <= parrafo <= len(citada["parrafos"]):
        raise CapturaInvalida("La disposición citada no tiene ese párrafo.", "parrafo")
    referencias[indice]["corregida"] = {"clase": citada["clase"], "numero": citada["numero"], "parrafo": parrafo}
    return nueva


def _disposicion(lectura: dict, clase: str, numero: int) -> dict:
    for disposicion in lectura["disposiciones"]:
        if (disposicion["clase"], disposicion["numero"]) == (clase, numero):
            return disposicion
    raise CapturaInvalida("Esa disposición no está en el acta.")


# --- Lo que se admite ------------------------------------------------------------------------------------------------


def _validar(disposicion: Mapping, c: Mapping) -> None:
    if not str(c["accion"]).strip():
        raise CapturaInvalida("Escribe qué se debe hacer.", "accion")
    if c["naturaleza"] not in NATURALEZAS:
        raise CapturaInvalida("La naturaleza es obligación o acto.", "naturaleza")
    if c["modo"] not in MODOS:
        raise CapturaInvalida("Elige quién responde: individual, conjunta por entidad o conjunta única.", "modo")
    if any(not str(r).strip() for r in c["responsables"]):
        raise CapturaInvalida("Un responsable está en blanco.", "responsables")
    _validar_cita(disposicion, c)
    _validar_plazo(c["plazo"])


def _validar_cita(disposicion: Mapping, c: Mapping) -> None:
    inicio, fin = c["texto"]["inicio"], c["texto"]["fin"]
    if not 0 <= inicio < fin <= len(disposicion["parrafos"][c["parrafo"] - 1]):
        raise CapturaInvalida("La cita no está dentro de su párrafo.", "texto")


def _validar_plazo(plazo: Mapping) -> None:
    clase = plazo["clase"]
    if clase not in CLASES_DE_PLAZO:
        raise CapturaInvalida("Elige la clase de plazo.", "plazo")
    inicio, vence = _fecha(plazo.get("inicio")), _fecha(plazo.get("vence"))
    if clase in ("fecha", "periodo") and vence is None:
        raise CapturaInvalida("Escribe la fecha en que vence.", "vence")
    if clase == "periodo" and inicio is None:
        raise CapturaInvalida("Escribe desde cuándo corre el periodo.", "inicio")
    if inicio and vence and vence < inicio:
        raise CapturaInvalida("El vencimiento no puede ser anterior al inicio.", "vence")
    if clase == "periodico" and plazo.get("periodicidad") not in PERIODICIDADES:
        raise CapturaInvalida("Elige cada cuánto se repite.", "periodicidad")
    if clase == "termino" and (not plazo.get("cantidad") or plazo.get("unidad") not in UNIDADES):
        raise CapturaInvalida("Escribe cuántos días, meses o años, y cuáles.", "cantidad")


def _fecha(texto: str | None) -> date | None:
    try:
        return date.fromisoformat(texto) if texto else None
    except ValueError:
        raise CapturaInvalida("La fecha no existe en el calendario.", "vence") from None


def _avisos_que_quedan(c: Mapping, *, nuevos: bool = False) -> list[str]:
    """Al corregir se apagan los avisos que lo corregido atiende; los demás siguen hasta que alguien los mire."""
    atendidos = {
        "sin plazo": c["plazo"]["clase"] != "sin_plazo",
        "sin responsable": bool(c["responsables"]),
        "sin entregable": bool(c["entregable"]),
        "días sin calificar": c["plazo"].get("unidad") != "dias",
    }
    base = list(atendidos) if nuevos else c["avisos"]
    return [a for a in base if not atendidos.get(a, False)]
