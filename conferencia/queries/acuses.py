"""Lo que un acuse dice: se lee igual para la página, el PDF, el correo, la API y la verificación pública."""

from dataclasses import dataclass
from uuid import UUID

from conferencia.models import Acuse, Archivo, Canal, Entrega, Oficio, Solicitud
from conferencia.queries.verificacion import direccion_publica

CON_TODO = ("oficio__remitente__entidad", "oficio__registrado_por", "oficio__copia", "archivo")


@dataclass(frozen=True)
class Atendida:
    """Una obligación que el oficio atiende. ``con``: «entrega 2», «solicitud de prórroga». ``va``: en qué va hoy; no se imprime."""

    obligacion: UUID
    clave: str
    disposicion: str
    accion: str
    con: str
    va: str


@dataclass(frozen=True)
class Constancia:
    acuse: Acuse
    oficio: Oficio
    atiende: list[Atendida]
    archivos: list[Archivo]
    direccion: str

    @property
    def a_destiempo(self) -> bool:
        """Se capturó después de recibirse: lo de ventanilla y lo del buzón."""
        return self.oficio.registrado_en != self.oficio.recibido_en

    @property
    def por_la_institucion(self) -> bool:
        """Lo envió una persona de la institución; si no, lo registró la Secretaría Técnica a su nombre."""
        return self.oficio.canal in (Canal.PORTAL, Canal.API)


def constancia_de(acuse: Acuse) -> Constancia:
    """``acuse`` con ``CON_TODO``; tres consultas más."""
    oficio = acuse.oficio
    archivos = list(oficio.archivos.order_by("adjunto_en__orden"))
    return Constancia(acuse, oficio, [*_entregas(oficio), *_solicitudes(oficio)], archivos, direccion_publica(acuse.clave_publica))


def _entregas(oficio: Oficio) -> list[Atendida]:
    filas = Entrega.objects.filter(oficio=oficio).select_related("obligacion__compromiso__disposicion").order_by("obligacion__clave")
    return [_atendida(e, f"entrega {e.numero}") for e in filas]


def _solicitudes(oficio: Oficio) -> list[Atendida]:
    filas = Solicitud.objects.filter(oficio=oficio).select_related("obligacion__compromiso__disposicion").order_by("obligacion__clave")
    return [_atendida(s, f"solicitud de {s.get_clase_display().lower()}") for s in filas]


def _atendida(cosa: Entrega | Solicitud, con: str) -> Atendida:
    o = cosa.obligacion
    return Atendida(o.pk, o.clave, str(o.compromiso.disposicion), o.compromiso.accion, con, cosa.get_estado_display().lower())
