"""A quién nombra un oficio: se propone, a veces se confirma, y al aceptarse surte efecto. Antes no hay cuenta ni derechos."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.models import Designacion, Disposicion, Entrega, EstadoEntrega, EstadoPropuesta, Institucion, Obligacion, Oficio, PropuestaDeDesignacion, Rol
from conferencia.permissions import Facultades, exigir, facultades_del_sistema, puede_confirmar, puede_designar, puede_proponer_designacion
from conferencia.services.designaciones import Persona, designar, restituir, terminar_designacion
from conferencia.services.hechos import Asiento, asentar

UN_DIA = timedelta(days=1)
VIVAS = (EstadoPropuesta.PROPUESTA, EstadoPropuesta.POR_CONFIRMAR)
ROLES_QUE_SE_PROPONEN = (Rol.ENLACE_TITULAR, Rol.ENLACE_SUPLENTE, Rol.ENLACE_CAPTURA, Rol.ENLACE_CONSULTA)


class PropuestaRechazada(NoProcede):
    """La propuesta no cabe así; el mensaje dice por qué. ``campo``: el dato por corregir."""


class PropuestaCambiada(NoProcede):
    """Alguien más la resolvió o la cambió mientras se decidía."""

    def __init__(self):
        super().__init__("Alguien más resolvió esta propuesta mientras decidías. Revisa cómo quedó.")


@transaction.atomic
def proponer_designacion(
    *,
    por: Facultades,
    institucion: Institucion,
    persona: Persona,
    rol: str,
    materias: Sequence[Disposicion | None],
    oficio: Oficio | None = None,
    entregas: Mapping[UUID | None, Entrega] | None = None,
    desde: date | None = None,
    hasta: date | None = None,
    sustituye_a: Designacion | None = None,
    de_desconocido: bool = False,
    remitente: str = "",
) -> list[PropuestaDeDesignacion]:
    """Una propuesta por materia (``None``: todas), aunque sea la misma persona.

    ``entregas``: por id de materia, la que atiende la obligación de designar; al aceptarse, la propuesta surte efecto. ``hasta``: último día.
    ``de_desconocido``: la mandó alguien a quien no se conoce (``remitente``, su correo): nada pasa hasta que el contacto oficial la confirme.
    Falla con ``AccesoNegado`` o ``PropuestaRechazada``.
    """
    exigir(puede_proponer_designacion(por, institucion))
    _revisar(institucion, persona, rol, materias, desde, hasta, sustituye_a)
    estado = EstadoPropuesta.POR_CONFIRMAR if de_desconocido else EstadoPropuesta.PROPUESTA
    comunes = {"institucion": institucion, "rol": rol, "oficio": oficio, "desde": desde, "hasta": hasta, "sustituye_a": sustituye_a, "estado": estado}
    comunes |= {"nombre": persona.nombre.strip(), "email": persona.email.strip().lower(), "cargo": persona.cargo.strip(), "telefono": persona.telefono.strip()}
    comunes |= {"remitente": remitente.strip().lower(), "propuesta_por_id": por.usuario, "propuesta_en": reloj.ahora()}
    try:
        with transaction.atomic():
            propuestas = [
                PropuestaDeDesignacion.objects.create(materia=m, entrega=(entregas or {}).get(m.pk if m else None), **comunes) for m in dict.fromkeys(materias)
            ]
    except IntegrityError as error:
        raise PropuestaRechazada(f"Ya hay una propuesta por resolver de {persona.nombre} con esa designación y esa materia.", "email") from error
    asentar([_asiento("propuesta.por_confirmar" if de_desconocido else "propuesta.recibida", p) for p in propuestas], actor=por.usuario)
    return propuestas


def _revisar(institucion, persona: Persona, rol: str, materias, desde: date | None, hasta: date | None, sustituye_a: Designacion | None) -> None:
    hoy = reloj.hoy()
    if not materias:
        raise PropuestaRechazada("Elige para qué materia se designa.", "materias")
    if rol not in ROLES_QUE_SE_PROPONEN:
        raise PropuestaRechazada("Elige si es titular, suplente, de captura o de consulta.", "rol")
    if not persona.nombre.strip() or not persona.email.strip():
        raise PropuestaRechazada("Escribe el nombre y el correo de la persona.", "nombre")
    if hasta is not None and hasta < max(desde or hoy, hoy):
        raise PropuestaRechazada("La vigencia debe terminar después de empezar, y no antes de hoy.", "hasta")
    if sustituye_a is not None and sustituye_a.institucion_id != institucion.pk:
        raise PropuestaRechazada("Solo se sustituye a alguien de la misma institución.", "sustituye_a")
    ya = Designacion.objects.vigentes(hoy).filter(institucion=institucion, rol=rol, usuario__email__iexact=persona.email.strip()).select_related("materia")
    if repetida := next((d for d in ya if d.materia in materias), None):
        raise PropuestaRechazada(f"{persona.nombre} ya tiene esa designación para {repetida.materia or 'todas las disposiciones'}.", "email")


def _asiento(clase: str, p: PropuestaDeDesignacion, *, de: str = "", motivo: str = "") -> Asiento:
    datos = {"persona": p.email, "rol": p.rol, "institucion": p.institucion.clave}
    datos |= {"materia": p.materia.clave} if p.materia else {}
    datos |= {"oficio": p.oficio.numero} if p.oficio else {}
    datos |= {"remitente": p.remitente} if p.remitente else {}
    obligacion = p.entrega.obligacion_id if p.entrega else None
    return Asiento(clase=clase, objeto=p, obligacion_id=obligacion, de=de, a=p.estado, motivo=motivo, datos=datos)


# --- Resolver ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def aceptar_propuesta(*, por: Facultades, propuesta: PropuestaDeDesignacion, version: int | None = None) -> Designacion:
    """Surte efecto: nace la designación y sale a quien sustituye. La que atiende una obligación se acepta con su dictamen, en la bandeja."""
    exigir(puede_designar(por))
    propuesta = _bloqueada(propuesta, version)
    if propuesta.entrega is not None and propuesta.entrega.estado == EstadoEntrega.EN_REVISION:
        raise PropuestaRechazada("Este oficio atiende una obligación: la designación se acepta junto con él, en la bandeja.")
    return _surtir(por, propuesta)


@transaction.atomic
def rechazar_propuesta(*, por: Facultades, propuesta: PropuestaDeDesignacion, motivo: str, version: int | None = None) -> PropuestaDeDesignacion:
    """No se acepta a la persona. La entrega con que vino, si la hay, se dictamina aparte."""
    exigir(puede_designar(por))
    return _rechazar(por, _bloqueada(propuesta, version), motivo)


@transaction.atomic
def confirmar_propuesta(*, por: Facultades, propuesta: PropuestaDeDesignacion, version: int | None = None) -> PropuestaDeDesignacion:
    """El contacto oficial dice que sí es de los suyos: desde aquí sigue como cualquier otra."""
    exigir(puede_confirmar(por, propuesta))
    propuesta = _bloqueada(propuesta, version)
    if propuesta.estado != EstadoPropuesta.POR_CONFIRMAR:
        raise PropuestaRechazada("Esta propuesta ya estaba confirmada.")
    _mover(propuesta, EstadoPropuesta.PROPUESTA)
    asentar([_asiento("propuesta.confirmada", propuesta, de=EstadoPropuesta.POR_CONFIRMAR)], actor=por.usuario)
    return propuesta


@transaction.atomic
def negar_propuesta(*, por: Facultades, propuesta: PropuestaDeDesignacion, motivo: str, version: int | None = None) -> PropuestaDeDesignacion:
    """El contacto oficial no la reconoce: no nace nada y queda dicho por qué."""
    exigir(puede_confirmar(por, propuesta))
    return _rechazar(por, _bloqueada(propuesta, version), motivo)


def _bloqueada(propuesta: PropuestaDeDesignacion, version: int | None) -> PropuestaDeDesignacion:
    """La fila viva, formada. Falla con ``PropuestaCambiada`` si ya se resolvió o no es la versión que se vio."""
    filas = PropuestaDeDesignacion.objects.select_for_update(of=("self",)).select_related("institucion", "materia", "oficio", "entrega", "sustituye_a")
    actual = filas.get(pk=propuesta.pk)
    if actual.estado not in VIVAS or version not in (None, actual.version):
        raise PropuestaCambiada
    return actual


def _mover(p: PropuestaDeDesignacion, estado: EstadoPropuesta, **cambios) -> None:
    if PropuestaDeDesignacion.objects.filter(pk=p.pk, version=p.version).update(estado=estado, version=F("version") + 1, **cambios) != 1:
        raise PropuestaCambiada
    p.estado, p.version = estado, p.version + 1
    for campo, valor in cambios.items():
        setattr(p, campo, valor)


def _rechazar(por: Facultades, p: PropuestaDeDesignacion, motivo: str, *, con_dictamen: bool = False) -> PropuestaDeDesignacion:
    if not (motivo := motivo.strip()):
        raise PropuestaRechazada("Escribe por qué no se acepta.", "motivo")
    de = p.estado
    _mover(p, EstadoPropuesta.RECHAZADA, motivo=motivo[:500], resuelta_en=reloj.ahora(), resuelta_por_id=por.usuario, con_dictamen=con_dictamen)
    asentar([_asiento("propuesta.rechazada", p, de=de, motivo=motivo)], actor=por.usuario)
    return p


def _surtir(por: Facultades, p: PropuestaDeDesignacion, *, con_dictamen: bool = False) -> Designacion:
    if p.estado == EstadoPropuesta.POR_CONFIRMAR:
        raise PropuestaRechazada(f"Falta que el contacto oficial de {p.institucion} confirme a {p.nombre}: la mandó alguien a quien no conocemos.")
    hoy = reloj.hoy()
    saliente = p.sustituye_a if p.sustituye_a and _sigue(p.sustituye_a, hoy) else None
    designacion = designar(
        por=por,
        email=p.email,
        nombre=p.nombre,
        cargo=p.cargo,
        telefono=p.telefono,
        rol=Rol(p.rol),
        institucion=p.institucion,
        materia=p.materia,
        oficio=p.oficio,
        desde=max(p.desde, hoy) if p.desde else hoy,
        hasta=p.hasta + UN_DIA if p.hasta else None,
        sustituye_a=saliente,
    )
    _mover(p, EstadoPropuesta.VIGENTE, designacion=designacion, resuelta_en=reloj.ahora(), resuelta_por_id=por.usuario, con_dictamen=con_dictamen)
    asentar([_asiento("propuesta.aceptada", p, de=EstadoPropuesta.PROPUESTA)], actor=por.usuario)
    return designacion


def _sigue(d: Designacion, hoy: date) -> bool:
    """A quien ya salió no hay que sacarlo: la propuesta pudo esperar más que él."""
    return d.anulada_en is None and (d.vigencia.upper is None or d.vigencia.upper > hoy)


# --- Lo que hace el dictamen de la entrega con que vino ------------------------------------------------------------------


def surtir_con(por: Facultades, entrega: Entrega) -> list[Designacion]:
    """Al aceptarse la entrega surte efecto lo que proponía, en la misma transacción. Falla si algo espera al contacto oficial.

    Los renglones que otros también toman se toman todos antes de asentar nada: quien asienta ya no espera a nadie.
    """
    propuestas = _vivas_de(entrega)
    if propuestas:
        Obligacion.objects.select_for_update(of=("self",)).get(pk=entrega.obligacion_id)
        list(Designacion.objects.select_for_update(of=("self",)).filter(pk__in=[p.sustituye_a_id for p in propuestas if p.sustituye_a_id]).order_by("pk"))
    return [_surtir(por, p, con_dictamen=True) for p in propuestas]


def desechar_con(por: Facultades, entrega: Entrega, motivo: str) -> None:
    """La entrega no se aceptó: lo que proponía tampoco. Al corregirla se propone de nuevo."""
    for propuesta in _vivas_de(entrega):
        _rechazar(por, propuesta, motivo, con_dictamen=True)


def revertir_con(por: Facultades, entrega: Entrega) -> None:
    """Se deshace el dictamen antes de que se avise: la designación recién nacida se anula y la propuesta vuelve a esperar, como estaba."""
    filas = entrega.propuestas.select_for_update(of=("self",)).filter(con_dictamen=True).exclude(estado__in=VIVAS)
    for p in filas.select_related("designacion__usuario", "institucion", "materia", "oficio", "entrega"):
        de = p.estado
        if p.designacion is not None:
            sistema = facultades_del_sistema(reloj.hoy())
            terminar_designacion(por=sistema, designacion=p.designacion, el=p.designacion.vigencia.lower, motivo="Se deshizo la aceptación del oficio")
            if saliente := p.designacion.sustituye_a:
                asentar([restituir(saliente)], actor=por.usuario)
        _mover(p, EstadoPropuesta.PROPUESTA, designacion=None, resuelta_en=None, resuelta_por_id=None, motivo="", con_dictamen=False)
        asentar([_asiento("propuesta.revertida", p, de=de)], actor=por.usuario)


def _vivas_de(entrega: Entrega) -> list[PropuestaDeDesignacion]:
    filas = entrega.propuestas.select_for_update(of=("self",)).filter(estado__in=VIVAS)
    return list(filas.select_related("institucion", "materia", "oficio", "entrega", "sustituye_a").order_by("pk"))
