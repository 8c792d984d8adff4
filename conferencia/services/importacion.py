"""La carga de un seguimiento que ya corría: se revisa sin escribir nada y, si alguien lo confirma, se aplica renglón por renglón.

Aplicar vuelve a decidir cada renglón con la obligación como está en ese momento, en tandas que se confirman solas: interrumpido, se
reanuda donde iba, y repetirlo no hace nada.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, BinaryIO
from uuid import UUID

from django.db import IntegrityError, OperationalError, connection, transaction

from conferencia import reloj
from conferencia.domain.importacion import Renglon, entender
from conferencia.domain.importacion_pasos import Decision, Resultado, Situada, decidir
from conferencia.models import Acta, EstadoActa, EstadoImportacion, EstadoTrabajo, Importacion, Institucion, Obligacion, Reunion, Trabajo
from conferencia.permissions import AccesoNegado, Facultades, exigir, facultades_de, facultades_del_sistema, puede_importar
from conferencia.queries.importacion import Parecidas, conteo, importables, situadas
from conferencia.services.archivos import CSV, XLSX, guardar_archivo
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.importacion_asientos import Escritura
from conferencia.services.libro_de_seguimiento import Fila, leer_libro
from conferencia.services.movimiento import OtroSeAdelanto
from conferencia.services.trabajos import TrabajoImposible, anotar_avance, encolar

TANDA = 250
ESPERA = 500  # milisegundos
INTENTOS = 5
AL_MOMENTO = 200  # hasta tantos renglones se aplican en la misma petición; más, en la cola con su avance
ADMITIDOS = {XLSX, CSV, "application/zip", "text/plain"}  # un .xlsx guardado con sus piezas en otro orden se ve como zip

bitacora = logging.getLogger(__name__)
Dicho = dict[str, Any]  # un renglón del informe: renglon, clave, valores, resultado, dichos


class ImportacionRechazada(Exception):
    """Así no se puede; el mensaje dice por qué."""


# --- Revisar ---------------------------------------------------------------------------------------------------------------


def revisar_libro(*, por: Facultades, reunion: Reunion, contenido: BinaryIO, nombre: str) -> tuple[Importacion, tuple[str, ...]]:
    """Guarda el libro como llegó y dice qué haría con cada renglón, sin tocar ninguna obligación. Da también los avisos del libro.

    Falla con ``AccesoNegado``, ``ImportacionRechazada``, ``LibroIlegible`` o ``ArchivoInadmisible``.
    """
    exigir(puede_importar(por))
    if not Acta.objects.filter(reunion=reunion, estado=EstadoActa.PUBLICADA).exists():
        raise ImportacionRechazada("El acta de esta reunión no está publicada: aún no hay obligaciones que seguir.")
    libro = leer_libro(contenido, nombre)
    informe = _informe(libro.filas, reunion)
    with transaction.atomic():
        archivo = guardar_archivo(contenido=contenido, nombre=nombre, admitidos=ADMITIDOS, actor=por.usuario)
        importacion = Importacion.objects.create(reunion=reunion, archivo=archivo, informe=informe, subida_por_id=por.usuario, subida_en=reloj.ahora())
        asentar([_asiento("importacion.revisada", importacion)], actor=por.usuario)
    return importacion, libro.avisos


def _asiento(clase: str, importacion: Importacion) -> Asiento:
    datos = {"archivo": importacion.archivo.nombre, "sha256": importacion.archivo.sha256, "renglones": conteo(importacion.informe)}
    return Asiento(clase=clase, objeto=importacion, reunion_id=importacion.reunion_id, datos=datos)


def _informe(filas: Sequence[Fila], reunion: Reunion) -> list[Dicho]:
    """De a pocos: de cada tanda se leen nada más sus obligaciones, y la memoria no depende de cuántas tenga la reunión."""
    hoy = reloj.hoy()
    claves = list(importables(reunion, hoy).values_list("clave", flat=True))
    parecidas, canonicas = Parecidas(claves), {c.upper(): c for c in claves}
    vistos: dict[str, tuple[int, Renglon]] = {}
    informe: list[Dicho] = []
    for desde in range(0, len(filas), TANDA):
        informe += _de_una_tanda(filas[desde : desde + TANDA], reunion, hoy, canonicas, parecidas, vistos)
    return informe


def _de_una_tanda(
    filas: Sequence[Fila], reunion: Reunion, hoy: date, canonicas: dict[str, str], parecidas: Parecidas, vistos: dict[str, tuple[int, Renglon]]
) -> list[Dicho]:
    entendidas = [(fila, *entender(fila.valores)) for fila in filas]
    pedidas = {canonicas[r.clave.upper()] for _, r, _ in entendidas if r.clave.upper() in canonicas}
    conocidas = situadas(list(importables(reunion, hoy).filter(clave__in=pedidas)))
    informe = []
    for fila, renglon, dudas in entendidas:
        clave = canonicas.get(renglon.clave.upper(), renglon.clave)
        problemas = [*fila.problemas, *dudas]
        decision = _repetido(renglon, vistos.get(clave)) or _de_lectura(clave, problemas, conocidas, parecidas) or decidir(renglon, conocidas[clave], hoy)
        vistos.setdefault(clave, (fila.numero, renglon))
        informe.append({"renglon": fila.numero, "clave": clave, "valores": renglon.como_dict()} | _dicho(decision))
    return informe


def _dicho(decision: Decision) -> Dicho:
    return {"resultado": decision.resultado.value, "dichos": list(decision.dichos)}


def _repetido(renglon: Renglon, antes: tuple[int, Renglon] | None) -> Decision | None:
    """El primero vale; el segundo, si dice lo mismo, sobra, y si dice otra cosa, se corrige."""
    if antes is None or not renglon.clave:
        return None
    numero, primero = antes
    if replace(renglon, clave="") == replace(primero, clave=""):
        return Decision(Resultado.NADA, (f"Repite el renglón {numero}.",))
    return Decision(Resultado.ERROR, (f"La misma clave ya viene en el renglón {numero} con otros datos. Deja uno solo.",))


def _de_lectura(clave: str, problemas: Sequence[str], conocidas: dict[str, Situada], parecidas: Parecidas) -> Decision | None:
    if not clave:
        return Decision(Resultado.ERROR, ("Falta «Clave»: no se sabe de qué obligación habla.", *problemas))
    if clave not in conocidas:
        parecida = parecidas.a(clave.upper())
        sugerida = f" ¿Es {parecida}?" if parecida else ""
        return Decision(Resultado.ERROR, (f"Esa clave no es de esta reunión.{sugerida}", *problemas))
    return Decision(Resultado.ERROR, tuple(problemas)) if problemas else None


# --- Aplicar ---------------------------------------------------------------------------------------------------------------


def pedir_aplicacion(*, por: Facultades, importacion: Importacion) -> Importacion:
    """Aplica en el momento lo que es poco; lo mucho lo encola. Repetirlo no hace nada."""
    exigir(puede_importar(por))
    if conteo(importacion.informe)[Resultado.HARA] <= AL_MOMENTO:
        return aplicar(por=por, importacion=importacion)
    _exigir_viva(importacion)
    if importacion.estado == EstadoImportacion.REVISADA:
        previos = trabajos_de(importacion)
        if not previos.exclude(estado=EstadoTrabajo.FALLIDO).exists():
            clave = f"importacion:{importacion.pk}:{previos.count() + 1}"
            encolar(clase="importacion", clave=clave, datos={"importacion": str(importacion.pk)}, actor=por.usuario)
    return importacion


def trabajos_de(importacion: Importacion):
    """Los de esta carga, el más nuevo primero."""
    return Trabajo.objects.filter(clase="importacion", datos__importacion=str(importacion.pk)).order_by("-creado_en")


def aplicar_encolada(trabajo: Trabajo) -> dict:
    """El trabajo de la cola: con los derechos que hoy tiene quien lo pidió."""
    por = facultades_de(trabajo.pedido_por, reloj.hoy()) if trabajo.pedido_por else facultades_del_sistema(reloj.hoy())
    importacion = Importacion.objects.select_related("archivo").get(pk=trabajo.datos["importacion"])
    try:
        aplicar(por=por, importacion=importacion, avance=trabajo)
    except (AccesoNegado, ImportacionRechazada) as error:
        raise TrabajoImposible(str(error)) from error
    return conteo(importacion.informe)


def aplicar(*, por: Facultades, importacion: Importacion, avance: Trabajo | None = None) -> Importacion:
    """Asienta los renglones que se pueden; los que no, quedan listados con su porqué. Repetirlo no hace nada."""
    exigir(puede_importar(por))
    total = max(1, conteo(importacion.informe)[Resultado.HARA])
    while quedan := _tanda_insistente(por, importacion):
        if avance:
            anotar_avance(avance, 100 * max(0, total - quedan) // total)
    importacion.refresh_from_db()
    return importacion


def _tanda_insistente(por: Facultades, importacion: Importacion) -> int:
    """Si alguien presenta o dictamina a la vez, cede: se deshace, deja pasar y vuelve a decidir con lo que quedó."""
    for _ in range(INTENTOS):
        try:
            return _tanda(por, importacion)
        except (OperationalError, IntegrityError, OtroSeAdelanto) as error:
            bitacora.warning("La carga %s cedió el paso: %s", importacion.pk, error)
    raise ImportacionRechazada("Otras personas están moviendo estas obligaciones. Vuelve a elegir «Aplicar» en un momento.")


@transaction.atomic
def _tanda(por: Facultades, importacion: Importacion) -> int:
    """Una tanda, entera o nada. Da cuántos renglones faltan después de ella."""
    viva = Importacion.objects.select_for_update(of=("self",)).select_related("archivo", "reunion").get(pk=importacion.pk)
    importacion.estado, importacion.informe = viva.estado, viva.informe
    _exigir_viva(viva)
    if viva.estado == EstadoImportacion.APLICADA:
        return 0
    pendientes = [f for f in viva.informe if f["resultado"] == Resultado.HARA]
    _esperar_a_lo_mas(ESPERA)
    asientos = _aplicar_filas(por, viva, pendientes[:TANDA])
    _esperar_a_lo_mas(0)
    quedan = max(0, len(pendientes) - TANDA)
    if not quedan:
        viva.estado, viva.aplicada_en = EstadoImportacion.APLICADA, reloj.ahora()
        asientos.append(_asiento("importacion.aplicada", viva))
    viva.save(update_fields=["informe", "estado", "aplicada_en"])
    asentar(asientos, actor=por.usuario)
    importacion.estado, importacion.informe = viva.estado, viva.informe
    return quedan


def _esperar_a_lo_mas(milisegundos: int) -> None:
    """Por un candado ajeno. Menos que el segundo con que PostgreSQL busca abrazos mortales: así quien cede es la carga, no quien presenta."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [str(milisegundos)])


def _aplicar_filas(por: Facultades, viva: Importacion, filas: Sequence[Dicho]) -> list[Asiento]:
    hoy = reloj.hoy()
    obligaciones = _bloqueadas(viva.reunion, [f["clave"] for f in filas], hoy)
    ahora = situadas(list(obligaciones.values()))
    escritura = Escritura(por, viva, {i.clave: i for i in Institucion.objects.all()})
    asientos: list[Asiento] = []
    for fila in filas:
        clave, renglon = fila["clave"], Renglon.de_dict(fila["valores"])
        decision = decidir(renglon, ahora[clave], hoy)
        fila |= _dicho(decision)
        if decision.resultado == Resultado.HARA:
            asientos += escritura.asentar_renglon(obligaciones[clave], renglon, decision.pasos)
            fila["resultado"] = Resultado.APLICADO.value
    return asientos


def _bloqueadas(reunion: Reunion, claves: Sequence[str], hoy: date) -> dict[str, Obligacion]:
    """Mientras dura la tanda nadie más las mueve, y se leen como de verdad están."""
    ids = _bloquear(reunion, claves)
    return {o.clave: o for o in importables(reunion, hoy).filter(pk__in=ids)}


def _bloquear(reunion: Reunion, claves: Sequence[str]) -> list[UUID]:
    filas = Obligacion.objects.de_la_reunion(reunion).filter(clave__in=claves).order_by("pk").select_for_update(of=("self",))
    return list(filas.values_list("pk", flat=True))


def _exigir_viva(importacion: Importacion) -> None:
    if importacion.estado == EstadoImportacion.DESCARTADA:
        raise ImportacionRechazada("Esta carga se descartó. Sube el libro otra vez.")


@transaction.atomic
def descartar(*, por: Facultades, importacion: Importacion) -> Importacion:
    """Lo revisado y no aplicado deja de ofrecerse; el libro se conserva. Falla con ``ImportacionRechazada`` si ya se aplicó."""
    exigir(puede_importar(por))
    viva = Importacion.objects.select_for_update(of=("self",)).select_related("archivo").get(pk=importacion.pk)
    if viva.estado == EstadoImportacion.APLICADA or any(f["resultado"] == Resultado.APLICADO for f in viva.informe):
        raise ImportacionRechazada("Ya se aplicó: lo asentado no se deshace descartando el libro.")
    if viva.estado == EstadoImportacion.REVISADA:
        viva.estado = EstadoImportacion.DESCARTADA
        viva.save(update_fields=["estado"])
        asentar([_asiento("importacion.descartada", viva)], actor=por.usuario)
    return viva
