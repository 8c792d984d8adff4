"""Corregir y confirmar lo leído antes de publicar. Cada gesto de la persona es un hecho, con lo que había y lo que quedó."""

from collections.abc import Callable, Mapping

from django.db import transaction

from conferencia.domain import captura
from conferencia.domain.captura import CapturaInvalida
from conferencia.models import Acta, EstadoActa
from conferencia.permissions import Facultades, exigir, puede_capturar_actas
from conferencia.services.hechos import Asiento, asentar


class ActaCambiada(Exception):
    """Otra persona corrigió el acta mientras tanto; hay que volver a verla."""

    def __init__(self):
        super().__init__("Otra persona corrigió esta acta mientras la revisabas. Se muestra como quedó; vuelve a hacer tu cambio si hace falta.")


class ActaYaPublicada(Exception):
    """Lo publicado está congelado contra la huella del acta."""

    def __init__(self):
        super().__init__("El acta ya se publicó: lo confirmado está congelado. Una corrección se registra como rectificación.")


def confirmar(*, por: Facultades, acta: Acta, version: int, identidades: list[str] | None = None) -> Acta:
    """Acepta los compromisos dados, o todos los que falten."""

    def gesto(lectura: Mapping) -> tuple[dict, dict]:
        cuales = captura.por_confirmar(lectura) if identidades is None else identidades
        return captura.revisar(lectura, cuales, captura.ACEPTADO), {"aceptados": cuales}

    return _gesto(por, acta, version, "captura.aceptada", gesto)


def descartar(*, por: Facultades, acta: Acta, version: int, identidad: str, motivo: str) -> Acta:
    """Lo leído no es un compromiso. Queda a la vista, tachado, y se puede recuperar con ``recuperar``."""
    if not motivo.strip():
        raise CapturaInvalida("Escribe por qué no es un compromiso.", "motivo")

    def gesto(lectura: Mapping) -> tuple[dict, dict]:
        return captura.revisar(lectura, [identidad], captura.DESCARTADO), {"descartado": identidad}

    return _gesto(por, acta, version, "captura.descartada", gesto, motivo=motivo.strip())


def recuperar(*, por: Facultades, acta: Acta, version: int, identidad: str) -> Acta:
    """Lo descartado vuelve a estar por confirmar."""

    def gesto(lectura: Mapping) -> tuple[dict, dict]:
        return captura.revisar(lectura, [identidad], captura.PROPUESTO), {"recuperado": identidad}

    return _gesto(por, acta, version, "captura.recuperada", gesto)


def corregir(*, por: Facultades, acta: Acta, version: int, identidad: str, cambios: Mapping) -> Acta:
    """Cambia campos de un compromiso leído; el hecho guarda lo de antes."""

    def gesto(lectura: Mapping) -> tuple[dict, dict]:
        _, antes = captura.hallar(lectura, identidad)
        nueva = captura.cambiar(lectura, identidad, cambios)
        _, despues = captura.hallar(nueva, identidad)
        tocados = [campo for campo in cambios if antes[campo] != despues[campo]]
        return nueva, {"compromiso": identidad, "antes": {c: antes[c] for c in tocados}, "despues": {c: despues[c] for c in tocados}}

    return _gesto(por, acta, version, "captura.corregida", gesto)


@transaction.atomic
def guardar(*, por: Facultades, acta: Acta, version: int, identidad: str, cambios: Mapping, destino: str | None) -> Acta:
    """Lo que la hoja de un compromiso puede cambiar, de una vez: sus campos y a quién da plazo. Queda aceptado."""
    _, actual = captura.hallar(acta.lectura, identidad)
    corregida = corregir(por=por, acta=acta, version=version, identidad=identidad, cambios=cambios)
    if destino == (actual["complementa"] or {}).get("id"):
        return corregida
    return completar(por=por, acta=corregida, version=corregida.version, identidad=identidad, destino=destino)


def agregar(*, por: Facultades, acta: Acta, version: int, clase: str, numero: int, parrafo: int, inicio: int, fin: int, campos: Mapping) -> Acta:
    """Un compromiso que el lector no vio, sobre un tramo del texto."""

    def gesto(lectura: Mapping) -> tuple[dict, dict]:
        nueva, identidad = captura.agregar(lectura, clase, numero, parrafo, inicio, fin, campos)
        return nueva, {"compromiso": identidad, "parrafo": parrafo, "inicio": inicio, "fin": fin}

    return _gesto(por, acta, version, "captura.agregada", gesto)


def citar(*, por: Facultades, acta: Acta, version: int, identidad: str, parrafo: int, inicio: int, fin: int) -> Acta:
    """Otra frase del mismo acuerdo prueba este compromiso; el hecho guarda la de antes."""

    def gesto(lectura: Mapping) -> tuple[dict, dict]:
        _, antes = captura.hallar(lectura, identidad)
        nueva = captura.citar(lectura, identidad, parrafo, inicio, fin)
        _, despues = captura.hallar(nueva, identidad)
        return nueva, {"compromiso": identidad, **{n: {c: x[c] for c in ("parrafo", "texto")} for n, x in (("antes", antes), ("despues", despues))}}

    return _gesto(por, acta, version, "captura.citada", gesto)


def completar(*, por: Facultades, acta: Acta, version: int, identidad: str, destino: str | None) -> Acta:
    """A qué compromiso le da plazo este, o a ninguno."""

    def gesto(lectura: Mapping) -> tuple[dict, dict]:
        return captura.completar(lectura, identidad, destino), {"compromiso": identidad, "completa": destino}

    return _gesto(por, acta, version, "captura.completada", gesto)


def corregir_referencia(*, por: Facultades, acta: Acta, version: int, clase: str, numero: int, indice: int, destino: Mapping) -> Acta:
    """A dónde remite de verdad una cita; lo que el texto dice se conserva."""

    def gesto(lectura: Mapping) -> tuple[dict, dict]:
        nueva = captura.corregir_referencia(lectura, clase, numero, indice, destino)
        return nueva, {"disposicion": f"{clase} {numero}", "referencia": indice, "destino": dict(destino)}

    return _gesto(por, acta, version, "captura.referencia_corregida", gesto)


@transaction.atomic
def _gesto(por: Facultades, acta: Acta, version: int, clase: str, gesto: Callable[[Mapping], tuple[dict, dict]], *, motivo: str = "") -> Acta:
    """Autoriza, aplica el gesto sobre la lectura vigente, guarda con guarda de versión y asienta el hecho."""
    exigir(puede_capturar_actas(por))
    actual = Acta.objects.select_related("reunion").get(pk=acta.pk)
    if actual.estado == EstadoActa.PUBLICADA:
        raise ActaYaPublicada
    lectura, datos = gesto(actual.lectura)
    guardadas = Acta.objects.filter(pk=acta.pk, version=version, estado=EstadoActa.LEIDA).update(lectura=lectura, version=version + 1)
    if guardadas != 1:
        raise ActaCambiada
    actual.lectura, actual.version = lectura, version + 1
    hecho = Asiento(clase=clase, objeto=actual, reunion_id=actual.reunion_id, motivo=motivo, datos=datos, rige_el=actual.reunion.fecha)
    asentar([hecho], actor=por.usuario)
    return actual
