"""Los avisos que tocan un día, en una sola consulta: la escalera de ``domain.avisos`` escrita en SQL.

Cada renglón es una obligación, la institución que la debe, la regla que hoy se cumple y a quién se le escribe. El calendario entra como una
tabla chica: por institución, las fechas entre las que cae lo que hoy se atiende; donde hoy es inhábil, no entra.
"""

from collections.abc import Collection
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Case, DateField, F, Max, Min, Q, When

from conferencia.domain.calendario import UN_DIA
from conferencia.domain.estados import Estado
from conferencia.domain.permisos import ROLES_DE_ENLACE
from conferencia.models import Institucion, Obligacion
from conferencia.models.obligacion import ObligacionQuerySet
from conferencia.queries.calendarios import calendarios_de
from enlaces.domain.avisos import CALLADAS, DIAS_DE, Ventana, ventana
from enlaces.models import Aviso, EstadoAviso, Regla, ReglaDeAviso, RenglonDeAviso

# Lo que un puente largo puede adelantar un aviso previo.
HOLGURA = timedelta(days=21)
DE_PLAZOS = (Regla.RESUMEN, Regla.RECORDATORIO)
# El planeador de PostgreSQL no sabe cuántas filas trae cada tabla con nombre, supone una y anida bucles: con cien mil, minutos en vez de segundos.
SIN_BUCLES = "SET LOCAL enable_nestloop = off; SET LOCAL jit = off"


def con_fecha(filas: ObligacionQuerySet) -> ObligacionQuerySet:
    """Anota ``fecha``: la que rige (``domain.avisos.fecha_que_rige``)."""
    casos = (When(estado=Estado.CON_OBSERVACIONES, then=F("subsanar_el")), When(permanente=True, then=F("ratificar_el")))
    return filas.annotate(fecha=Case(*casos, default=F("vence_el"), output_field=DateField()))


def que_suenan(dia: date) -> ObligacionQuerySet:
    """Aquellas por las que ese día alguien tiene algo que hacer: ni calladas ni con el plazo suspendido. Anota ``fecha`` y ``situacion``."""
    abiertas = con_fecha(Obligacion.objects.nacidas(dia).abiertas().con_situacion(dia)).filter(fecha__isnull=False)
    return abiertas.exclude(situacion__in=CALLADAS).filter(Q(detenida_el__isnull=True) | Q(detenida_el__gte=dia))


def desde_cuando(dia: date) -> date:
    """El último día que ya se planeó; si lo planeado entonces no llegó a salir, la víspera de lo más viejo que sigue en cola."""
    previos = Aviso.objects.filter(regla__in=DE_PLAZOS, para_el__lt=dia, reenvia__isnull=True)
    dicho = previos.aggregate(ultimo=Max("para_el"), en_cola=Min("para_el", filter=Q(estado=EstadoAviso.PLANEADO)))
    if dicho["en_cola"]:
        return dicho["en_cola"] - UN_DIA
    return dicho["ultimo"] or dia - UN_DIA


def ventanas(dia: date, desde: date, instituciones: Collection[UUID] | None = None) -> dict[UUID, Ventana]:
    """La de cada institución para la que ese día es hábil."""
    filas = Institucion.objects.all() if instituciones is None else Institucion.objects.filter(pk__in=instituciones)
    por_calendario: dict = {}
    suyas = {}
    for pk, calendario in calendarios_de(filas).items():
        if calendario not in por_calendario:
            por_calendario[calendario] = ventana(calendario, desde=desde, hoy=dia)
        if por_calendario[calendario] is not None:
            suyas[pk] = por_calendario[calendario]
    return suyas


@dataclass(frozen=True)
class Consulta:
    """Un trozo de SQL con sus parámetros."""

    sql: str
    parametros: list


# A quién se le puede escribir: lo mismo que ``queries.destinatarios.Libreta``. La dirección que rebota no se usa.
_A_QUIENES = """
rebotan AS (SELECT direccion FROM enlaces_rebote WHERE permanente AND probado AND liberada_en IS NULL),
designadas AS (
    SELECT d.institucion_id AS institucion, d.materia_id AS materia, lower(u.email) AS correo, u.id AS usuario
      FROM conferencia_designacion d JOIN conferencia_usuario u ON u.id = d.usuario_id AND u.is_active
     WHERE d.vigencia @> %s::date AND d.rol = ANY(%s) AND lower(u.email) NOT IN (SELECT direccion FROM rebotan)
),
contactos AS (
    SELECT institucion_id AS institucion, lower(correo) AS correo
      FROM conferencia_contactoinstitucional
     WHERE vigencia @> %s::date AND correo <> '' AND lower(correo) NOT IN (SELECT direccion FROM rebotan)
)
"""
_DEBIDOS = """
candidatas AS MATERIALIZED ({candidatas}),
calendario (institucion, previo_desde, previo_hasta, posterior_desde, lunes, toca_lunes) AS (
    SELECT * FROM unnest(%s::uuid[], %s::date[], %s::date[], %s::date[], %s::date[], %s::bool[])
),
vuelta (periodicidad, dias) AS (SELECT * FROM unnest(%s::text[], %s::int[])),
enviado AS (
    SELECT r.obligacion_id AS obligacion, r.institucion_id AS institucion, r.vence_el,
           min((a.enviado_en AT TIME ZONE 'America/Mexico_City')::date) AS primero,
           max((a.enviado_en AT TIME ZONE 'America/Mexico_City')::date) AS ultimo,
           count(*) AS cuantos
      FROM enlaces_renglondeaviso r
      JOIN enlaces_aviso a ON a.id = r.aviso_id AND a.estado = 'enviado' AND a.para_el < %s
      JOIN enlaces_regladeaviso g ON g.id = r.regla_id AND g.momento <> 'antes'
     WHERE r.vigente
     GROUP BY 1, 2, 3
),
suyas AS (
    SELECT c.obligacion, p.institucion_id AS institucion, x.disposicion_id AS disposicion, c.fecha, c.clave,
           CASE WHEN c.permanente THEN 'permanente' WHEN c.periodo <> '' THEN 'periodica' ELSE 'unica' END AS clase,
           coalesce(CASE WHEN c.permanente THEN x.ratificar_cada * 30 WHEN c.periodo <> '' THEN v.dias END, 0) AS cada,
           k.previo_desde, k.previo_hasta, k.posterior_desde, k.lunes, k.toca_lunes, e.primero, e.ultimo, coalesce(e.cuantos, 0) AS cuantos
      FROM candidatas c
      JOIN conferencia_compromiso x ON x.id = c.compromiso_id
      JOIN conferencia_parte p ON p.obligacion_id = c.obligacion AND p.en_turno
      JOIN calendario k ON k.institucion = p.institucion_id
      LEFT JOIN vuelta v ON v.periodicidad = x.plazo_periodicidad
      LEFT JOIN enviado e ON e.obligacion = c.obligacion AND e.institucion = p.institucion_id AND e.vence_el = c.fecha
),
cumplidas AS (
    SELECT s.*, g.id AS regla, g.papel, g.momento, g.dias, g.inmediato,
           CASE g.momento WHEN 'semanal' THEN 'lunes ' || s.lunes WHEN 'antes' THEN 'd-' || g.dias ELSE 'd+' || g.dias END AS motivo
      FROM suyas s
      JOIN enlaces_regladeaviso g ON g.clase = s.clase AND g.activa AND g.vigencia @> %s::date
     WHERE CASE
        WHEN g.papel <> 'enlace' THEN s.fecha + g.dias <= %s AND s.primero + (g.dias - 1) <= %s
             AND NOT EXISTS (SELECT 1 FROM enlaces_renglondeaviso r JOIN enlaces_aviso a ON a.id = r.aviso_id
                              WHERE r.vigente AND r.regla_id = g.id AND r.obligacion_id = s.obligacion
                                AND r.institucion_id = s.institucion AND r.vence_el = s.fecha AND (a.para_el < %s OR %s))
        WHEN g.momento = 'antes' THEN s.fecha >= %s AND s.previo_desde <= s.fecha - g.dias AND s.fecha - g.dias < s.previo_hasta
             AND NOT (s.cada > 0 AND s.cada <= g.dias)
        WHEN g.momento = 'despues' THEN s.posterior_desde < s.fecha + g.dias AND s.fecha + g.dias <= %s
        ELSE s.fecha < %s AND s.toca_lunes AND (s.ultimo IS NULL OR (s.ultimo < s.lunes AND s.ultimo + s.cada <= %s))
     END
),
elegidas AS (
    SELECT DISTINCT ON (obligacion, institucion, papel) *
      FROM cumplidas
     ORDER BY obligacion, institucion, papel,
              CASE momento WHEN 'despues' THEN 0 WHEN 'semanal' THEN 1 ELSE 2 END, CASE momento WHEN 'despues' THEN -dias ELSE dias END
),
{a_quienes},
con_enlace AS (
    SELECT s.obligacion, s.institucion, s.papel, d.correo, d.usuario
      FROM elegidas s JOIN designadas d ON d.institucion = s.institucion AND (d.materia IS NULL OR d.materia = s.disposicion)
     WHERE s.papel = 'enlace'
),
destinos AS (
    SELECT * FROM con_enlace
    UNION ALL
    SELECT s.obligacion, s.institucion, s.papel, coalesce(c.correo, ''), NULL::uuid
      FROM elegidas s LEFT JOIN contactos c ON c.institucion = s.institucion
     WHERE s.papel = 'titular'
        OR (s.papel = 'enlace' AND NOT EXISTS (SELECT 1 FROM con_enlace x WHERE x.obligacion = s.obligacion AND x.institucion = s.institucion))
),
debidos AS (
    SELECT DISTINCT ON (d.correo, s.obligacion, CASE WHEN d.correo = '' THEN s.institucion END)
           s.obligacion, s.institucion, s.disposicion, s.fecha, s.clave, s.regla, s.papel, s.motivo, s.inmediato, d.correo, d.usuario
      FROM elegidas s JOIN destinos d USING (obligacion, institucion, papel)
     WHERE NOT EXISTS (SELECT 1 FROM enlaces_renglondeaviso r JOIN enlaces_aviso a ON a.id = r.aviso_id
                        WHERE r.vigente AND r.regla_id = s.regla AND r.obligacion_id = s.obligacion AND r.correo = d.correo
                          AND r.vence_el = s.fecha AND r.motivo = s.motivo AND (a.para_el < %s OR %s))
       AND NOT (s.papel = 'titular' AND d.correo = '')
     ORDER BY d.correo, s.obligacion, CASE WHEN d.correo = '' THEN s.institucion END, s.papel DESC, s.institucion
)
"""


def debidos(dia: date, al: date, *, desde: date | None = None, repitiendo: bool = False, instituciones: Collection[UUID] | None = None) -> Consulta | None:
    """Las tablas con nombre (``WITH``) que terminan en ``elegidas`` y ``debidos``; ``None`` si ese día no es hábil para nadie.

    ``al``: a qué fecha se resuelve quién tiene el encargo. ``desde``: último día ya planeado, si no es el que consta.
    ``repitiendo``: como si de ese día en adelante no se hubiera avisado nada.
    """
    por_institucion = ventanas(dia, desde or desde_cuando(dia), instituciones)
    if not por_institucion:
        return None
    columnas = [list(columna) for columna in zip(*(astuple(v)[1:] for v in por_institucion.values()), strict=True)]
    candidatas, de_candidatas = _candidatas(dia)
    ya = [dia, not repitiendo]
    parametros = [*de_candidatas, list(por_institucion), *columnas, list(DIAS_DE), list(DIAS_DE.values()), dia]
    parametros += [dia, dia, dia, *ya, dia, dia, dia, dia, al, sorted(ROLES_DE_ENLACE), al, *ya]
    return Consulta(_DEBIDOS.format(candidatas=candidatas, a_quienes=_A_QUIENES), parametros)


def _candidatas(dia: date) -> tuple[str, tuple]:
    lejos = ReglaDeAviso.objects.filter(momento="antes").aggregate(n=Max("dias"))["n"] or 0
    filas = que_suenan(dia).filter(fecha__lte=dia + timedelta(days=lejos) + HOLGURA)
    columnas = filas.values("clave", "permanente", "periodo", "fecha", "compromiso_id", obligacion=F("pk"))
    return columnas.query.sql_with_params()


_CADUCOS = """
WITH suenan AS MATERIALIZED ({suenan}),
{a_quienes},
mios AS (
    SELECT r.id, r.aviso_id, r.obligacion_id, r.institucion_id AS institucion, r.correo, r.vence_el, g.papel, x.disposicion_id AS disposicion
      FROM enlaces_renglondeaviso r
      JOIN enlaces_regladeaviso g ON g.id = r.regla_id
      JOIN conferencia_obligacion o ON o.id = r.obligacion_id
      JOIN conferencia_compromiso x ON x.id = o.compromiso_id
     WHERE r.aviso_id = ANY(%s)
),
abarcan AS (
    SELECT m.id AS renglon, d.correo
      FROM mios m JOIN designadas d ON d.institucion = m.institucion AND (d.materia IS NULL OR d.materia = m.disposicion)
)
SELECT m.id, m.aviso_id
  FROM mios m
  LEFT JOIN suenan s ON s.obligacion = m.obligacion_id AND s.fecha = m.vence_el
 WHERE s.obligacion IS NULL
    OR NOT EXISTS (SELECT 1 FROM conferencia_parte p WHERE p.obligacion_id = m.obligacion_id AND p.institucion_id = m.institucion AND p.en_turno)
    OR NOT CASE
        WHEN m.papel = 'enlace' AND EXISTS (SELECT 1 FROM abarcan b WHERE b.renglon = m.id)
        THEN EXISTS (SELECT 1 FROM abarcan b WHERE b.renglon = m.id AND b.correo = m.correo)
        ELSE EXISTS (SELECT 1 FROM contactos c WHERE c.institucion = m.institucion AND c.correo = m.correo)
    END
"""


def caducos(avisos: Collection[UUID], dia: date) -> list[tuple[UUID, UUID]]:
    """(renglón, aviso) de lo que esos avisos llevan y ya no es cierto: se entregó, se movió la fecha o cambió quién tiene el encargo."""
    if not avisos:
        return []
    suyas = RenglonDeAviso.objects.filter(aviso__in=avisos).values("obligacion")
    suenan, de_suenan = que_suenan(dia).filter(pk__in=suyas).values("fecha", obligacion=F("pk")).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_CADUCOS.format(suenan=suenan, a_quienes=_A_QUIENES), [*de_suenan, dia, sorted(ROLES_DE_ENLACE), dia, list(avisos)])
        return cursor.fetchall()
