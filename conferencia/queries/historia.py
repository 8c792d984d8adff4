"""Los hechos, leídos: qué pasó en palabras, quién y cuándo. Sirve a la línea de tiempo y a la bitácora."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet

from conferencia.domain.dictamen import TITULOS_DE_LA_MESA
from conferencia.models import Hecho, Obligacion, Usuario
from conferencia.queries.captura import dichos, tocados_por
from conferencia.reloj import MEXICO
from conferencia.templatetags.fechas import fecha_larga

TITULOS = {
    "acta.registrada": "Se registró el acta",
    "acta.publicada": "Se publicó el acta",
    "captura.aceptada": "Se aceptó lo leído",
    "captura.corregida": "Se corrigió lo leído",
    "captura.citada": "Se cambió la cita de un compromiso",
    "captura.descartada": "Se descartó un compromiso leído",
    "captura.recuperada": "Se recuperó un compromiso descartado",
    "captura.agregada": "Se agregó un compromiso que el lector no vio",
    "captura.completada": "Se dijo a qué compromiso da plazo otro",
    "captura.referencia_corregida": "Se corrigió a dónde remite una referencia",
    "captura.identificada": "Se corrigió de qué reunión es el acta",
    "oficio.registrado": "Se registró un oficio que no atiende ninguna obligación",
    "organo.creado": "Se agregó un órgano al catálogo",
    "compromiso.confirmado": "Se confirmó el compromiso",
    "compromiso.rectificado": "Se rectificó el compromiso",
    "obligacion.creada": "Nació la obligación",
    "obligacion.vencimiento_rectificado": "Se rectificó el vencimiento",
    "obligacion.reprogramada": "Se reprogramó: cambió cada cuánto se repite",
    "obligacion.partes_rectificadas": "Se rectificó quién responde",
    "obligacion.sin_efecto": "Quedó sin efecto",
    "obligacion.insumos_rectificados": "Se rectificó de quién espera un insumo",
    "obligacion.reactivada": "Volvió a exigirse",
    "obligacion.plazo_iniciado": "El evento dio fecha al plazo",
    "obligacion.suspendida": "Se suspendió el plazo",
    "obligacion.reanudada": "Se reanudó el plazo",
    "obligacion.plazo_recorrido": "Se recorrió el vencimiento",
    "obligacion.objetivo_fijado": "Se fijó una fecha objetivo, que no es del acta",
    "evento.registrado": "Se registró el evento de un plazo",
    "evento.corregido": "Se corrigió el evento de un plazo",
    "calendario.creado": "Se creó un calendario",
    "calendario.dia_agregado": "Se agregó un día inhábil",
    "calendario.dia_quitado": "Se quitó un día inhábil",
    "calendario.adoptado": "Una institución adoptó un calendario",
    "archivo.retenido": "Se retuvo un archivo que traía un virus",
    "entrega.presentada": "Se presentó una entrega",
    "entrega.contestada": "Se contestaron las observaciones",
    **TITULOS_DE_LA_MESA,
    "entrega.constancia": "La Secretaría Técnica hizo constar que se cumplió",
    "cifras.registradas": "Se capturaron cifras",
    "cifras.corregidas": "Se corrigieron cifras ya capturadas",
    "parte.avanzo": "Una de las partes reportó avance",
    "parte.turno_pasado": "El turno pasó a otra parte",
    "obligacion.insumo_agregado": "Se dijo que espera un insumo",
    "obligacion.insumo_quitado": "Dejó de esperar un insumo",
    "obligacion.cadencia_fijada": "Se fijó cada cuánto se ratifica",
    "compromiso.cadencia_fijada": "Se fijó cada cuánto se ratifica el compromiso",
    "compromiso.recurrencia_cambiada": "Se cambió cada cuánto se repite",
    "indicador.definido": "Se definió un indicador",
    "indicador.cambiado": "Se corrigió un indicador",
    "indicador.retirado": "Se retiró un indicador",
    "requisito.definido": "Se definió un requisito del entregable",
    "requisito.retirado": "Se retiró un requisito del entregable",
    "entrega.por_confirmar": "Llegó por correo; falta confirmarlo",
    "entrega.descartada": "Se descartó lo llegado por correo",
    "importada.entrega": "Se importó una entrega anterior",
    "importada.observacion": "Se importó que se devolvió con observaciones",
    "importada.cumplimiento": "Se importó que se aceptó",
    "importada.exencion": "Se importó que quedó exenta",
    "importada.prorroga": "Se importó una prórroga anterior",
    "importada.avance": "Se importó el avance",
    "importacion.revisada": "Se revisó un seguimiento anterior por importar",
    "importacion.aplicada": "Se importó un seguimiento anterior",
    "importacion.descartada": "Se descartó una importación sin aplicar",
    "prorroga.pedida": "Se pidió una prórroga",
    "prorroga.desistida": "Se retiró la petición de prórroga",
    "no_competencia.pedida": "Se alegó no competencia",
    "no_competencia.desistida": "Se retiró la alegación de no competencia",
    "cargo.nombrado": "Se nombró a quien representa a la zona",
    "cargo.terminado": "Terminó un nombramiento de zona",
    "resultado.registrado": "Se registró el resultado de una entidad",
    "resultado.corregido": "Se corrigió el resultado de una entidad",
    "designacion.registrada": "Se registró una designación",
    "designacion.terminada": "Terminó una designación",
    "designacion.restituida": "Volvió a regir una designación",
    "designacion.anulada": "Se anuló una designación",
    "designacion.renovada": "Se renovó una designación",
    "designacion.vencida": "Acabó la vigencia de una designación",
    "propuesta.recibida": "Un oficio propuso a un enlace",
    "propuesta.por_confirmar": "Alguien desconocido propuso a un enlace",
    "propuesta.confirmacion_pedida": "Se pidió otra vez al contacto oficial que la confirme",
    "propuesta.confirmada": "El contacto oficial confirmó a la persona propuesta",
    "propuesta.aceptada": "Se aceptó a la persona propuesta",
    "propuesta.rechazada": "No se aceptó a la persona propuesta",
    "propuesta.revertida": "Se deshizo la aceptación de la persona propuesta",
    "compromiso.designa_fijado": "Se dijo si el compromiso se cumple designando enlace",
    "activacion.pedida": "Se mandó la liga para activar una cuenta",
    "activacion.usada": "Se activó una cuenta",
    "activacion.revocada": "Se revocó la liga de activación",
    "contacto.invitado": "Se invitó al contacto oficial a abrir su cuenta",
    "contacto.cambiado": "Cambió el contacto oficial",
    "regla_de_aviso.cambiada": "Se cambió una regla de aviso",
    "regla_de_aviso.agregada": "Se agregó una regla de aviso",
    "aviso.reenviado": "Se reenvió un aviso",
    "requerimiento.cerrado": "Se cerró la tarea de requerir",
    "disposicion.concluida": "El órgano la declaró concluida",
    "disposicion.conclusion_retirada": "Se retiró la declaración de concluida",
    "reunion.concluida": "El órgano declaró concluido el cumplimiento de la reunión",
    "reunion.conclusion_retirada": "Se retiró la declaración de concluida",
    "informe.pedido": "Se pidió un informe",
    "informe.emitido": "Se emitió el informe",
    "salida.preparada": "Se preparó un oficio",
    "salida.corregida": "Se corrigió un oficio por emitir",
    "salida.emitida": "Se emitió un oficio",
    "salida.entregada": "Se entregó un oficio a su destinatario",
    "salida.atendida": "Se atendió un requerimiento",
    "salida.cancelada": "Se canceló un oficio sin emitir",
    "requerimiento.abierto": "Toca requerir a una institución",
    "requerimiento.emitido": "Se requirió su cumplimiento",
    "requerimiento.entregado": "Se entregó el requerimiento",
    "plantilla.guardada": "Se cambió el texto de un oficio",
    "numeracion.fijada": "Se fijó la numeración de los oficios",
    "lote.pedido": "Se pidió componer o emitir oficios",
    "lote.terminado": "Quedaron listos los oficios pedidos",
    "lote.cancelado": "Se canceló componer o emitir oficios",
    "expediente.pedido": "Se pidió el expediente de prueba",
    "expediente.emitido": "Se emitió el expediente de prueba",
    "credencial.creada": "Se creó una credencial de la API",
    "credencial.revocada": "Se revocó una credencial de la API",
    "suscripcion.creada": "Se creó una dirección de calendario",
    "suscripcion.revocada": "Se revocó una dirección de calendario",
    "obligacion.parte_sumada": "Se sumó una institución",
    "reunion.adhesion": "Se adhirió una institución",
    "reunion.reglas_de_prorroga": "Se fijó quién concede las prórrogas",
    "no_competencia.procedente": "Procedió la no competencia",
    "no_competencia.sin_sustituta": "Se resolvió que nadie la sustituye",
    "no_competencia.improcedente": "No procedió la no competencia",
    "obligacion.no_aplica": "Se resolvió que no aplica",
    "obligacion.reabierta": "Se reabrió la obligación",
    "obligacion.sustituida": "La sustituyó un acto posterior",
    "prorroga.concedida": "Se concedió la prórroga",
    "prorroga.negada": "Se negó la prórroga",
}


def titulo_de(clase: str) -> str:
    """En palabras; una clase que aquí no se conoce se lee tal cual, sin signos."""
    return TITULOS.get(clase) or clase.replace(".", ": ").replace("_", " ").capitalize()


@dataclass(frozen=True)
class HechoLeido:
    """``rige_el`` solo si no es el día en que se asentó. ``autor`` vacío: no se dice a quien mira."""

    numero: int
    clase: str
    titulo: str
    en: datetime
    rige_el: date | None
    autor: str
    detalle: str
    observacion: str
    de: str
    a: str
    obligacion_id: UUID | None
    obligacion: str
    huella: str


def leer(hechos: Iterable[Hecho], *, con_personas: bool) -> list[HechoLeido]:
    """Los hechos en palabras. Sin ``con_personas``, el autor es la institución o la Secretaría Técnica, nunca un nombre."""
    hechos = list(hechos)
    ids = {h.obligacion_id for h in hechos if h.obligacion_id}
    claves = dict(Obligacion.objects.filter(pk__in=ids).values_list("pk", "clave")) if ids else {}
    return [_leido(h, claves, con_personas=con_personas) for h in hechos]


def _leido(h: Hecho, claves: dict, *, con_personas: bool) -> HechoLeido:
    datos = json.loads(h.datos)
    observado = h.clase == "entrega.observada"
    return HechoLeido(
        numero=h.numero,
        clase=h.clase,
        titulo=titulo_de(h.clase),
        en=h.asentado_en,
        rige_el=h.rige_el if h.rige_el != _dia(h) else None,
        autor=_autor(h, datos, con_personas=con_personas),
        detalle=_detalle(h.clase, datos, "" if observado else h.motivo, de_obligacion=h.obligacion_id is not None),
        observacion=h.motivo if observado else "",
        de=h.de.replace("_", " "),
        a=h.a.replace("_", " "),
        obligacion_id=h.obligacion_id,
        obligacion=claves.get(h.obligacion_id, ""),
        huella=h.huella,
    )


def _dia(h: Hecho) -> date:
    return h.asentado_en.astimezone(MEXICO).date()


def _autor(h: Hecho, datos: dict, *, con_personas: bool) -> str:
    if h.actor_id is None:
        return "Sistema"
    if con_personas:
        return str(h.actor)
    return datos.get("institucion") or "Secretaría Técnica"


def _detalle(clase: str, datos: dict, motivo: str, *, de_obligacion: bool) -> str:
    partes = [motivo] if motivo else []
    partes += _de_captura(datos) if clase.startswith("captura.") else _rectificado(datos)
    if datos.get("oficio"):
        partes.append(f"Oficio {datos['oficio']}")
    if datos.get("acuse"):
        partes.append(f"Acuse {datos['acuse']}")
    partes += [f"{c['nombre']}: {c['dicho']}" for c in datos.get("cifras", [])]
    if archivos := datos.get("archivos"):
        partes.append(f"{len(archivos)} archivo{'s' if len(archivos) > 1 else ''}")
    if datos.get("subsanar_el"):
        partes.append(f"Por subsanar a más tardar el {fecha_larga(date.fromisoformat(datos['subsanar_el']))}")
    if not de_obligacion:  # de una obligación, su página ya dice clave y partes
        partes += [datos[llave] for llave in ("clave", "persona", "rol", "institucion", "cargo", "archivo") if datos.get(llave)]
    return " · ".join(str(p) for p in partes)


def _de_captura(datos: dict) -> list[str]:
    """De qué compromisos o de qué disposición habla un gesto de captura."""
    if "identidad" in datos:
        return [f"{IDENTIDAD[c]}: antes {_dia_o_texto(antes)}; ahora {_dia_o_texto(ahora)}" for c, (antes, ahora) in datos["identidad"].items()]
    ids = tocados_por(datos)
    return [dichos(ids)] if ids else [datos["disposicion"].capitalize()] if datos.get("disposicion") else []


IDENTIDAD = {"organo": "Órgano", "zona": "Zona", "nombre": "Nombre", "clave": "Clave", "lugar": "Lugar", "fecha": "Fecha"}


def _rectificado(datos: dict) -> list[str]:
    """Qué decía y qué dice un solo dato, o que el cambio vino de rectificar quién responde."""
    partes = ["Al rectificarse quién responde del compromiso"] if datos.get("por") == "rectificacion" else []
    if isinstance(datos.get("antes"), str | None) and isinstance(datos.get("despues"), str):
        partes.append(f"Antes {_dia_o_texto(datos['antes'])}; ahora {_dia_o_texto(datos['despues'])}")
    return partes


def _dia_o_texto(valor: str | None) -> str:
    try:
        return fecha_larga(date.fromisoformat(valor)) if valor else "sin fecha"
    except ValueError:
        return str(valor)


# --- La bitácora -------------------------------------------------------------------------------------------------------

POR_PAGINA = 50


@dataclass(frozen=True)
class Pagina:
    """Un tramo de la bitácora. ``antes_de``: desde dónde sigue hacia atrás, o ``None`` si ya no hay más."""

    hechos: tuple[HechoLeido, ...]
    antes_de: int | None


def bitacora(*, clase: str = "", persona: UUID | None = None, desde: date | None = None, hasta: date | None = None, antes_de: int | None = None) -> Pagina:
    """Los hechos del más nuevo al más viejo, por llave: el costo no crece con la página. Las fechas son de asiento, en México."""
    hechos = Hecho.objects.select_related("actor").order_by("-numero")
    filtros = {"clase": clase, "actor": persona, "asentado_en__gte": _instante(desde), "numero__lt": antes_de}
    hechos = hechos.filter(**{campo: valor for campo, valor in filtros.items() if valor})
    if hasta:
        hechos = hechos.filter(asentado_en__lt=_instante(hasta + timedelta(days=1)))
    filas = list(hechos[: POR_PAGINA + 1])
    sigue = filas[POR_PAGINA - 1].numero if len(filas) > POR_PAGINA else None
    return Pagina(tuple(leer(filas[:POR_PAGINA], con_personas=True)), sigue)


def _instante(dia: date | None) -> datetime | None:
    return datetime.combine(dia, time(), MEXICO) if dia else None


def clases_asentadas() -> list[str]:
    return list(Hecho.objects.order_by("clase").values_list("clase", flat=True).distinct())


def quienes_asentaron() -> QuerySet[Usuario]:
    return Usuario.objects.filter(pk__in=Hecho.objects.order_by().values("actor").distinct()).order_by("nombre")


def hechos_de_obligacion(obligacion: Obligacion) -> QuerySet[Hecho]:
    """La historia de una obligación, lo más nuevo primero."""
    return Hecho.objects.filter(obligacion_id=obligacion.pk).select_related("actor").order_by("-numero")
