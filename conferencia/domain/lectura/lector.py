"""La lectura completa de un acta: del texto a los compromisos con su cita."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import replace
from datetime import date

from .borradores import Borrador, Contexto
from .calidad import REFERENCIA_DUDOSA, SIN_PLAZO, avisar
from .campos import aplicar_campos, separar_campos
from .complementos import completar, hallar_complemento
from .compromisos import LectorDeParrafo
from .filas import leer_fila
from .limpieza import Parrafo, rehacer_parrafos
from .modelo import CompromisoLeido, DisposicionLeida, Lectura, PlazoLeido, ReferenciaLeida, Reunion, Tramo
from .modos import proponer
from .plazos import combinar
from .plegado import compactar, plegar
from .referencias import hallar_referencias, marcar_dudosas
from .reparos import reparar
from .reunion import leer_reunion
from .segmentos import Segmento, origenes, segmentar
from .sujetos import es_institucion, limpiar

_COLECTIVO = re.compile(
    r"\b(?:personas\s+)?(?:integrantes|miembros)\s+(?:de\s+la|del)\s+(?:zona|region|conferencia|consejo|comite|comision|mesa|grupo|pleno)\b(?:\s+(?:noroeste|noreste|centro|occidente|sureste|nacional|estatal|tecnico|permanente))?"
)
_ANTES_DE_ACUERDAN = re.compile(r"(?:^|,\s)(?P<quien>[Ll][oa]s\s+(?:y\s+l[oa]s\s+)?[^,;.:]{5,160})$")
Clave = tuple[str, int]


def _anunciante(parrafos: list[Parrafo]) -> str:
    """Quien antecede al rótulo «ACUERDAN»: «…, las personas titulares de… / ACUERDAN»."""
    for previo, rotulo in itertools.pairwise(parrafos):
        if compactar(rotulo.texto) == "acuerdan":
            m = _ANTES_DE_ACUERDAN.search(previo.texto)
            return limpiar(m["quien"]) if m and es_institucion(m["quien"]) else ""
    return ""


def _colectivo(parrafos: list[Parrafo], reunion: Reunion) -> tuple[str, ...]:
    """Quien acuerda cuando el texto dice «se acuerda»: los integrantes, como más se les nombra; si no, el órgano."""
    cuenta: Counter[str] = Counter()
    formas: dict[str, str] = {}
    for parrafo in parrafos:
        texto = reparar(parrafo.texto).texto
        for m in _COLECTIVO.finditer(plegar(texto)):
            clave = m.group()
            cuenta[clave] += 1
            formas.setdefault(clave, texto[m.start() : m.end()])
    anunciante = _anunciante(parrafos)
    if anunciante:
        return (anunciante,)
    if cuenta:
        return (formas[cuenta.most_common(1)[0][0]],)
    return (reunion.organo,) if reunion.organo else ()


def _cerrar(borrador: Borrador, parrafos: tuple[str, ...], acto: date | None, propios: dict[str, int]) -> CompromisoLeido:
    """Del borrador al compromiso: un plazo, un modo y sus avisos."""
    es_acto = borrador.naturaleza == "acto"
    plazo = PlazoLeido() if es_acto else combinar(borrador.plazos, acto)
    cita = parrafos[borrador.parrafo - 1][borrador.inicio : borrador.fin]
    return CompromisoLeido(
        parrafo=borrador.parrafo,
        naturaleza=borrador.naturaleza,
        accion=borrador.accion or cita,
        tramo=Tramo(borrador.inicio, borrador.fin),
        responsables=borrador.responsables,
        modo="individual" if es_acto else proponer(cita, borrador.lema, borrador.responsables, borrador.hay_partes),
        plazo=plazo,
        entregable=borrador.entregable,
        avisos=avisar(borrador, plazo, cita, propios),
    )


def _leer_parrafo(texto: str, numero: int, contexto: Contexto) -> list[Borrador]:
    """Los borradores de un párrafo: se lee reparado y se cita tal como está."""
    legible = reparar(texto)
    borradores = LectorDeParrafo(legible.texto, numero, contexto).leer()
    for b in borradores if legible.cambios else ():
        tramo = legible.tramo(Tramo(b.inicio, b.fin))
        b.inicio, b.fin = tramo.inicio, tramo.fin
        b.plazos = [legible.plazo(p, texto) for p in b.plazos]
    return borradores


def _leer_disposicion(segmento: Segmento, acto: date | None, colectivo: tuple[str, ...], propios: dict[str, int]) -> DisposicionLeida:
    textos = tuple(p.texto for p in segmento.parrafos)
    contexto = Contexto(acto, segmento.clase, colectivo)
    if segmento.cabecera:
        LectorDeParrafo(segmento.cabecera, 0, contexto).leer()
    borradores: list[Borrador] = []
    for numero, texto in enumerate(textos, start=1):
        fila = segmento.filas.get(numero)
        cuerpo, campos = (texto, None) if fila else separar_campos(texto, contexto)
        borradores += leer_fila(texto, numero, fila.celdas, contexto) if fila else _leer_parrafo(cuerpo, numero, contexto) if cuerpo else []
        if campos:
            aplicar_campos(campos, [b for b in borradores if b.naturaleza == "obligacion"], numero)
    compromisos = [_cerrar(b, textos, acto, propios) for b in borradores if b.inicio < b.fin]
    leida = DisposicionLeida(segmento.clase, segmento.numero, segmento.ordinal, segmento.titulo, textos, (), tuple(compromisos), origenes(segmento))
    return replace(leida, referencias=tuple(hallar_referencias(leida, propios)))


def _con_referencia_dudosa(compromiso: CompromisoLeido, referencias: list[ReferenciaLeida]) -> CompromisoLeido:
    dudosas = [r for r in referencias if r.dudosa and r.en_parrafo == compromiso.parrafo]
    if not dudosas or compromiso.naturaleza == "acto" or REFERENCIA_DUDOSA in compromiso.avisos:
        return compromiso
    return replace(compromiso, avisos=(*compromiso.avisos, REFERENCIA_DUDOSA))


def _enlazar(disposiciones: list[DisposicionLeida]) -> list[DisposicionLeida]:
    """Liga transitorios con los acuerdos que completan y quita «sin plazo» a lo ya completado."""
    por_clave: dict[Clave, DisposicionLeida] = {(d.clase, d.numero): d for d in disposiciones}
    completados: set[tuple[int, int, int]] = set()
    ligadas = []
    for d in disposiciones:
        referencias = marcar_dudosas(list(d.referencias), por_clave)
        compromisos = []
        for c in d.compromisos:
            complemento = hallar_complemento(c, referencias, por_clave) if d.clase == "transitorio" else None
            if complemento:
                c = completar(c, complemento)
                completados.add((complemento[0].numero, complemento[0].parrafo, complemento[0].compromiso))
            compromisos.append(_con_referencia_dudosa(c, referencias))
        ligadas.append(replace(d, referencias=tuple(referencias), compromisos=tuple(compromisos)))
    return [_sin_aviso_de_plazo(d, completados) for d in ligadas]


def _sin_aviso_de_plazo(d: DisposicionLeida, completados: set[tuple[int, int, int]]) -> DisposicionLeida:
    if d.clase != "acuerdo" or not any(numero == d.numero for numero, _, _ in completados):
        return d
    orden: Counter[int] = Counter()
    nuevos = []
    for c in d.compromisos:
        orden[c.parrafo] += 1
        ya = (d.numero, c.parrafo, orden[c.parrafo]) in completados
        nuevos.append(replace(c, avisos=tuple(a for a in c.avisos if a != SIN_PLAZO)) if ya else c)
    return replace(d, compromisos=tuple(nuevos))


def _compromete(texto: str) -> bool:
    """¿El texto, por sí solo, obliga a alguien?"""
    return any(b.naturaleza == "obligacion" and b.responsables for b in LectorDeParrafo(texto, 1, Contexto(None, "acuerdo")).leer())


def _encabezado(parrafos: list[Parrafo], segmentos: list[Segmento]) -> list[Parrafo]:
    """Los párrafos anteriores a la primera disposición."""
    if not segmentos:
        return parrafos[:20]
    primeros = [s.parrafos[0].origen.inicio for s in segmentos if s.parrafos]
    limite = min(primeros) if primeros else 0
    previos = [p for p in parrafos if p.origen.fin <= limite]
    return previos or parrafos[:1]


def leer(texto: str, *, fecha: date | None = None) -> Lectura:
    """Lee un acta y devuelve sus disposiciones con los compromisos que contienen.

    ``fecha`` es la del acto, para cuando el texto no la trae (ancla de «presente año» y de los términos desde la firma).
    No falla con ningún texto: lo que no entiende no produce disposiciones. Tiempo lineal en el largo del texto.
    """
    parrafos = rehacer_parrafos(texto)
    segmentos = segmentar(parrafos, _compromete)
    reunion = leer_reunion(_encabezado(parrafos, segmentos), parrafos[-4:], fecha)
    propios = {plegar(s.ordinal): s.numero for s in segmentos if "/" in s.ordinal}
    colectivo = _colectivo(parrafos, reunion)
    disposiciones = [_leer_disposicion(s, reunion.fecha, colectivo, propios) for s in segmentos]
    return Lectura(reunion, tuple(_enlazar(disposiciones)))
