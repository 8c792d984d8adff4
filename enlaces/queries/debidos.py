"""Los avisos que tocan un día, en una sola consulta: la escalera de ``domain.avisos`` escrita en SQL.

Cada renglón es una obligación, la institución que la debe, la regla que hoy se cumple y a quién se le escribe. El calendario entra como una
tabla chica: las pocas ventanas distintas de lo que hoy se atiende, y cuál le toca a cada institución; donde hoy es inhábil, no entra.

Lo debido puede ser cien mil renglones; los casos distintos son unos cuantos. Por eso la escalera se sube una vez por caso (clase, vuelta, fecha,
ventana y últimos correos: ``casos``, ``tocan``) y el destinatario se busca una vez por institución y acuerdo (``encargos``, ``buzones``); a los
cien mil solo se les une la respuesta.
"""

from collections.abc import Collection
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection, transaction
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
# Y con la memoria de siempre (4 MB por orden) cada una de ellas se va al disco.
DE_CONJUNTO = "SET LOCAL enable_nestloop = off; SET LOCAL jit = off; SET LOCAL work_mem = '64MB'"


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
    if en_cola := previos.filter(estado=EstadoAviso.PLANEADO).aggregate(el=Min("para_el"))["el"]:
        return en_cola - UN_DIA
    ultimo = previos.order_by("-para_el").values_list("para_el", flat=True).first()
    return ultimo or dia - UN_DIA


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
candidatas AS ({candidatas}),
ventana (id, previo_desde, previo_hasta, posterior_desde, lunes, toca_lunes) AS (
    SELECT * FROM unnest(%s::int[], %s::date[], %s::date[], %s::date[], %s::date[], %s::bool[])
),
calendario (institucion, ventana) AS (SELECT * FROM unnest(%s::uuid[], %s::int[])),
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
propias AS MATERIALIZED (
    SELECT c.obligacion, c.compromiso_id AS compromiso, p.institucion_id AS institucion, x.disposicion_id AS disposicion, c.fecha, k.ventana,
           CASE WHEN c.permanente THEN 'permanente' WHEN c.periodo <> '' THEN 'periodica' ELSE 'unica' END AS clase,
           coalesce(CASE WHEN c.permanente THEN x.ratificar_cada * 30 WHEN c.periodo <> '' THEN v.dias END, 0) AS cada,
           coalesce(e.primero, 'infinity') AS primero, coalesce(e.ultimo, '-infinity') AS ultimo, coalesce(e.cuantos, 0) AS cuantos
      FROM candidatas c
      JOIN conferencia_compromiso x ON x.id = c.compromiso_id
      JOIN conferencia_parte p ON p.obligacion_id = c.obligacion AND p.en_turno
      JOIN calendario k ON k.institucion = p.institucion_id
      LEFT JOIN vuelta v ON v.periodicidad = x.plazo_periodicidad
      LEFT JOIN enviado e ON e.obligacion = c.obligacion AND e.institucion = p.institucion_id AND e.vence_el = c.fecha
),
fechas AS (SELECT DISTINCT fecha, ventana FROM propias WHERE clase = 'periodica'),
recientes AS (
    SELECT DISTINCT f.fecha, f.ventana
      FROM fechas f
      JOIN ventana v ON v.id = f.ventana
      JOIN enlaces_regladeaviso g ON v.posterior_desde < f.fecha + g.dias AND f.fecha + g.dias <= %s
     WHERE g.clase = 'periodica' AND g.papel = 'enlace' AND g.momento = 'despues' AND g.activa AND g.vigencia @> %s::date
),
series AS (
    SELECT p.compromiso, p.institucion, max(p.ultimo) AS ultimo, bool_or(r.fecha IS NOT NULL) AS hay_nueva
      FROM propias p LEFT JOIN recientes r ON r.fecha = p.fecha AND r.ventana = p.ventana
     WHERE p.clase = 'periodica'
     GROUP BY 1, 2
),
suyas AS MATERIALIZED (
    SELECT p.obligacion, p.institucion, p.disposicion, p.fecha, p.ventana, p.clase, p.cada, p.primero, p.cuantos,
           coalesce(z.ultimo, p.ultimo) AS ultimo, coalesce(z.hay_nueva, false) AS hay_nueva
      FROM propias p LEFT JOIN series z ON p.clase = 'periodica' AND z.compromiso = p.compromiso AND z.institucion = p.institucion
),
casos AS (SELECT DISTINCT clase, cada, fecha, ventana, primero, ultimo, hay_nueva FROM suyas),
tocan AS MATERIALIZED (
    SELECT c.*, g.id AS regla, g.papel, g.momento, g.dias, g.inmediato,
           CASE g.momento WHEN 'semanal' THEN 'lunes ' || v.lunes WHEN 'antes' THEN 'd-' || g.dias ELSE 'd+' || g.dias END AS motivo
      FROM casos c
      JOIN ventana v ON v.id = c.ventana
      JOIN enlaces_regladeaviso g ON g.clase = c.clase AND g.activa AND g.vigencia @> %s::date
     WHERE CASE
        WHEN g.papel <> 'enlace' THEN c.fecha + g.dias <= %s AND c.primero + (g.dias - 1) <= %s
        WHEN g.momento = 'antes' THEN c.fecha >= %s AND v.previo_desde <= c.fecha - g.dias AND c.fecha - g.dias < v.previo_hasta
             AND NOT (c.cada > 0 AND c.cada <= g.dias)
        WHEN g.momento = 'despues' THEN v.posterior_desde < c.fecha + g.dias AND c.fecha + g.dias <= %s
        ELSE c.fecha < %s AND (v.toca_lunes OR c.hay_nueva) AND c.ultimo < v.lunes AND (c.hay_nueva OR c.ultimo + c.cada <= %s)
     END
),
recordatorio AS (
    SELECT DISTINCT ON (clase, cada, fecha, ventana, primero, ultimo, hay_nueva) *
      FROM tocan
     WHERE papel = 'enlace'
     ORDER BY clase, cada, fecha, ventana, primero, ultimo, hay_nueva,
              CASE momento WHEN 'despues' THEN 0 WHEN 'semanal' THEN 1 ELSE 2 END, CASE momento WHEN 'despues' THEN -dias ELSE dias END
),
escalamiento AS (
    SELECT DISTINCT ON (s.obligacion, s.institucion, t.papel)
           s.obligacion, s.institucion, s.disposicion, s.fecha, s.cuantos, t.regla, t.papel, t.motivo, t.inmediato
      FROM suyas s JOIN tocan t USING (clase, cada, fecha, ventana, primero, ultimo, hay_nueva)
     WHERE t.papel <> 'enlace'
       AND NOT EXISTS (SELECT 1 FROM enlaces_renglondeaviso r {antes}
                        WHERE r.vigente AND r.regla_id = t.regla AND r.obligacion_id = s.obligacion
                          AND r.institucion_id = s.institucion AND r.vence_el = s.fecha)
     ORDER BY s.obligacion, s.institucion, t.papel, t.dias DESC
),
elegidas AS MATERIALIZED (
    SELECT s.obligacion, s.institucion, s.disposicion, s.fecha, s.cuantos, t.regla, t.papel, t.motivo, t.inmediato
      FROM suyas s JOIN recordatorio t USING (clase, cada, fecha, ventana, primero, ultimo, hay_nueva)
    UNION ALL
    SELECT * FROM escalamiento
),
encargos AS (SELECT DISTINCT institucion, disposicion, papel FROM elegidas),
{a_quienes},
con_enlace AS (
    SELECT e.institucion, e.disposicion, d.correo, d.usuario
      FROM encargos e JOIN designadas d ON d.institucion = e.institucion AND (d.materia IS NULL OR d.materia = e.disposicion)
     WHERE e.papel = 'enlace'
),
destinos AS (
    SELECT institucion, disposicion, 'enlace' AS papel, correo, usuario FROM con_enlace
    UNION ALL
    SELECT e.institucion, e.disposicion, e.papel, coalesce(c.correo, ''), NULL::uuid
      FROM encargos e LEFT JOIN contactos c ON c.institucion = e.institucion
     WHERE (e.papel = 'titular' AND c.correo IS NOT NULL)
        OR (e.papel = 'enlace' AND NOT EXISTS (SELECT 1 FROM con_enlace x WHERE x.institucion = e.institucion AND x.disposicion = e.disposicion))
),
buzones AS (
    SELECT *, dense_rank() OVER (ORDER BY CASE correo WHEN '' THEN 'nadie:' || institucion ELSE correo END) AS buzon FROM destinos
),
debidos AS (
    SELECT DISTINCT ON (s.obligacion, d.buzon)
           s.obligacion, s.institucion, s.disposicion, s.fecha, s.regla, s.papel, s.motivo, s.inmediato, d.buzon, d.correo, d.usuario
      FROM elegidas s JOIN buzones d USING (institucion, disposicion, papel)
     WHERE NOT EXISTS (SELECT 1 FROM enlaces_renglondeaviso r {antes}
                        WHERE r.vigente AND r.regla_id = s.regla AND r.obligacion_id = s.obligacion AND r.correo = d.correo
                          AND r.vence_el = s.fecha AND r.motivo = s.motivo)
     ORDER BY s.obligacion, d.buzon, s.papel DESC, s.institucion
)
"""
# Al repetir, lo dicho ese día o después es como si no se hubiera dicho.
_ANTES = "JOIN enlaces_aviso a ON a.id = r.aviso_id AND a.para_el < %s"


def debidos(dia: date, al: date, *, desde: date | None = None, repitiendo: bool = False, instituciones: Collection[UUID] | None = None) -> Consulta | None:
    """Las tablas con nombre (``WITH``) que terminan en ``elegidas`` y ``debidos``; ``None`` si ese día no es hábil para nadie.

    ``al``: a qué fecha se resuelve quién tiene el encargo. ``desde``: último día ya planeado, si no es el que consta.
    ``repitiendo``: como si de ese día en adelante no se hubiera avisado nada.
    """
    por_institucion = ventanas(dia, desde or desde_cuando(dia), instituciones)
    if not por_institucion:
        return None
    numeros = {v: n for n, v in enumerate(dict.fromkeys(por_institucion.values()))}
    columnas = [list(columna) for columna in zip(*(astuple(v)[1:] for v in numeros), strict=True)]
    candidatas, de_candidatas = _candidatas(dia)
    antes = [dia] if repitiendo else []
    parametros = [*de_candidatas, list(numeros.values()), *columnas, list(por_institucion), [numeros[v] for v in por_institucion.values()]]
    parametros += [list(DIAS_DE), list(DIAS_DE.values()), dia, *[dia] * 9, *antes, al, sorted(ROLES_DE_ENLACE), al, *antes]
    return Consulta(_DEBIDOS.format(candidatas=candidatas, a_quienes=_A_QUIENES, antes=_ANTES if repitiendo else ""), parametros)


def _candidatas(dia: date) -> tuple[str, tuple]:
    lejos = ReglaDeAviso.objects.filter(momento="antes").aggregate(n=Max("dias"))["n"] or 0
    filas = que_suenan(dia).filter(fecha__lte=dia + timedelta(days=lejos) + HOLGURA)
    columnas = filas.values("permanente", "periodo", "fecha", "compromiso_id", obligacion=F("pk"))
    return columnas.query.sql_with_params()


_CADUCOS = """
WITH suenan AS MATERIALIZED ({suenan}),
{a_quienes},
mios AS MATERIALIZED (
    SELECT r.aviso_id, r.obligacion_id, r.institucion_id AS institucion, r.correo, g.papel, s.disposicion,
           s.obligacion IS NOT NULL AS sigue,
           coalesce((SELECT p.en_turno FROM conferencia_parte p
                      WHERE p.obligacion_id = r.obligacion_id AND p.institucion_id = r.institucion_id), false) AS en_turno
      FROM enlaces_renglondeaviso r
      JOIN enlaces_regladeaviso g ON g.id = r.regla_id
      LEFT JOIN suenan s ON s.obligacion = r.obligacion_id AND s.fecha = r.vence_el
     WHERE r.aviso_id = ANY(%s)
),
abarcan AS (
    SELECT m.aviso_id, m.obligacion_id, d.correo
      FROM mios m JOIN designadas d ON d.institucion = m.institucion AND (d.materia IS NULL OR d.materia = m.disposicion)
)
SELECT m.aviso_id, m.obligacion_id, m.sigue
  FROM mios m
 WHERE NOT m.sigue
    OR NOT m.en_turno
    OR NOT CASE
        WHEN m.papel = 'enlace' AND EXISTS (SELECT 1 FROM abarcan b WHERE b.aviso_id = m.aviso_id AND b.obligacion_id = m.obligacion_id)
        THEN EXISTS (SELECT 1 FROM abarcan b WHERE b.aviso_id = m.aviso_id AND b.obligacion_id = m.obligacion_id AND b.correo = m.correo)
        ELSE EXISTS (SELECT 1 FROM contactos c WHERE c.institucion = m.institucion AND c.correo = m.correo)
    END
"""
# Lo de un lote se busca por su llave: con el costo de un disco de platos, el planeador prefiere leer la tabla entera cada vez.
_POR_LLAVE = "SET LOCAL random_page_cost = 1.1"


def caducos(avisos: Collection[UUID], dia: date) -> list[tuple[UUID, UUID, bool]]:
    """(aviso, obligación, si aún se debe) de lo que esos avisos llevan y ya no es cierto: se entregó, se movió la fecha o cambió quién tiene el encargo.

    Lo que aún se debe para esa fecha le toca a otro: quien ahora tiene el encargo.
    """
    if not avisos:
        return []
    suyas = RenglonDeAviso.objects.filter(aviso__in=avisos).values("obligacion")
    columnas = {"obligacion": F("pk"), "disposicion": F("compromiso__disposicion")}
    suenan, de_suenan = que_suenan(dia).filter(pk__in=suyas).values("fecha", **columnas).query.sql_with_params()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_POR_LLAVE)
        cursor.execute(_CADUCOS.format(suenan=suenan, a_quienes=_A_QUIENES), [*de_suenan, dia, sorted(ROLES_DE_ENLACE), dia, list(avisos)])
        return cursor.fetchall()
