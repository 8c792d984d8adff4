"""Qué dicen los correos de un relevo. La liga y el código van como señas: se ponen al entregarlos (``secretos``)."""

from conferencia import reloj
from conferencia.models import Designacion, Institucion, Usuario
from enlaces.domain.asuntos import componer
from enlaces.models import Aviso, Regla
from enlaces.services import cartas
from enlaces.services.activaciones import DURA
from enlaces.services.avisos_de_designacion import designacion_de, propuesta_de
from enlaces.services.papel import Carta, YaNoToca, absoluta, donde, pintar
from enlaces.services.secretos import CODIGO, LIGA

HORAS = int(DURA.total_seconds() // 3600)


def _carta(plantilla: str, asunto: str, contexto: dict) -> Carta:
    texto, html = pintar(plantilla, contexto | {"asunto": asunto})
    return Carta(asunto, texto, html)


def _para_entrar(usuario: Usuario | None) -> dict:
    """La liga de activación, a quien aún no tiene contraseña."""
    if usuario is not None and not usuario.sin_activar:
        return {"por_activar": False}
    return {
        "por_activar": True,
        "url": absoluta("activar", LIGA),
        "boton": "Activar mi cuenta",
        "codigo": CODIGO,
        "url_codigo": absoluta("activar-codigo"),
        "horas": HORAS,
    }


def _designacion(aviso: Aviso) -> Carta:
    assert aviso.hecho is not None
    designacion = designacion_de(aviso.hecho)
    if designacion.anulada_en or (designacion.vigencia.upper and designacion.vigencia.upper <= reloj.hoy()):
        raise YaNoToca("La designación terminó antes de avisarse.")
    rol = designacion.get_rol_display().lower()
    entrada = _para_entrar(designacion.usuario)
    contexto = {
        "designacion": designacion,
        "rol": rol,
        "por_que": [f"te designaron {rol} de {designacion.institucion or designacion.entidad or 'la Conferencia'}"],
    }
    if not entrada["por_activar"]:
        entrada |= {"url": absoluta("relevo", designacion.pk), "boton": "Ver qué recibes"}
    inicio = "Activa tu cuenta" if entrada["por_activar"] else "Te designaron"
    return _carta("designacion", componer(inicio, rol, _en(designacion)), contexto | entrada)


def _en(designacion: Designacion) -> str:
    return donde(designacion.institucion) if designacion.institucion else str(designacion.entidad or "la Conferencia")


def _activacion(aviso: Aviso) -> Carta:
    usuario = aviso.usuario
    assert usuario is not None
    if not usuario.sin_activar:
        raise YaNoToca("La persona ya activó su cuenta.")
    return _carta(
        "activacion",
        "Activa tu cuenta de Seguimiento de Acuerdos",
        {"nombre": usuario.nombre, "por_que": ["tienes una cuenta por activar"], **_para_entrar(usuario)},
    )


def _termino(aviso: Aviso) -> Carta:
    assert aviso.hecho is not None
    designacion = designacion_de(aviso.hecho)
    rol = designacion.get_rol_display().lower()
    contexto = {
        "designacion": designacion,
        "rol": rol,
        "el": aviso.hecho.rige_el,
        "motivo": aviso.hecho.motivo,
        "quedan": Designacion.objects.vigentes(reloj.hoy()).filter(usuario=designacion.usuario).select_related("institucion", "entidad"),
        "por_que": [f"eras {rol} de {designacion.institucion or 'la Conferencia'}"],
        "url": absoluta("tablero"),
        "boton": "Ir al sistema",
    }
    return _carta("termino", componer("Terminó tu designación", rol, _en(designacion)), contexto)


def _confirmacion(aviso: Aviso) -> Carta:
    assert aviso.hecho is not None
    propuesta = propuesta_de(aviso.hecho)
    if propuesta.estado != "por_confirmar":
        raise YaNoToca("La propuesta ya se resolvió.")
    contexto = {
        "propuesta": propuesta,
        "por_que": [f"es el correo oficial de {propuesta.institucion}"],
        "url": absoluta("confirmar", LIGA),
        "boton": "Ver y contestar",
    }
    return _carta("confirmacion", componer("Confirma o niega", f"{propuesta.nombre} como enlace", donde(propuesta.institucion)), contexto)


def _no_aceptada(aviso: Aviso) -> Carta:
    assert aviso.hecho is not None
    propuesta = propuesta_de(aviso.hecho)
    contexto = {"propuesta": propuesta, "por_que": [f"propusiste a {propuesta.nombre}"], "url": absoluta("propuesta", propuesta.pk), "boton": "Ver el motivo"}
    return _carta("no_aceptada", componer("No se aceptó la designación", propuesta.nombre, donde(propuesta.institucion)), contexto)


def _invitacion(aviso: Aviso) -> Carta:
    institucion = aviso.institucion
    assert institucion is not None
    contacto = institucion.contactos.vigentes(reloj.hoy()).filter(correo__iexact=aviso.correo).first()
    if contacto is None:
        raise YaNoToca("Ya no es el contacto oficial de la institución.")
    entrada = para_el_contacto(contacto.correo, institucion)
    contexto = {"contacto": contacto, "institucion": institucion, "por_que": [f"es el correo oficial de {institucion}"], **entrada}
    return _carta("invitacion", componer("Designa a tu enlace", str(_corto(institucion)), ""), contexto)


def para_el_contacto(correo: str, institucion: Institucion) -> dict:
    """Cómo entra a designar el contacto oficial desde un correo: con su liga, si aún no abre su cuenta. La pone al entregarse ``secretos``."""
    entrada = _para_entrar(Usuario.objects.filter(email__iexact=correo).first())
    if not entrada["por_activar"]:
        entrada |= {"url": absoluta("enlaces-designar-oficio", institucion.clave), "boton": "Designar enlace"}
    return entrada


def _corto(institucion: Institucion) -> str:
    return institucion.nombre_corto


def inscribir() -> None:
    """Se llama una vez, al arrancar."""
    cartas.inscribir(Regla.DESIGNACION, _designacion)
    cartas.inscribir(Regla.ACTIVACION, _activacion)
    cartas.inscribir(Regla.TERMINO, _termino)
    cartas.inscribir(Regla.CONFIRMACION, _confirmacion)
    cartas.inscribir(Regla.NO_ACEPTADA, _no_aceptada)
    cartas.inscribir(Regla.INVITACION, _invitacion)
