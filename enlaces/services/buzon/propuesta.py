"""Identificar un correo leído y dejarlo donde una persona lo resuelva, con las obligaciones que toque «recibidas por confirmar»."""

from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction

from conferencia import reloj
from conferencia.models import Institucion, Obligacion
from conferencia.permissions import AccesoNegado, facultades_del_sistema
from conferencia.services.recibidas import anotar_recibida
from enlaces.domain import autenticidad
from enlaces.domain.clases_de_correo import ClaseDeCorreo, Clasificado, clasificar
from enlaces.domain.identificacion import SEGURO, Circunstancias, Suposicion, destino, fecha_de_oficio, numeros_de_oficio, ponderar
from enlaces.models import Candidata, ClaseDeRemitente, CorreoRecibido, EstadoCorreo
from enlaces.queries.remitentes import Remitente, remitente_de
from enlaces.services.buzon.identificacion import identificar
from enlaces.services.buzon.provisional import acusar_provisionalmente
from enlaces.services.buzon.rebotes import anotar_rebote
from enlaces.services.registro import dominio

CANDIDATAS_MAXIMAS = 12
POR_HORA = 20  # correos de un mismo remitente: más es una máquina que contesta a otra
MAS_DE_LA_CUENTA = f"Su remitente mandó más de {POR_HORA} correos en una hora: parece una máquina que contesta a otra."


def proponer(correo: CorreoRecibido) -> None:
    """Clasifica, identifica y decide a dónde va. Todo en una transacción: o queda propuesto con sus obligaciones, o no pasó nada."""
    with transaction.atomic():
        fresco = CorreoRecibido.objects.select_for_update().get(pk=correo.pk)
        if fresco.estado != EstadoCorreo.LEIDO:
            return
        _proponer(fresco)
        fresco.arrendado_hasta, fresco.error, fresco.version = None, "", fresco.version + 1
        fresco.save()
    correo.estado = fresco.estado


def _proponer(correo: CorreoRecibido) -> None:
    correo.autenticacion = autenticidad.resultados(correo.encabezados.get("authentication-results", []), settings.CORREO_AUTENTICADOR)
    clasificado = _clasificar(correo)
    correo.clase = clasificado.clase
    if copia := _ya_recibido(correo):
        correo.copia_de = copia
        _solo_anotar(correo, "Es otra copia de un correo que ya se recibió.")
    elif clasificado.clase == ClaseDeCorreo.REBOTE:
        anotar_rebote(correo)
        _solo_anotar(correo, clasificado.razon)
    elif clasificado.clase == ClaseDeCorreo.BUCLE or (clasificado.clase == ClaseDeCorreo.AUTOMATICA and not correo.adjuntos.filter(sirve=True).exists()):
        _solo_anotar(correo, clasificado.razon)
    else:
        _ubicar(correo, clasificado.razon)


def _solo_anotar(correo: CorreoRecibido, razon: str) -> None:
    correo.estado, correo.razones = EstadoCorreo.ANOTADO, [razon]


def direcciones_propias() -> set[str]:
    """Desde las que este sistema escribe: un correo que diga venir de ellas es suyo o se hace pasar por él."""
    dichas = {parseaddr(settings.DEFAULT_FROM_EMAIL)[1], settings.CORREO_BUZON, settings.CORREO_REBOTES}
    return {d.lower() for d in dichas if d and not d.startswith("@")}


def _clasificar(correo: CorreoRecibido) -> Clasificado:
    tipo = next(iter(correo.encabezados.get("tipo", [])), "")
    hecho = clasificar(
        correo.encabezados, tipo=tipo, de=correo.de, asunto=correo.asunto, message_id=correo.message_id, propias=direcciones_propias(), dominio=dominio()
    )
    return Clasificado(ClaseDeCorreo.AUTOMATICA, MAS_DE_LA_CUENTA) if hecho.clase == ClaseDeCorreo.CORRESPONDENCIA and _demasiados(correo) else hecho


def _demasiados(correo: CorreoRecibido) -> bool:
    """Solo lo del buzón: lo que sube la Secretaría Técnica lo sube de golpe."""
    if not correo.de or correo.subido_por_id:
        return False
    cerca = (correo.recibido_en - timedelta(hours=1), correo.recibido_en)
    return CorreoRecibido.objects.filter(de=correo.de, recibido_en__range=cerca, subido_por__isnull=True).count() > POR_HORA


def _ya_recibido(correo: CorreoRecibido) -> CorreoRecibido | None:
    """La primera copia: mismo Message-ID y mismo contenido. Con otro contenido es otro correo, aunque repita el identificador."""
    if not correo.message_id:
        return None
    mismos = CorreoRecibido.objects.filter(message_id=correo.message_id, huella_del_contenido=correo.huella_del_contenido, copia_de__isnull=True)
    return mismos.exclude(pk=correo.pk).exclude(estado__in=[EstadoCorreo.RECIBIDO, EstadoCorreo.LEIDO]).order_by("recibido_en", "pk").first()


# --- Lo que escribe una persona --------------------------------------------------------------------------------------------


def _ubicar(correo: CorreoRecibido, de_maquina: str) -> None:
    hoy = reloj.hoy()
    remitente = remitente_de(correo.de, hoy)
    hallado = identificar(correo, remitente, hoy)
    suposiciones = ponderar(hallado.indicios)[:CANDIDATAS_MAXIMAS]
    correo.remitente, correo.usuario, correo.responde_a = remitente.clase, remitente.usuario, hallado.responde_a
    _sugerir(correo)
    desmentido = autenticidad.desmentido(correo.autenticacion)
    circunstancias = Circunstancias(
        remitente=remitente.clase,
        desmentido=desmentido,
        comprobado=autenticidad.comprobado(correo.autenticacion),
        anexos_que_sirven=correo.adjuntos.filter(sirve=True).count(),
        de_maquina=de_maquina,
        firma_ajena=hallado.firma_ajena,
    )
    hecho = destino(circunstancias, suposiciones)
    correo.estado, correo.razones = hecho.estado, list(hecho.razones)
    correo.confianza = suposiciones[0].puntos if suposiciones else 0
    correo.institucion_id = _institucion(remitente, suposiciones)
    _guardar_candidatas(correo, suposiciones)
    if correo.estado == EstadoCorreo.PROPUESTO:
        acusar_provisionalmente(correo)


def _sugerir(correo: CorreoRecibido) -> None:
    """Número y fecha que se alcanzan a leer: en el PDF antes que en el correo. Quien confirma los corrige."""
    textos = [*correo.adjuntos.filter(sirve=True).order_by("orden").values_list("texto", flat=True), correo.asunto, correo.propio]
    correo.numero = next((n for texto in textos for n in numeros_de_oficio(texto)), "")[:80]
    correo.fecha_del_oficio = next((f for texto in textos if (f := fecha_de_oficio(texto, reloj.hoy()))), None)


def _institucion(remitente: Remitente, suposiciones: list[Suposicion]):
    if suposiciones:
        return suposiciones[0].institucion
    return next(iter(remitente.instituciones)) if len(remitente.instituciones) == 1 else None


def _guardar_candidatas(correo: CorreoRecibido, suposiciones: list[Suposicion]) -> None:
    correo.candidatas.filter(entrega__isnull=True).delete()
    for suposicion in suposiciones:
        quienes = {"correo": correo, "obligacion_id": suposicion.obligacion, "institucion_id": suposicion.institucion}
        candidata = Candidata.objects.filter(**quienes).first() or Candidata(**quienes)  # vuelta a entregar, ya pudo tener una descartada
        candidata.puntos, candidata.razones = suposicion.puntos, suposicion.razones
        if correo.estado == EstadoCorreo.PROPUESTO and suposicion.puntos >= SEGURO:
            _dejar_por_confirmar(candidata)
        candidata.save()


def _dejar_por_confirmar(candidata: Candidata) -> None:
    """Si la obligación ya no espera entrega, queda solo como candidata y se dice."""
    correo = candidata.correo
    obligacion = Obligacion.objects.select_related("compromiso__disposicion").get(pk=candidata.obligacion_id)
    institucion = Institucion.objects.get(pk=candidata.institucion_id)
    presento = correo.usuario_id if correo.remitente == ClaseDeRemitente.ENLACE else None
    try:
        candidata.entrega = anotar_recibida(
            por=facultades_del_sistema(reloj.hoy()), obligacion=obligacion, institucion=institucion, recibida_en=correo.recibido_en, presento=presento
        )
    except AccesoNegado as negado:
        candidata.razones = [*candidata.razones, str(negado)]
