"""Asentar lo que un renglón de la matriz cuenta: mueve la obligación y da los hechos, cada uno con el día en que de verdad ocurrió.

Las clases ``importada.*`` no están entre las que avisan: de lo que pasó antes de la carga no se le escribe a nadie.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import cast
from uuid import uuid5

from conferencia import reloj
from conferencia.domain.calendario import sumar_meses
from conferencia.domain.estados import Accion
from conferencia.domain.importacion import Renglon, Reportada
from conferencia.domain.importacion_pasos import ClasePaso, Paso
from conferencia.domain.permisos import Facultades
from conferencia.models import Canal, ClaseEntrega, Entrega, EstadoEntrega, Importacion, Institucion, Obligacion, Observacion, Oficio
from conferencia.services.hechos import Asiento
from conferencia.services.movimiento import mover

MEDIODIA = time(12)  # la hora de lo que la matriz fecha sin decirla


@dataclass
class Escritura:
    """De qué carga se trata y quién la aplica. ``instituciones``: por clave."""

    por: Facultades
    importacion: Importacion
    instituciones: Mapping[str, Institucion] = field(default_factory=dict)

    def asentar_renglon(self, obligacion: Obligacion, renglon: Renglon, pasos: tuple[Paso, ...]) -> list[Asiento]:
        """Da los hechos sin asentarlos: quien llama los asienta juntos."""
        return [self._uno(obligacion, renglon, paso) for paso in pasos]

    def _uno(self, o: Obligacion, r: Renglon, paso: Paso) -> Asiento:
        de = o.estado
        cambios = _HACER[paso.clase](self, o, r, paso.rige_el)
        movio = o.estado != de
        return Asiento(
            clase=f"importada.{paso.clase}",
            objeto=o,
            obligacion_id=o.pk,
            reunion_id=self.importacion.reunion_id,
            de=de if movio else "",
            a=o.estado if movio else "",
            motivo=r.nota,
            datos={"importacion": str(self.importacion.pk), "clave": o.clave} | ({"oficio": r.oficio} if r.oficio else {}),
            cambios=cambios,
            rige_el=paso.rige_el,
        )

    def prorroga(self, o: Obligacion, r: Renglon, _: date) -> dict[str, object]:
        return mover(o, Accion.PRORROGAR, vence_el=r.prorroga_hasta, prorrogas=o.prorrogas + 1)

    def entrega(self, o: Obligacion, r: Renglon, dia: date) -> dict[str, object]:
        institucion = self._quien(o, r)
        oficio = self._oficio(r, institucion, dia) if r.oficio else None
        Entrega.objects.create(
            obligacion=o,
            oficio=oficio,
            institucion=institucion,
            numero=1,
            clase=ClaseEntrega.OFICIO if oficio else ClaseEntrega.CONSTANCIA,
            nota=r.nota,
            presentada_en=_instante(dia, r.entregada_a),
        )
        return mover(o, Accion.PRESENTAR, entregas_recibidas=1, primera_entrega_el=dia)

    def _quien(self, o: Obligacion, r: Renglon) -> Institucion:
        partes = [p.institucion for p in o.partes.all()]
        return self.instituciones[r.presento.upper()] if r.presento else partes[0]

    def _oficio(self, r: Renglon, remitente: Institucion, dia: date) -> Oficio:
        """El mismo oficio en varios renglones es uno solo, que atiende varias obligaciones."""
        fecha = r.oficio_el or dia
        llave = uuid5(self.importacion.reunion_id, f"{remitente.clave}|{r.oficio}|{fecha}|{dia}")
        oficio, _ = Oficio.objects.get_or_create(
            llave_de_envio=llave,
            defaults={
                "numero": r.oficio,
                "fecha": fecha,
                "remitente": remitente,
                "canal": Canal.VENTANILLA,
                "recibido_en": _instante(dia, r.entregada_a),
                "registrado_en": reloj.ahora(),
                "registrado_por_id": self.por.usuario,
            },
        )
        return oficio

    def observacion(self, o: Obligacion, r: Renglon, dia: date) -> dict[str, object]:
        entrega, plazo = self._dictaminada(o, EstadoEntrega.CON_OBSERVACIONES, dia), cast(date, r.subsanar_el)  # sin plazo no hay paso
        Observacion.objects.create(entrega=entrega, numero=1, texto=r.nota, subsanar_el=plazo, hecha_en=_instante(dia))
        return mover(o, Accion.OBSERVAR, subsanar_el=plazo)

    def cumplimiento(self, o: Obligacion, _: Renglon, dia: date) -> dict[str, object]:
        self._dictaminada(o, EstadoEntrega.ACEPTADA, dia)
        if not o.permanente:
            return mover(o, Accion.ACEPTAR, cumplida_el=dia, avance=100)
        cadencia = o.compromiso.ratificar_cada
        return mover(o, Accion.ACEPTAR, ratificada_el=dia, ratificar_el=sumar_meses(dia, cadencia) if cadencia else o.ratificar_el)

    def _dictaminada(self, o: Obligacion, estado: EstadoEntrega, dia: date) -> Entrega:
        entrega = o.entregas.get(numero=1)
        entrega.estado, entrega.dictaminada_en = estado, max(_instante(dia), entrega.presentada_en)
        entrega.save(update_fields=["estado", "dictaminada_en"])
        return entrega

    def exencion(self, o: Obligacion, r: Renglon, _: date) -> dict[str, object]:
        return mover(o, Accion.DECLARAR_NO_COMPETENTE if r.situacion == Reportada.NO_COMPETENTE else Accion.MARCAR_NO_APLICA)

    def avance(self, o: Obligacion, r: Renglon, _: date) -> dict[str, object]:
        o.partes.update(avance=r.avance)
        return mover(o, Accion.REGISTRAR_AVANCE, avance=r.avance)


def _instante(dia: date, hora: time | None = None) -> datetime:
    return datetime.combine(dia, hora or MEDIODIA, reloj.MEXICO)


_HACER = {
    ClasePaso.PRORROGA: Escritura.prorroga,
    ClasePaso.ENTREGA: Escritura.entrega,
    ClasePaso.OBSERVACION: Escritura.observacion,
    ClasePaso.CUMPLIMIENTO: Escritura.cumplimiento,
    ClasePaso.EXENCION: Escritura.exencion,
    ClasePaso.AVANCE: Escritura.avance,
}
