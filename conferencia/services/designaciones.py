"""Nombrar y relevar: de aquí salen los derechos. El trabajo es de la institución, no de la persona."""

import json
from dataclasses import dataclass
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F

from conferencia import reloj
from conferencia.domain.errores import NoProcede
from conferencia.domain.permisos import Negado
from conferencia.models import Designacion, Disposicion, EntidadFederativa, Hecho, Institucion, Oficio, Rol, Usuario
from conferencia.permissions import AccesoNegado, Facultades, exigir, puede_delegar, puede_designar, puede_terminar
from conferencia.services.cierres import cerrar_accesos
from conferencia.services.hechos import Asiento, asentar

UN_DIA = timedelta(days=1)


class DesignacionRechazada(NoProcede):
    """No se puede designar así; el mensaje dice por qué."""


@dataclass(frozen=True, kw_only=True)
class Persona:
    """A quién se nombra, como lo dice el oficio."""

    nombre: str
    email: str
    cargo: str = ""
    telefono: str = ""


@transaction.atomic
def designar(
    *,
    por: Facultades,
    email: str,
    nombre: str,
    rol: Rol,
    institucion: Institucion | None = None,
    entidad: EntidadFederativa | None = None,
    materia: Disposicion | None = None,
    oficio: Oficio | None = None,
    desde: date | None = None,
    hasta: date | None = None,
    cargo: str = "",
    telefono: str = "",
    sustituye_a: Designacion | None = None,
    historica: bool = False,
) -> Designacion:
    """Da a una persona un encargo con vigencia ``[desde, hasta)``; si no tenía cuenta, nace aquí, sin contraseña utilizable.

    ``sustituye_a``: a quién releva, que deja de regir ese día. ``historica``: carga de lo ya sabido, de la que no se le escribe a nadie.
    """
    exigir(puede_designar(por))
    persona = Persona(nombre=nombre, email=email, cargo=cargo, telefono=telefono)
    designacion = _nombrar(persona, desde, hasta, rol=rol, institucion=institucion, entidad=entidad, materia=materia, oficio=oficio, sustituye_a=sustituye_a)
    if sustituye_a is not None and sustituye_a.institucion_id != designacion.institucion_id:
        raise DesignacionRechazada("Solo se sustituye a alguien de la misma institución.", "sustituye_a")
    if sustituye_a is not None:
        terminar_designacion(por=por, designacion=sustituye_a, el=designacion.vigencia.lower, motivo=f"Lo sustituye {designacion.usuario}")
    asentar([_registrada(designacion, historica=historica)], actor=por.usuario)
    return designacion


def _nombrar(persona: Persona, desde: date | None, hasta: date | None, **encargo) -> Designacion:
    """La fila y, si hace falta, la cuenta. Falla con ``DesignacionRechazada``."""
    desde = desde or reloj.hoy()
    if hasta is not None and hasta <= desde:
        raise DesignacionRechazada("La designación debe terminar después de empezar.", "hasta")
    usuario = _usuario(persona.email, persona.nombre)
    datos = {"cargo": persona.cargo.strip(), "telefono": persona.telefono.strip(), "vigencia": DateRange(desde, hasta)}
    try:
        with transaction.atomic():
            return Designacion.objects.create(usuario=usuario, **encargo, **datos)
    except IntegrityError as error:
        raise DesignacionRechazada(_por_que(error)) from error


def _registrada(d: Designacion, *, historica: bool = False) -> Asiento:
    datos = {"persona": d.usuario.email, "rol": d.rol, "institucion": d.institucion.clave if d.institucion else "", "hasta": d.vigencia.upper}
    datos |= {"materia": d.materia.clave} if d.materia else {}
    datos |= {"oficio": d.oficio.numero} if d.oficio else {}
    datos |= {"sustituye_a": d.sustituye_a.usuario.email} if d.sustituye_a else {}
    datos |= {"delegada_de": d.delegada_de.usuario.email} if d.delegada_de else {}
    datos |= {"historica": True} if historica else {}
    return Asiento(clase="designacion.registrada", objeto=d, rige_el=d.vigencia.lower, a=d.rol, datos=datos)


def _usuario(email: str, nombre: str) -> Usuario:
    """La cuenta de ese correo, o una nueva sin contraseña: solo se entra por el enlace que llega a ese mismo correo, y por eso consta verificado."""
    email = email.strip()
    if usuario := Usuario.objects.filter(email__iexact=email).first():
        return usuario
    try:
        with transaction.atomic():
            usuario = Usuario.objects.create_user(email, nombre=nombre)
            EmailAddress.objects.create(user=usuario, email=usuario.email, verified=True, primary=True)
            return usuario
    except IntegrityError:  # otra designación de la misma persona la creó en este instante
        return Usuario.objects.get(email__iexact=email)


def _por_que(error: IntegrityError) -> str:
    if "traslape" in str(error):
        return "Esa persona ya tiene esa designación en esas fechas."
    return "La designación no tiene el ámbito que su rol exige: revisa institución, entidad y vigencia."


# --- Terminar ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def terminar_designacion(*, por: Facultades, designacion: Designacion, el: date, motivo: str) -> Designacion:
    """Deja de regir desde ``el``, inclusive, y con ella lo que delegó. Lo pendiente se queda en la institución.

    Si ``el`` ya llegó, sus sesiones se cierran y sus credenciales se revocan aquí mismo; si no, cuando llegue. La que empieza hoy o después
    se anula entera. Falla con ``AccesoNegado`` o ``DesignacionRechazada``.
    """
    exigir(puede_terminar(por, designacion))
    motivo = motivo.strip()
    if not motivo:
        raise DesignacionRechazada("Escribe el motivo del término.", "motivo")
    designacion = _bloqueada(designacion)
    _revisar_termino(designacion, el)
    terminadas = [designacion, *designacion.delegaciones.filter(anulada_en__isnull=True, vigencia__endswith__gt=el).select_related("usuario", "institucion")]
    asentar([_terminar(d, el, motivo) for d in terminadas], actor=por.usuario)
    cerrar_accesos([d for d in terminadas if d.anulada_en or d.vigencia.upper <= reloj.hoy()], por=por)
    return designacion


def _bloqueada(designacion: Designacion) -> Designacion:
    """La fila, formada: quien la termina y quien la renueva a la vez van uno tras otro."""
    return Designacion.objects.select_for_update(of=("self",)).select_related("usuario", "institucion", "materia", "oficio").get(pk=designacion.pk)


def _revisar_termino(designacion: Designacion, el: date) -> None:
    vigencia = designacion.vigencia
    if designacion.anulada_en is not None:
        raise DesignacionRechazada("Esta designación ya se había anulado.")
    anulable = el == vigencia.lower and el >= reloj.hoy()
    if (el <= vigencia.lower and not anulable) or (vigencia.upper is not None and el >= vigencia.upper):
        raise DesignacionRechazada("La fecha de término debe caer dentro de la vigencia.", "el")


def _terminar(d: Designacion, el: date, motivo: str) -> Asiento:
    antes = d.vigencia.upper
    if el <= d.vigencia.lower:
        cambios: dict = {"anulada_en": reloj.ahora(), "motivo_termino": motivo[:200]}
    else:
        cambios = {"vigencia": DateRange(d.vigencia.lower, el), "motivo_termino": motivo[:200]}
    _cambiar(d, **cambios)
    clase = "designacion.anulada" if d.anulada_en else "designacion.terminada"
    datos = {"persona": d.usuario.email, "rol": d.rol, "institucion": d.institucion.clave if d.institucion else "", "terminaba": antes}
    return Asiento(clase=clase, objeto=d, rige_el=el, de=d.rol, motivo=motivo, datos=datos)


def restituir(designacion: Designacion) -> Asiento:
    """Vuelve a regir como antes de terminarla, porque se deshizo lo que la terminó. El hecho que lo cuenta lo asienta quien llama."""
    designacion = _bloqueada(designacion)
    fin = Hecho.objects.de(designacion).filter(clase__in=["designacion.terminada", "designacion.anulada"]).first()
    assert fin is not None, "solo se restituye lo que se terminó"
    hasta = json.loads(fin.datos).get("terminaba")
    vigencia = DateRange(designacion.vigencia.lower, date.fromisoformat(hasta) if hasta else None)
    _cambiar(designacion, vigencia=vigencia, motivo_termino="", anulada_en=None, cerrada_en=None)
    return Asiento(clase="designacion.restituida", objeto=designacion, a=designacion.rol, datos={"persona": designacion.usuario.email, "rol": designacion.rol})


def _cambiar(d: Designacion, **cambios) -> None:
    if Designacion.objects.filter(pk=d.pk, version=d.version).update(**cambios, version=F("version") + 1) != 1:
        raise DesignacionRechazada("Alguien más cambió esta designación mientras decidías. Revisa cómo quedó y vuelve a intentarlo.")
    for campo, valor in cambios.items():
        setattr(d, campo, valor)
    d.version += 1


# --- Renovar y delegar -------------------------------------------------------------------------------------------------


@transaction.atomic
def renovar_designacion(*, por: Facultades, designacion: Designacion, hasta: date | None, motivo: str = "") -> Designacion:
    """Corre el último día que rige a ``hasta`` (``None``: sin término). Falla si ya terminó o si no queda más allá de lo que ya duraba."""
    exigir(puede_terminar(por, designacion))
    designacion = _bloqueada(designacion)
    vigencia, hoy = designacion.vigencia, reloj.hoy()
    if designacion.anulada_en or designacion.delegada_de_id or (vigencia.upper is not None and vigencia.upper <= hoy):
        raise DesignacionRechazada("Solo se renueva lo que sigue vigente; lo que ya terminó se designa de nuevo.")
    if vigencia.upper is None or (hasta is not None and hasta + UN_DIA <= vigencia.upper):
        raise DesignacionRechazada("La renovación debe durar más que la designación.", "hasta")
    try:
        with transaction.atomic():
            _cambiar(designacion, vigencia=DateRange(vigencia.lower, hasta + UN_DIA if hasta else None), cerrada_en=None)
    except IntegrityError as error:
        raise DesignacionRechazada(_por_que(error), "hasta") from error
    datos = {"persona": designacion.usuario.email, "rol": designacion.rol, "hasta": designacion.vigencia.upper}
    asentar([Asiento(clase="designacion.renovada", objeto=designacion, a=designacion.rol, motivo=motivo.strip(), datos=datos)], actor=por.usuario)
    return designacion


@transaction.atomic
def delegar(*, por: Facultades, designacion: Designacion, persona: Persona, desde: date, hasta: date, motivo: str) -> Designacion:
    """El mismo encargo, para otra persona, de ``desde`` a ``hasta`` inclusive; acaba solo. Lo delegado no se vuelve a delegar.

    Falla con ``AccesoNegado`` o ``DesignacionRechazada``.
    """
    exigir(puede_delegar(por, designacion))
    designacion = _bloqueada(designacion)
    vigencia = designacion.vigencia
    if designacion.delegada_de_id or designacion.anulada_en:
        raise DesignacionRechazada("Lo delegado no se vuelve a delegar.")
    if desde < reloj.hoy() or hasta < desde:
        raise DesignacionRechazada("La delegación empieza hoy o después, y termina después de empezar.", "hasta" if hasta < desde else "desde")
    if desde < vigencia.lower or (vigencia.upper is not None and hasta >= vigencia.upper):
        raise DesignacionRechazada("La delegación debe caber en la vigencia de quien delega.", "hasta")
    if persona.email.strip().lower() == designacion.usuario.email.lower():
        raise DesignacionRechazada("No se delega en uno mismo.", "email")
    encargo = {"rol": designacion.rol, "institucion": designacion.institucion, "materia": designacion.materia, "oficio": designacion.oficio}
    delegada = _nombrar(persona, desde, hasta + UN_DIA, delegada_de=designacion, **encargo)
    _cambiar(delegada, motivo_termino=motivo.strip()[:200])
    asentar([_registrada(delegada)], actor=por.usuario)
    return delegada


# --- Término en masa ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Resultado:
    """Cómo le fue a una designación. ``error`` vacío: terminó."""

    designacion: Designacion
    error: str = ""


def terminar_en_masa(*, por: Facultades, designaciones: list[Designacion], el: date, motivo: str) -> list[Resultado]:
    """Cada una por su cuenta: la que no se pueda dice por qué y las demás terminan. Un cambio de gobierno no se detiene por una."""
    exigir(puede_designar(por))
    resultados = []
    for designacion in designaciones:
        try:
            resultados.append(Resultado(terminar_designacion(por=por, designacion=designacion, el=el, motivo=motivo)))
        except DesignacionRechazada as error:
            resultados.append(Resultado(designacion, str(error)))
        except AccesoNegado as error:
            negado: Negado = error.negado
            resultados.append(Resultado(designacion, negado.motivo))
    return resultados
