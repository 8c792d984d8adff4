"""Componer o emitir varios oficios en un trabajo de la cola de informes, con avance y cancelable."""

import hashlib
from collections.abc import Sequence

from django.db import transaction

from conferencia import reloj
from conferencia.models import AccionDeLote, Archivo, LoteDeOficios, OficioDeSalida, Reunion
from conferencia.permissions import Facultades, exigir, facultades_de, facultades_del_sistema, puede_emitir_oficios
from conferencia.services import trabajos
from conferencia.services.emitidos import conservar
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.informes import COLA
from conferencia.services.notificaciones import preparar_notificaciones
from conferencia.services.salida import SalidaRechazada

CLASE = "oficios"
ZIP = "application/zip"


@transaction.atomic
def pedir_lote(*, por: Facultades, reunion: Reunion, accion: str, salidas: Sequence[OficioDeSalida]) -> LoteDeOficios:
    """Encola componer o emitir esos oficios. Pedir lo mismo dos veces en el mismo minuto es pedirlo una."""
    exigir(puede_emitir_oficios(por))
    if not salidas:
        raise SalidaRechazada("No hay ningún oficio por emitir." if accion == AccionDeLote.EMITIR else "No hay ningún borrador que componer.")
    trabajo = trabajos.encolar(clase=CLASE, clave=_clave(accion, salidas), cola=COLA, actor=por.usuario)
    if ya := LoteDeOficios.objects.filter(trabajo=trabajo).first():
        return ya
    return abrir_lote(por=por, reunion=reunion, accion=accion, salidas=salidas, trabajo=trabajo)


def abrir_lote(*, por: Facultades, reunion: Reunion, accion: str, salidas: Sequence[OficioDeSalida], trabajo=None) -> LoteDeOficios:
    """El lote sin pasar por la cola: lo hace quien llama."""
    exigir(puede_emitir_oficios(por))
    lote = LoteDeOficios.objects.create(accion=accion, reunion=reunion, trabajo=trabajo, pedido_por_id=por.usuario, pedido_en=reloj.ahora())
    lote.salidas.set(salidas)
    datos = {"clave": reunion.clave, "accion": accion, "oficios": len(salidas)}
    asentar([Asiento(clase="lote.pedido", objeto=lote, reunion_id=reunion.pk, datos=datos)], actor=por.usuario)
    return lote


def _clave(accion: str, salidas: Sequence[OficioDeSalida]) -> str:
    dichas = ",".join(sorted(f"{s.pk}.{s.version}" for s in salidas))
    minuto = reloj.ahora().astimezone(reloj.MEXICO)
    return f"{CLASE}/{accion}/{hashlib.sha256(dichas.encode()).hexdigest()[:32]}/{minuto:%Y-%m-%dT%H:%M}"


@transaction.atomic
def generar_notificaciones(*, por: Facultades, reunion: Reunion) -> LoteDeOficios:
    """El clic del día siguiente: prepara los borradores que falten y encola componerlos todos en un ZIP."""
    return pedir_lote(por=por, reunion=reunion, accion=AccionDeLote.COMPONER, salidas=preparar_notificaciones(por=por, reunion=reunion))


@transaction.atomic
def cancelar_lote(*, por: Facultades, lote: LoteDeOficios) -> None:
    """Lo ya emitido queda emitido; lo demás sigue en borrador. Falla con ``SalidaRechazada`` si ya terminó."""
    exigir(puede_emitir_oficios(por))
    if lote.trabajo is None or not trabajos.cancelar(lote.trabajo):
        raise SalidaRechazada("Ya había terminado: no queda nada que cancelar.")
    asentar([Asiento(clase="lote.cancelado", objeto=lote, reunion_id=lote.reunion_id, datos={"clave": lote.reunion.clave})], actor=por.usuario)


def quien_lo_pidio(lote: LoteDeOficios) -> Facultades:
    """Las facultades de hoy de quien lo pidió: si ya no es de la Secretaría Técnica, no emite."""
    return facultades_de(lote.pedido_por, reloj.hoy()) if lote.pedido_por else facultades_del_sistema(reloj.hoy())


@transaction.atomic
def guardar_paquete(lote: LoteDeOficios, contenido, nombre: str) -> Archivo:
    """El ZIP del lote, una vez."""
    lote = LoteDeOficios.objects.select_for_update(of=("self",)).select_related("archivo", "reunion").get(pk=lote.pk)
    if lote.archivo:
        return lote.archivo
    lote.archivo = conservar(contenido, nombre=nombre, tipo=ZIP, ruta=f"lote-{lote.pk}.zip", actor=lote.pedido_por_id)
    lote.save(update_fields=["archivo"])
    datos = {"clave": lote.reunion.clave, "archivos": [lote.archivo.sha256]}
    asentar([Asiento(clase="lote.terminado", objeto=lote, reunion_id=lote.reunion_id, datos=datos)], actor=lote.pedido_por_id)
    return lote.archivo
