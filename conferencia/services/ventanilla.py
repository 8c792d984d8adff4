"""Lo que llega en papel: la Secretaría Técnica lo registra con sus propias fechas y cuenta desde el sello."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from conferencia.domain.errores import NoProcede
from conferencia.models import Archivo, Canal, Institucion, Obligacion, Oficio
from conferencia.permissions import NO_ES_TUYO, AccesoNegado, Facultades, exigir, puede_registrar_oficios
from conferencia.services.entregas import presentar_oficio
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.oficios import DatosDeOficio, recibir_oficio


class FaltaElSello(NoProcede):
    """Del papel que se registra hay que decir cuándo se recibió."""


@transaction.atomic
def registrar_en_ventanilla(
    *,
    por: Facultades,
    institucion: Institucion,
    obligaciones: Sequence[Obligacion],
    datos: DatosDeOficio,
    archivos: Sequence[Archivo],
    nota: str = "",
) -> Oficio:
    """El oficio con su acuse y, si atiende obligaciones, sus entregas. Sin ninguna queda registrado y se halla en la lista de oficios.

    ``datos.recibido_en``: el sello. Con la misma ``llave_de_envio`` dos veces da el ya registrado.
    Falla con ``AccesoNegado``, ``FaltaElSello``, ``OficioRechazado``, ``EntregaRechazada``, ``TransicionIlegal`` u ``OtroSeAdelanto``.
    """
    exigir(puede_registrar_oficios(por))
    if datos.recibido_en is None:
        raise FaltaElSello("Escribe la fecha y la hora del sello de recibido.", "recibido_el")
    if ya := Oficio.objects.filter(llave_de_envio=datos.llave_de_envio).exclude(llave_de_envio=None).first():
        return _suyo(ya, por)
    datos = replace(datos, canal=Canal.VENTANILLA)
    if obligaciones:
        entregas = presentar_oficio(
            por=por, obligaciones=obligaciones, institucion=institucion, datos=datos, archivos=archivos, nota=nota, a_nombre_de_ella=True
        )
        assert entregas[0].oficio is not None, "lo que se presenta con oficio lo lleva"
        return entregas[0].oficio
    oficio = recibir_oficio(por=por, remitente=institucion, datos=datos, archivos=archivos)
    dichos = {"oficio": oficio.numero, "acuse": oficio.acuse.folio, "institucion": institucion.clave, "archivos": [a.sha256 for a in archivos]}
    asentar([Asiento(clase="oficio.registrado", objeto=oficio, motivo=nota.strip(), datos=dichos)], actor=por.usuario)
    return oficio


def _suyo(oficio: Oficio, por: Facultades) -> Oficio:
    if oficio.registrado_por_id != por.usuario:
        raise AccesoNegado(NO_ES_TUYO)
    return oficio
