"""Las secciones propias de este paquete en el resumen de la Secretaría Técnica: revisar, lo que espera, lo que no llegó, vacantes y requerimientos."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils.text import capfirst

from conferencia import reloj
from conferencia.models import Entrega
from conferencia.permissions import Facultades
from conferencia.queries.salida import PorRequerir, por_requerir
from conferencia.templatetags.fechas import fecha_larga
from enlaces.models import Aviso, CorreoRecibido, EstadoAviso
from enlaces.permissions import correos_visibles
from enlaces.queries.bandeja import por_revisar
from enlaces.queries.correo import en_cuarentena, por_confirmar
from enlaces.queries.rebotes import por_revisar as direcciones_por_revisar
from enlaces.queries.requerimientos import abiertas
from enlaces.queries.turnos import turnos_vencidos
from enlaces.queries.vacantes import Vacante, vacantes
from enlaces.services.papel import absoluta, acto_de
from enlaces.services.planeacion import SIN_DESTINATARIO
from enlaces.services.resumen_de_secretaria import Dicho, Punto, Seccion, inscribir_seccion

ESPERA_MUCHO = timedelta(days=5)
EN_CORREO = 5
UN_DIA_HABIL = timedelta(days=4)  # lo fallado desde el viernes se dice el lunes o el martes


def _entregas(filas: QuerySet[Entrega]) -> Dicho | None:
    primeras = list(filas[:EN_CORREO])
    puntos = [Punto(capfirst(acto_de(e.obligacion)), f"{e.institucion} · desde el {_dia(e)}", absoluta("bandeja-detalle", e.pk)) for e in primeras]
    return Dicho(filas.count(), puntos, absoluta("bandeja")) if puntos else None


def _dia(e: Entrega) -> str:
    return fecha_larga(e.presentada_en.astimezone(reloj.MEXICO).date())


def _esperan(por: Facultades) -> Dicho | None:
    return _entregas(por_revisar(por).filter(presentada_en__lt=reloj.ahora() - ESPERA_MUCHO))


def _por_revisar(por: Facultades) -> Dicho | None:
    return _entregas(por_revisar(por).filter(presentada_en__gte=reloj.ahora() - ESPERA_MUCHO))


def _sin_opinion(por: Facultades) -> Dicho | None:
    filas = turnos_vencidos(por)
    puntos = [
        Punto(capfirst(acto_de(t.entrega.obligacion)), f"{t.institucion} · venció el {fecha_larga(t.vence_el)}", absoluta("bandeja-detalle", t.entrega_id))
        for t in filas[:EN_CORREO]
    ]
    return Dicho(filas.count(), puntos, absoluta("bandeja") + "?cola=en_opinion") if puntos else None


def _no_llegaron(por: Facultades) -> Dicho | None:
    filas = Aviso.objects.filter(estado=EstadoAviso.FALLIDO, para_el__gte=por.hoy - UN_DIA_HABIL).order_by("-planeado_en")
    puntos = [Punto(a.correo, a.motivo, absoluta("aviso-detalle", a.pk)) for a in filas[:EN_CORREO]]
    return Dicho(filas.count(), puntos, absoluta("avisos") + "?estado=fallido") if puntos else None


def _sin_destinatario(por: Facultades) -> Dicho | None:
    filas = Aviso.objects.filter(motivo=SIN_DESTINATARIO, para_el__gte=por.hoy - UN_DIA_HABIL).select_related("institucion")
    instituciones = sorted({a.institucion.nombre for a in filas if a.institucion})
    puntos = [Punto(nombre, "Sin enlace ni correo oficial", absoluta("enlaces-directorio")) for nombre in instituciones[:EN_CORREO]]
    return Dicho(len(instituciones), puntos, absoluta("enlaces-directorio")) if puntos else None


def _vacantes(por: Facultades) -> Dicho | None:
    filas = vacantes(por.hoy)
    puntos = [Punto(str(v.institucion), _de_vacante(v), absoluta("enlaces-institucion", v.institucion.clave)) for v in filas[:EN_CORREO]]
    return Dicho(len(filas), puntos, absoluta("enlaces-vacantes")) if puntos else None


def _vacantes_nuevas(por: Facultades) -> bool:
    return any(v.desde == por.hoy for v in vacantes(por.hoy))


def _de_vacante(v: Vacante) -> str:
    debe = f"{v.por_responder} por responder" if v.por_responder else "nada por responder"
    return f"Desde el {fecha_larga(v.desde)} · {debe} · {f'los avisos van a {v.contacto}' if v.contacto else 'sin correo oficial'}"


def _requerimientos(por: Facultades) -> Dicho | None:
    filas = por_requerir(por.hoy)
    puntos = [Punto(str(f.institucion), _por_requerir(f), absoluta("salida-requerir", f.reunion.pk, f.institucion.clave)) for f in filas[:EN_CORREO]]
    return Dicho(len(filas), puntos, absoluta("salida-por-requerir")) if puntos else None


def _requerimientos_nuevos(por: Facultades) -> bool:
    return abiertas().filter(creada_el=por.hoy).exists()


def _por_requerir(f: PorRequerir) -> str:
    cuantas = f"{len(f.obligaciones)} {'obligación' if len(f.obligaciones) == 1 else 'obligaciones'} de {f.reunion.nombre}"
    return f"{cuantas} · hace {f.dias} días" + (" · no contesta los avisos" if f.escaladas else "")


def _rebotan(por: Facultades) -> Dicho | None:
    marcadas = direcciones_por_revisar(por)
    puntos = [Punto(d.direccion, d.dicho, absoluta("rebotes")) for d in marcadas[:EN_CORREO]]
    return Dicho(len(marcadas), puntos, absoluta("rebotes")) if puntos else None


def _correos(filas: QuerySet[CorreoRecibido], url: str) -> Dicho | None:
    puntos = [Punto(c.asunto or "(sin asunto)", _de_quien(c), absoluta("correo-detalle", c.pk)) for c in filas[:EN_CORREO]]
    return Dicho(filas.count(), puntos, url) if puntos else None


def _de_quien(c: CorreoRecibido) -> str:
    """De quién y, si algo lo retuvo, por qué; que sea «correspondencia» no le dice nada a nadie."""
    return f"De {c.de}" if c.porque == c.get_clase_display() else f"De {c.de} · {c.porque}"


def _por_confirmar(por: Facultades) -> Dicho | None:
    return _correos(por_confirmar(correos_visibles(por)), absoluta("correo-lista"))


def _en_cuarentena(por: Facultades) -> Dicho | None:
    return _correos(en_cuarentena(correos_visibles(por)), absoluta("correo-cuarentena"))


def inscribir() -> None:
    """Se llama una vez, al arrancar."""
    inscribir_seccion(Seccion(10, "Esperan revisión desde hace más de cinco días", _esperan))
    inscribir_seccion(Seccion(20, "Por revisar", _por_revisar))
    inscribir_seccion(Seccion(22, "Opiniones técnicas que no llegaron en su plazo", _sin_opinion))
    inscribir_seccion(Seccion(25, "Llegó por correo y falta confirmarlo", _por_confirmar))
    inscribir_seccion(Seccion(26, "Correos en cuarentena", _en_cuarentena))
    inscribir_seccion(Seccion(30, "Por requerir con oficio", _requerimientos, _requerimientos_nuevos))
    inscribir_seccion(Seccion(40, "Correos que no llegaron", _no_llegaron))
    inscribir_seccion(Seccion(45, "Direcciones que rebotan", _rebotan))
    inscribir_seccion(Seccion(50, "Instituciones a las que no hay a quién escribir", _sin_destinatario))
    inscribir_seccion(Seccion(60, "Instituciones sin enlace", _vacantes, _vacantes_nuevas))
